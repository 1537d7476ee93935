import { effect, signal } from "@preact/signals";
import { hand_in, HandedInStrip, type HandedIn } from "../hub/handed-in";
import { source, source_places, translated } from "./check";
import { is_bim } from "./source";

const sent = signal<HandedIn | null>(null);

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
  const answer = await hand_in(is_bim(of) ? new Blob([other.whole], { type }) : of.body, by.physical, by.juridical);
  if (source.value === of) sent.value = answer;
}

/** What the hub said to it. */
export function SentStrip() {
  return sent.value && <HandedInStrip now={sent.value} onClose={() => (sent.value = null)} />;
}
