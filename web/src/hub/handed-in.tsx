import { submit, type Submitted } from "../api/hub";
import { Failure } from "../api/http";
import { announce } from "../parts/announce";
import { trouble } from "../parts/trouble";
import { words } from "../words/language";

/** What the hub said to a message that was sent to it. */
export type HandedIn = { busy: true } | { done: Submitted } | { failure: unknown };

/** Sends documents of CIM to the hub, in the name of their sender. */
export async function hand_in(documents: Blob, physical: string, juridical: string): Promise<HandedIn> {
  try {
    const done = await submit(documents, physical, juridical);
    announce(words.value.message.sent);
    return { done };
  } catch (failure) {
    announce(words.value.message.not_taken);
    return { failure };
  }
}

export function HandedInStrip({ now, onClose }: { now: HandedIn; onClose: () => void }) {
  const t = words.value.message;
  if ("busy" in now) return <p class="sent soft">{t.sending}</p>;
  const close = <button type="button" class="as-link" onClick={onClose}>{words.value.close}</button>;
  if ("done" in now)
    return (
      <p class="sent">
        <b>{now.done.repeated ? t.sent_before : t.sent}</b> {t.sent_text} <a href="#/hub/events">{t.to_events}</a> <a href="#/hub/queues">{t.to_queues}</a> {close}
      </p>
    );
  const problem = now.failure instanceof Failure ? now.failure.problem : {};
  return <p class="sent refused"><b>{t.not_taken}</b> {[problem.title, problem.detail].filter(Boolean).join(" ") || trouble(now.failure)} {close}</p>;
}
