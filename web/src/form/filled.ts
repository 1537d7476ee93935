import { norwegian } from "../values/time";
import { walk, type Entry } from "./entries";

/** What a message is made for. */
export interface Wish {
  gsrn: string;
  party: string;
  /** the market's hub */
  recipient: string;
  role: string;
  /** "2026-06-20" */
  day: string;
  /** the hub's time */
  now: string;
}

export const iso = (at: number): string => new Date(norwegian.wall(at)).toISOString().slice(0, 19) + norwegian.offset_text(at);

const fresh = (): string => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replaceAll(/[018]/g, (c) =>
  (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(c) / 4)))).toString(16));

/** A value of an hour that looks like a household's. */
function household(at: number): string {
  const hour = new Date(norwegian.wall(at)).getUTCHours();
  return (0.5 + 0.9 * Math.exp(-((hour - 8) ** 2) / 6) + 1.6 * Math.exp(-((hour - 19) ** 2) / 9)).toFixed(3);
}

/** A series of a day has as many values as the day has hours. */
function fill_hours(series: Entry, from: number, to: number): void {
  const first = series.parts.find(({ field }) => field.name === "Observation");
  if (!first || !first.parts[0]) return;
  const others = series.parts.filter(({ field }) => field.name !== "Observation");
  const hours: Entry[] = [];
  for (let at = from; at < to; at += 3_600_000)
    hours.push({ ...first, attributes: { ...first.attributes, Sequence: String(hours.length + 1) }, parts: [{ ...first.parts[0], text: household(at) }] });
  const place = series.parts.indexOf(first);
  series.parts = [...others.slice(0, place), ...hours, ...others.slice(place)];
}

/** Ids of its own: no two messages have the same. */
export function name_anew(root: Entry): void {
  walk(root, (entry, path) => {
    if (/(^|\/)(Header|PayloadEnergyTimeSeries)\/Identification$/.test(path)) entry.text = fresh();
  });
}

/** The message is made now. */
export function fill_clock(root: Entry, now: string): void {
  walk(root, (entry, path) => {
    if (/(^|\/)(Creation|RegistrationDateTime)$/.test(path)) entry.text = now;
  });
}

/** What the market and the clock say is put where the message has a place for it. */
export function fill(root: Entry, { gsrn, party, recipient, role, day, now }: Wish): void {
  const start = norwegian.moment_of(Date.parse(`${day}T00:00:00Z`));
  // Values are sent, or asked for, of the whole day.
  const end = norwegian.next_day(norwegian.day_of(start));
  const values: [RegExp, string][] = [
    [/(^|\/)(Start|End)OfOccurrence$/, iso(start)],
    [/(^|\/)MeteringPointUsedDomainLocation\/Identification$/, gsrn],
    [/(Sender|Supplier)[A-Za-z]*EnergyParty\/Identification$/, party],
    [/(^|\/)Start$/, iso(start)],
    [/(^|\/)End$/, iso(end)],
  ];
  fill_clock(root, now);
  walk(root, (entry, path) => {
    const found = values.find(([place]) => place.test(path));
    if (found && entry.field.value) entry.text = found[1];
    if (path.endsWith("EnergyBusinessProcessRole") && entry.text === "") entry.text = role;
    if (path.endsWith("RecipientEnergyParty/Identification") && entry.text === "") entry.text = recipient;
    if (path.endsWith("PayloadEnergyTimeSeries")) fill_hours(entry, start, end);
  });
}
