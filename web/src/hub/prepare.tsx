import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as api from "../api/hub";
import type { MeteringPoint } from "../api/types";
import { as_cim, checked, draft, draft_like, empty_draft, messages_beside, value_at, type Checked } from "../form/draft";
import { to_xml } from "../form/entries";
import { Parts } from "../form/fields";
import { fill, fill_clock, name_anew } from "../form/filled";
import { level, take } from "../message/check";
import { trouble } from "../parts/trouble";
import { kind_of } from "../message/findings";
import { from_text } from "../message/source";
import { CodeView } from "../parts/code-view";
import { go, route } from "../route";
import { said, words } from "../words/language";
import { hand_in, HandedInStrip, type HandedIn } from "./handed-in";
import { able_parties, is_process, moved, processes, sender_for, supplier_of, terms_of, type Process } from "./processes";
import { clock, market } from "./state";

const rest = 400;

/** A form instead of XML: made from the message's schema, filled from the market, checked while somebody fills it in. */
export function Prepare() {
  const t = words.value.hub;
  const f = words.value.form;
  const what = useSignal(draft.value?.of ?? "BRS-NO-102");
  const gsrn = useSignal(route.value[2] ?? market.value?.meteringPoints.find((one) => one.type === "E17" && one.status === "E22")?.gsrn ?? "");
  const point = useSignal<MeteringPoint | null>(null);
  const point_asked = useSignal("");
  // What somebody chose stays, whatever news the hub has meanwhile.
  const chosen_party = useSignal("");
  const chosen_day = useSignal("");
  const problem = useSignal("");
  const messages = useSignal<string[]>([]);
  const version = useSignal(0);
  const found = useSignal<Checked | null>(null);
  const sent = useSignal<HandedIn | null>(null);
  const parties = market.value?.parties ?? [];
  const now = clock.value?.now ?? "";
  const today = clock.value?.day ?? "";
  const able = able_parties(what.value, parties);
  const party = able.some(({ gln }) => gln === chosen_party.value) ? chosen_party.value : sender_for(what.value, point.value, parties);
  const day = chosen_day.value || (today && moved(today, terms_of(what.value).days));
  const root = draft.value?.of === what.value ? draft.value.root : null;

  useEffect(() => {
    let gone = false;
    point.value = null;
    if (/^\d{18}$/.test(gsrn.value))
      api.market(gsrn.value, "", 1).then(
        (answer) => {
          if (gone) return;
          point.value = answer.meteringPoints.find((one) => one.gsrn === gsrn.value) ?? null;
          point_asked.value = gsrn.value;
        },
        (error: unknown) => void (!gone && (problem.value = trouble(error))),
      );
    return () => void (gone = true);
  }, [gsrn.value]);
  // The first point of the market, when none was asked for.
  useEffect(() => {
    gsrn.value ||= market.value?.meteringPoints.find((one) => one.type === "E17" && one.status === "E22")?.gsrn ?? "";
  }, [market.value]);
  useEffect(() => {
    messages_beside("RequestStartOfSupply").then((names) => (messages.value = names), () => {});
  }, []);
  // Another process, another message.
  useEffect(() => {
    if (draft.value?.of === what.value) return;
    const of = what.value;
    let gone = false;
    void (async () => {
      try {
        const made = is_process(of) ? await draft_like((await import("./templates")).templates[of]!) : await empty_draft(of);
        if (gone) return;
        name_anew(made);
        draft.value = { of, root: made };
      } catch (error) {
        if (!gone) problem.value = trouble(error);
      }
    })();
    return () => void (gone = true);
  }, [what.value]);
  // What is chosen above stands in the message.
  useEffect(() => {
    if (!root || !now || !party || point_asked.value !== gsrn.value) return;
    const recipient = parties.find((one) => one.roles.includes("DDZ"))?.gln ?? "";
    const roles = parties.find((one) => one.gln === party)?.roles ?? [];
    fill(root, { gsrn: gsrn.value, party, recipient, role: roles.find((role) => terms_of(what.value).roles.includes(role)) ?? roles[0] ?? "", day, now });
    version.value++;
  }, [root, point_asked.value, party, day, now !== ""]);
  useEffect(() => {
    if (!root || !now) return;
    fill_clock(root, now);
    version.value++;
  }, [now]);
  // Checked when nobody types.
  useEffect(() => {
    found.value = null;
    if (!root || version.value === 0) return;
    const away = new AbortController();
    const timer = setTimeout(() => {
      checked(root, away.signal).then((answer) => void (!away.signal.aborted && (found.value = answer)), (error: unknown) => void (!away.signal.aborted && (problem.value = trouble(error))));
    }, rest);
    return () => (clearTimeout(timer), away.abort());
  }, [root, version.value]);

  const choose = (name: string): void => {
    what.value = name;
    chosen_party.value = chosen_day.value = problem.value = "";
    sent.value = null;
  };
  const changed = (): void => {
    problem.value = "";
    sent.value = null;
    version.value++;
  };
  const open = (): void => {
    take({ ...from_text(`${what.value.toLowerCase()}.xml`, to_xml(root!)), typed: false });
    level.value = "market";
    go("#/message");
  };
  const send = async (): Promise<void> => {
    sent.value = { busy: true };
    try {
      const sender = (who: string): string => value_at(root!, `Header/${who}SenderEnergyParty/Identification`);
      sent.value = await hand_in(await as_cim(root!), sender("Physical"), sender("Juridical"));
    } catch (failure) {
      sent.value = { failure };
    }
    // What is sent next is another message.
    if ("done" in (sent.value ?? {})) name_anew(root!);
  };
  const verdict = found.value?.judged.verdict;
  const desk = { found: found.value?.at ?? new Map(), changed };
  return (
    <section class="card load" aria-labelledby="send">
      <div class="card-head"><h2 id="send">{t.send_heading}</h2></div>
      <form class="load-body prepare" onSubmit={(event) => (event.preventDefault(), void send())}>
        <div class="send-for">
          <p class="soft">{t.send_intro}</p>
          <div class="field-line">
            <label for="send-what">{t.process}</label>
            <select id="send-what" value={what.value} onChange={(event) => choose(event.currentTarget.value)}>
              <optgroup label={f.processes}>
                {(Object.keys(processes) as Process[]).map((name) => <option key={name} value={name}>{t.process_names[name]} ({name})</option>)}
              </optgroup>
              <optgroup label={f.messages}>{messages.value.map((name) => <option key={name} value={name}>{name}</option>)}</optgroup>
            </select>
          </div>
          <div class="field-line">
            <label for="send-point">{t.metering_point}</label>
            <input
              id="send-point" required inputMode="numeric" pattern="\d{18}" size={20} value={gsrn.value} list="some-points" aria-describedby="send-point-told"
              onInput={(event) => (gsrn.value = event.currentTarget.value.replaceAll(/\s/g, ""))}
            />
            <datalist id="some-points">{(market.value?.meteringPoints ?? []).map((one) => <option key={one.gsrn} value={one.gsrn} />)}</datalist>
            <p class="soft point-told" id="send-point-told" role="status">
              {point.value ? t.point_told(t.types[point.value.type ?? ""] ?? "–", t.statuses[point.value.status ?? ""] ?? "–", parties.find((one) => one.gln === supplier_of(point.value))?.name ?? "–")
                : /^\d{18}$/.test(gsrn.value) && point_asked.value === gsrn.value ? t.none_found : ""}
            </p>
          </div>
          <div class="field-line">
            <label for="send-party">{t.sender}</label>
            <select id="send-party" value={party} onChange={(event) => (chosen_party.value = event.currentTarget.value)}>
              {able.map((one) => <option key={one.gln} value={one.gln}>{one.name || one.gln}</option>)}
            </select>
          </div>
          <div class="field-line">
            <label for="send-day">{t.date}</label>
            <input id="send-day" type="date" required value={day} onInput={(event) => (chosen_day.value = event.currentTarget.value)} />
          </div>
        </div>
        {root && version.value > 0 && (
          <div class="drafted" data-message={root.field.name}>
            <h3>{f.heading} <code class="soft">{root.field.name}</code></h3>
            <p class="soft">{f.required_hint}</p>
            <Parts key={what.value} entry={root} id="field" desk={desk} />
          </div>
        )}
        <section class="send-side" aria-label={f.side}>
          <div class="send-bar">
            <p class="send-verdict" role="status" data-verdict={verdict}>
              {verdict ? <><span class={`badge ${verdict}`}>{words.value.message.verdict[verdict]}</span> {found.value!.judged.findings.length > 0 && f.findings(found.value!.judged.findings.length)}</> : root ? words.value.message.judging : words.value.loading}
            </p>
            <button type="submit" class="main" disabled={!root || !party || version.value === 0}>{words.value.message.send}</button>
            <button type="button" disabled={!root || version.value === 0} onClick={open}>{f.open}</button>
          </div>
          {sent.value && <HandedInStrip now={sent.value} onClose={() => (sent.value = null)} />}
          {problem.value && <p role="alert">{problem.value}</p>}
          {(found.value?.elsewhere.length ?? 0) > 0 && (
            <ul class="field-found" aria-label={f.elsewhere}>
              {found.value!.elsewhere.map((finding, index) => <li key={index} class={kind_of(finding)}>{said(finding.text)}</li>)}
            </ul>
          )}
          {root && version.value > 0 && <CodeView class="send-code" text={to_xml(root)} form="xml" label={f.as_xml} readOnly />}
          <p class="soft">{t.send_note}</p>
        </section>
      </form>
    </section>
  );
}
