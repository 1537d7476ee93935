import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as api from "../api/hub";
import type { MeteringPoint, Party } from "../api/types";
import { level, take } from "../message/check";
import { trouble } from "../message/actions";
import { from_text } from "../message/source";
import { go, route } from "../route";
import { words } from "../words/language";
import { clock, market } from "./state";

/** The processes that can be prepared: who sends, and how many days from now by default. */
const processes = {
  "BRS-NO-101": { roles: ["DDQ"], days: 20, by: "other" },
  "BRS-NO-102": { roles: ["DDQ"], days: 20, by: "other" },
  "BRS-NO-103": { roles: ["DDQ"], days: -5, by: "other" },
  "BRS-NO-201": { roles: ["DDQ"], days: 20, by: "supplier" },
  "BRS-NO-202": { roles: ["DDQ"], days: 20, by: "supplier" },
  "BRS-NO-211": { roles: ["DDM"], days: 20, by: "any" },
  "BRS-NO-214": { roles: ["DDM"], days: 1, by: "any" },
  "BRS-NO-301": { roles: ["DDQ"], days: 0, by: "supplier" },
  "BRS-NO-303": { roles: ["DDQ"], days: 0, by: "supplier" },
  "BRS-NO-313": { roles: ["DDE", "MDR"], days: -1, by: "any" },
  "BRS-NO-315": { roles: ["DDQ"], days: -1, by: "supplier" },
  "BRS-NO-601": { roles: ["DDQ"], days: 0, by: "supplier" },
  "BRS-NO-611": { roles: ["DDQ"], days: 0, by: "other" },
  "BRS-NO-622": { roles: ["AG"], days: 365, by: "any" },
} as const;
type Process = keyof typeof processes;

const moved = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Who would send it: another supplier than the point's, or the point's own. */
function sender_for(process: Process, point: MeteringPoint | null, parties: Party[]): string {
  const { roles, by } = processes[process];
  const able = parties.filter((party) => party.roles.some((role) => (roles as readonly string[]).includes(role)));
  const supplier = point?.contracts.find((contract) => contract.to === null)?.supplier;
  if (by === "supplier" && supplier) return supplier;
  return (by === "other" ? able.find((party) => party.gln !== supplier) : able[0])?.gln ?? "";
}

/** A form instead of XML: what comes of it can be read, changed and sent in the message view. */
export function Prepare() {
  const t = words.value.hub;
  const process = useSignal<Process>("BRS-NO-102");
  const gsrn = useSignal(route.value[2] ?? market.value?.meteringPoints.find((one) => one.type === "E17" && one.status === "E22")?.gsrn ?? "");
  const point = useSignal<MeteringPoint | null>(null);
  // What somebody chose stays, whatever news the hub has meanwhile.
  const chosen_party = useSignal("");
  const chosen_day = useSignal("");
  const problem = useSignal("");
  const parties = market.value?.parties ?? [];
  const today = clock.value?.day ?? "";
  const { roles, days } = processes[process.value];
  const able = parties.filter((one) => one.roles.some((role) => (roles as readonly string[]).includes(role)));
  const party = able.some(({ gln }) => gln === chosen_party.value) ? chosen_party.value : sender_for(process.value, point.value, parties);
  const day = chosen_day.value || (today && moved(today, days));

  useEffect(() => {
    let gone = false;
    point.value = null;
    if (/^\d{18}$/.test(gsrn.value))
      api.market(gsrn.value, "", 1).then(
        (found) => void (!gone && (point.value = found.meteringPoints.find((one) => one.gsrn === gsrn.value) ?? null)),
        (error: unknown) => void (!gone && (problem.value = trouble(error))),
      );
    return () => void (gone = true);
  }, [gsrn.value]);
  // The first point of the market, when none was asked for.
  useEffect(() => {
    gsrn.value ||= market.value?.meteringPoints.find((one) => one.type === "E17" && one.status === "E22")?.gsrn ?? "";
  }, [market.value]);

  const choose_process = (name: Process): void => {
    process.value = name;
    chosen_party.value = chosen_day.value = "";
  };
  const prepare = async (): Promise<void> => {
    const { prepared_message } = await import("./prepared_message");
    const text = prepared_message({ process: process.value, gsrn: gsrn.value, party, day, now: clock.value!.now });
    take({ ...from_text(`${process.value.toLowerCase()}.xml`, text), typed: false });
    level.value = "market";
    go("#/message");
  };
  return (
    <section class="card load" aria-labelledby="send">
      <div class="card-head"><h2 id="send">{t.send_heading}</h2></div>
      <form
        class="load-body prepare"
        onSubmit={(event) => {
          event.preventDefault();
          void prepare();
        }}
      >
        <p class="soft">{t.send_intro}</p>
        <label>
          <span>{t.process}</span>
          <select value={process.value} onChange={(event) => choose_process(event.currentTarget.value as Process)}>
            {(Object.keys(processes) as Process[]).map((name) => <option key={name} value={name}>{t.process_names[name]} ({name})</option>)}
          </select>
        </label>
        <label>
          <span>{t.metering_point}</span>
          <input
            required inputMode="numeric" pattern="\d{18}" size={20} value={gsrn.value} list="some-points"
            onInput={(event) => (gsrn.value = event.currentTarget.value.replaceAll(/\s/g, ""))}
          />
          <datalist id="some-points">{(market.value?.meteringPoints ?? []).map((one) => <option key={one.gsrn} value={one.gsrn} />)}</datalist>
        </label>
        <p class="soft point-told" role="status">
          {point.value ? t.point_told(t.types[point.value.type ?? ""] ?? "–", t.statuses[point.value.status ?? ""] ?? "–", parties.find((one) => one.gln === point.value?.contracts.find((c) => c.to === null)?.supplier)?.name ?? "–")
            : /^\d{18}$/.test(gsrn.value) ? t.none_found : ""}
        </p>
        <label>
          <span>{t.sender}</span>
          <select value={party} onChange={(event) => (chosen_party.value = event.currentTarget.value)}>
            {able.map((one) => <option key={one.gln} value={one.gln}>{one.name || one.gln}</option>)}
          </select>
        </label>
        <label><span>{t.date}</span><input type="date" required value={day} onInput={(event) => (chosen_day.value = event.currentTarget.value)} /></label>
        <button type="submit" class="main" disabled={!clock.value || !party}>{t.prepare}</button>
        {problem.value && <p role="alert">{problem.value}</p>}
        <p class="soft">{t.send_note}</p>
      </form>
    </section>
  );
}
