import { language } from "../words/language";

const locale = () => (language.value === "nb" ? "nb-NO" : "en-GB");
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { ...options, timeZone: "Europe/Oslo" });

/** A time, on the clock of the market; which it is exactly stands in the title. */
export function At({ iso }: { iso: string }) {
  const at = new Date(iso);
  const shown = Number.isNaN(at.getTime()) ? iso : format({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
  return <time dateTime={iso} title={iso}>{shown}</time>;
}

export const day_text = (iso: string): string => format({ day: "numeric", month: "long", year: "numeric" }).format(new Date(iso));

/** How long ago, or how long until, in the largest unit that fits: "3 minutes ago". Both by the server's clock. */
export function Ago({ iso, now }: { iso: string; now: string }) {
  const seconds = Math.round((Date.parse(iso) - Date.parse(now)) / 1000);
  const [size, unit] = ([[86_400, "day"], [3600, "hour"], [60, "minute"]] as const).find(([size]) => Math.abs(seconds) >= size) ?? ([1, "second"] as const);
  const text = new Intl.RelativeTimeFormat(locale(), { numeric: "always" }).format(Math.trunc(seconds / size), unit);
  return <time dateTime={iso} title={iso}>{text}</time>;
}

/** The day on which the market is now: "2026-11-28". */
export const today = (now: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(now));
