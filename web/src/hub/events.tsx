import { useEffect } from "preact/hooks";
import type { EventFilter } from "../api/hub";
import type { EventKind, HubEvent } from "../api/types";
import { DraftInput } from "../parts/draft-input";
import { said, words } from "../words/language";
import { show_message } from "./message-dialog";
import { earliest, events, fetch_earlier, fetch_events, filter, follow, market, party_name } from "./state";
import { moment } from "./time";

const tones: Partial<Record<EventKind, string>> = {
  "message-rejected": "error", "process-rejected": "error", "not-told": "warning", "not-judged": "undetermined", "deadline-passed": "info", "values-received": "info", "takeover-planned": "warning",
  "message-accepted": "valid", "process-completed": "valid", "process-cancelled": "warning",
  "process-rolled-back": "warning", "message-queued": "info", acknowledged: "info", "process-started": "info",
};

function Row({ event }: { event: HubEvent }) {
  const t = words.value.hub;
  return (
    <tr data-seq={event.seq}>
      <td class="number soft">{event.seq}</td>
      <td class="when">{moment(event.at)}</td>
      <td><span class={`badge ${tones[event.kind] ?? "aside"}`}>{t.kinds[event.kind] ?? event.kind}</span></td>
      <td class="told">{said(event.text)}</td>
      <td>{event.process}</td>
      <td class="id">{event.meteringPoint}</td>
      <td>{party_name(event.party)}</td>
      <td>
        {event.message && (
          <button type="button" class="as-link" onClick={() => show_message(event.message!.id)}>
            {event.message.type ?? t.message}
          </button>
        )}
      </td>
    </tr>
  );
}

export function Events() {
  const t = words.value.hub;
  const now = filter.value;
  const set = (change: EventFilter) => (filter.value = { ...now, ...change });
  useEffect(() => void fetch_events(), [filter.value]);
  const list = events.value;
  const any = Object.values(now).some(Boolean);
  const processes = [...new Set([...(list ?? []).map((event) => event.process ?? ""), now.process ?? ""])].filter(Boolean).sort();
  return (
    <section class="card" aria-labelledby="events">
      <div class="card-head filters">
        <h2 id="events">{t.events}</h2>
        <label class="inline">
          <span>{t.kind}</span>
          <select value={now.kind ?? ""} onChange={(event) => set({ kind: (event.currentTarget.value || undefined) as EventKind | undefined })}>
            <option value="">{t.all}</option>
            {Object.entries(t.kinds).map(([kind, name]) => <option key={kind} value={kind}>{name}</option>)}
          </select>
        </label>
        <label class="inline">
          <span>{t.process}</span>
          <select value={now.process ?? ""} onChange={(event) => set({ process: event.currentTarget.value || undefined })}>
            <option value="">{t.all}</option>
            {processes.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </label>
        <label class="inline">
          <span>{t.party}</span>
          <select value={now.party ?? ""} onChange={(event) => set({ party: event.currentTarget.value || undefined })}>
            <option value="">{t.all}</option>
            {(market.value?.parties ?? []).map((party) => <option key={party.gln} value={party.gln}>{party.name ?? party.gln}</option>)}
          </select>
        </label>
        <label class="inline">
          <span>{t.metering_point}</span>
          <DraftInput
            type="search" inputMode="numeric" size={19} value={now.meteringPoint ?? ""}
            onDone={(text) => set({ meteringPoint: text.replaceAll(/\s/g, "") || undefined })}
          />
        </label>
        {any && <button type="button" onClick={() => (filter.value = {})}>{t.clear_filter}</button>}
        <span class="grow" />
        <label class="box"><input type="checkbox" checked={follow.value} onChange={(event) => (follow.value = event.currentTarget.checked)} /> {t.follow}</label>
      </div>
      {!list ? <p class="soft pad">{words.value.loading}</p> : list.length === 0 && earliest.value === 0 ? <p class="soft pad">{t.no_events}</p> : (
        <div class="scroll" role="group" aria-labelledby="events" tabIndex={0}>
          <table class="events">
            <thead>
              <tr>
                <th scope="col"><span class="unseen">#</span></th><th scope="col">{t.at}</th><th scope="col">{t.kind}</th><th scope="col">{t.what}</th>
                <th scope="col">{t.process}</th><th scope="col">{t.metering_point}</th><th scope="col">{t.party}</th><th scope="col">{t.message}</th>
              </tr>
            </thead>
            <tbody>{list.map((event) => <Row key={event.seq} event={event} />)}</tbody>
          </table>
        </div>
      )}
      {earliest.value > 0 && <div class="pager"><button type="button" onClick={() => void fetch_earlier()}>{t.earlier}</button></div>}
    </section>
  );
}
