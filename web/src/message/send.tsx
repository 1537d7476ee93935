import { effect, signal } from "@preact/signals";
import { submit, type Submitted } from "../api/hub";
import { Failure } from "../api/http";
import { announce } from "../parts/announce";
import { words } from "../words/language";
import { trouble } from "./actions";
import { source, source_places, translated } from "./check";
import { is_bim } from "./source";

const sent = signal<{ busy: true } | { done: Submitted } | { failure: unknown } | null>(null);

// What was said of one message is not said of the next.
effect(() => {
  void source.value;
  sent.value = null;
});

/** Who sends, as the message's own form says it; nothing when there is no such message. */
function senders(): { physical: string; juridical: string } | null {
  const of = source.value;
  const other = translated.value.value;
  if (!of?.text || !other) return null;
  const shown = other.shown[0];
  const [places, text] = is_bim(of) ? [source_places.value, of.text] : [shown?.places ?? [], shown?.text ?? ""];
  const value = (role: string): string => {
    const place = places.find(({ path }) => path.endsWith(`/Header/${role}SenderEnergyParty/Identification`));
    return place ? text.slice(place.from, place.to) : "";
  };
  const [physical, juridical] = [value("Physical"), value("Juridical")];
  return physical && juridical ? { physical, juridical } : null;
}

export const can_be_sent = (): boolean => senders() !== null;

/** Hands the message in at the hub, as CIM. */
export async function send(): Promise<void> {
  const by = senders();
  const of = source.value;
  const other = translated.value.value;
  if (!by || !of || !other) return;
  sent.value = { busy: true };
  const type = other.form === "json" ? "application/json" : "application/xml";
  try {
    const done = await submit(is_bim(of) ? new Blob([other.whole], { type }) : of.body, by.physical, by.juridical);
    if (source.value === of) sent.value = { done };
    announce(words.value.message.sent);
  } catch (failure) {
    if (source.value === of) sent.value = { failure };
    announce(words.value.message.not_taken);
  }
}

/** What the hub said to it. */
export function SentStrip() {
  const t = words.value.message;
  const now = sent.value;
  if (!now) return null;
  if ("busy" in now) return <p class="sent soft">{t.sending}</p>;
  const close = <button type="button" class="as-link" onClick={() => (sent.value = null)}>{words.value.close}</button>;
  if ("done" in now)
    return (
      <p class="sent">
        <b>{now.done.repeated ? t.sent_before : t.sent}</b> {t.sent_text} <a href="#/hub/events">{t.to_events}</a> <a href="#/hub/queues">{t.to_queues}</a> {close}
      </p>
    );
  const problem = now.failure instanceof Failure ? now.failure.problem : {};
  return <p class="sent refused"><b>{t.not_taken}</b> {[problem.title, problem.detail].filter(Boolean).join(" ") || trouble(now.failure)} {close}</p>;
}
