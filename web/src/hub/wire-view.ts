import type { Step } from "../api/types";
import { form_of, places_of, type Form, type Place } from "../message/places";
import type { Shown } from "../message/translation";
import { pretty } from "../parts/pretty";

/** What a step sent or received, as it is shown: all that went over the wire, and in it the message the step is about. */
export interface WireView {
  text: string;
  form: Form;
  /** the values of the step's message */
  places: Place[];
  /** its documents, with the places they have in the whole text */
  shown: Shown[];
  /** where it begins */
  start: number;
}

/** Whether a step is about what a party sent, or about what came. */
export const is_sent = (step: Step): boolean => step.kind === "send" || step.kind === "resend";

const id_of = (step: Step): string => /Identification>([0-9a-f-]{36})</.exec(step.content ?? "")?.[1] ?? "";

export function wire_view(step: Step | undefined): WireView | null {
  const raw = step?.wire ? (is_sent(step) ? step.wire.sent : step.wire.received) : "";
  if (!step || !raw.trim()) return null;
  const form = form_of(raw);
  const text = pretty(raw, form);
  const { parts, places } = places_of(text, form);
  // A result set may hold other messages, too.
  const id = id_of(step);
  const mine = parts.find((part) => id !== "" && text.slice(part.from, part.to).includes(id)) ?? parts[0];
  const own = parts.filter((part) => part.bundle === mine?.bundle);
  const [from, to] = [Math.min(...own.map((part) => part.from)), Math.max(...own.map((part) => part.to))];
  const inside = places.filter((place) => place.outerFrom >= from && place.outerTo <= to);
  const shown = own.map(({ root, document }) => ({ root, document, text, places: inside.filter((place) => place.document === document) }));
  return { text, form, places: inside, shown, start: own.length > 0 ? from : 0 };
}
