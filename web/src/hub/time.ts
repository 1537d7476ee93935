import { language } from "../words/language";

const locale = () => (language.value === "nb" ? "nb-NO" : "en-GB");

/** The clock on the wall where the time was written: "2026-06-01T08:00:00+02:00" is eight o'clock, wherever the reader is. */
function wall(iso: string): Date {
  const [date = "", time = ""] = iso.split("T");
  return new Date(`${date}T${time.slice(0, 8) || "00:00:00"}Z`);
}

const shown = (iso: string, options: Intl.DateTimeFormatOptions): string => {
  const at = wall(iso);
  return Number.isNaN(at.getTime()) ? iso : new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(at);
};

export const day_text = (iso: string): string => shown(iso, { day: "numeric", month: "short", year: "numeric" });
export const long_day = (iso: string): string => shown(iso, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const clock_text = (iso: string): string => shown(iso, { hour: "2-digit", minute: "2-digit" });
export const moment = (iso: string): string => shown(iso, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
export const month_text = (at: Date, with_year: boolean): string =>
  new Intl.DateTimeFormat(locale(), { month: "short", timeZone: "UTC", ...(with_year ? { year: "numeric" } : {}) }).format(at);

/** Milliseconds on a line on which Norwegian wall clocks count. */
export const position = (iso: string): number => wall(iso).getTime();

/** The start of a Norwegian day with its offset: "2026-06-03T00:00:00+02:00". */
export function start_of_day(day: string): string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: "Europe/Oslo", timeZoneName: "longOffset" });
  // Changes to and from summer time come in the night after the day has begun: its offset is that of the evening before.
  const before = new Date(new Date(`${day}T00:00:00Z`).getTime() - 2 * 3_600_000);
  const offset = format.formatToParts(before).find((part) => part.type === "timeZoneName")?.value.slice(3) || "+01:00";
  return `${day}T00:00:00${offset}`;
}
