import { language } from "../words/language";

const hour = 3_600_000;
const minute = 60_000;

const zone = "Europe/Oslo";
const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

/** What the wall clock in Norway shows, as if it were in UTC. */
export function wall(at: number): number {
  const found: Record<string, number> = {};
  for (const { type, value } of parts.formatToParts(at)) found[type] = Number(value);
  return Date.UTC(found.year!, found.month! - 1, found.day, found.hour, found.minute, found.second);
}

/** The moment at which the wall clock in Norway shows this; of two, the first. */
export function moment_of(shown: number): number {
  const guess = shown - 2 * hour;
  return wall(guess) === shown ? guess : shown - hour;
}

/** The start of the moment's day in Norway. */
export const day_of = (at: number): number => moment_of(Math.floor(wall(at) / (24 * hour)) * 24 * hour);
export const next_day = (day: number): number => day_of(day + 30 * hour);

const lengths = new Map<string, { fixed: number; months: number; days: number }>();

function length_of(resolution: string): { fixed: number; months: number; days: number } {
  let known = lengths.get(resolution);
  if (!known) {
    const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(resolution);
    const n = (index: number): number => Number(found?.[index] ?? 0);
    known = { months: n(1) * 12 + n(2), days: n(3) * 7 + n(4), fixed: n(5) * hour + n(6) * minute };
    lengths.set(resolution, known);
  }
  return known;
}

/** `count` times a duration after a moment: hours by the clock, days and months by the calendar in Norway. */
export function moment_after(start: number, resolution: string, count: number): number {
  const { fixed, months, days } = length_of(resolution);
  if (months === 0 && days === 0) return start + count * fixed;
  const shown = new Date(wall(start));
  shown.setUTCMonth(shown.getUTCMonth() + count * months, shown.getUTCDate() + count * days);
  return moment_of(shown.getTime());
}

const locale = () => (language.value === "nb" ? "nb-NO" : "en-GB");
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + name;
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options })));
  return made;
}

export const day_text = (at: number): string => format("day", { day: "numeric", month: "short", year: "numeric" }).format(at);
export const short_day = (at: number): string => format("short", { day: "numeric", month: "short" }).format(at);
export const month_text = (at: number): string => format("month", { month: "short", year: "numeric" }).format(at);
export const clock_text = (at: number): string => format("clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
/** "+02:00": the hour that comes twice in autumn is told apart by it. */
export function offset_text(at: number): string {
  return wall(at) - at === 2 * hour ? "+02:00" : "+01:00";
}
export const number_text = (value: number): string => new Intl.NumberFormat(locale(), { maximumFractionDigits: 6 }).format(value);
/** Hours of the days of a period that do not have 24. */
export function odd_days(from: number, to: number): { day: number; hours: number }[] {
  const out: { day: number; hours: number }[] = [];
  for (let day = day_of(from), n = 0; day < to && n < 800; day = next_day(day), n++) {
    const hours = Math.round((next_day(day) - day) / hour);
    if (hours !== 24) out.push({ day, hours });
  }
  return out;
}
