import { useSignal } from "@preact/signals";
import type { Queue } from "../api/types";
import { words } from "../words/language";
import { show_message } from "./message-dialog";
import { queues } from "./state";
import { moment } from "./time";

function OneQueue({ queue }: { queue: Queue }) {
  const t = words.value.hub;
  return (
    <div class="queue">
      <h4>{t.queue_names[queue.queue] ?? queue.queue} <span class={`badge ${queue.waiting > 0 ? "info" : "aside"}`}>{t.waiting(queue.waiting)}</span></h4>
      {queue.messages.length > 0 && (
        <ol>
          {queue.messages.map((message, index) => (
            <li key={message.id}>
              <button type="button" class="as-link" onClick={() => show_message(message.id)}>
                {message.message ?? message.id}
              </button>
              <span class="soft">
                {[message.documentType, message.process, message.at && moment(message.at)].filter(Boolean).join(" · ")}
                {index === 0 && <> · {t.first}</>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

export function Queues() {
  const t = words.value.hub;
  const only = useSignal(true);
  if (!queues.value) return <p class="soft">{words.value.loading}</p>;
  const by_party = new Map<string, Queue[]>();
  for (const queue of queues.value) by_party.set(queue.party, [...(by_party.get(queue.party) ?? []), queue]);
  const shown = [...by_party].filter(([, all]) => !only.value || all.some((queue) => queue.waiting > 0));
  return (
    <section aria-labelledby="queues">
      <div class="section-head">
        <h2 id="queues">{t.queues}</h2>
        <label class="box"><input type="checkbox" checked={only.value} onChange={(event) => (only.value = event.currentTarget.checked)} /> {t.only_waiting}</label>
      </div>
      {shown.length === 0 && <p class="soft">{by_party.size === 0 ? t.no_queues : t.nothing_waits}</p>}
      <ul class="party-grid">
        {shown.map(([party, all]) => (
          <li key={party} class="card party">
            <h3>{all[0]?.name ?? party} <small class="id">{party}</small></h3>
            {all.map((queue) => <OneQueue key={queue.queue} queue={queue} />)}
          </li>
        ))}
      </ul>
    </section>
  );
}
