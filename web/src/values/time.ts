import dialects from "virtual:dialects";
import { language } from "../words/language";
import { Clock } from "./clock";

const clocks = new Map(dialects.map(({ id, clock }) => [id, new Clock(clock)]));

/** The clock that a market goes by. */
export const clock_of = (dialect: string): Clock => clocks.get(dialect)!;

/** That of the test hub's market. */
export const norwegian = clock_of("elhub");

const locale = () => (language.value === "nb" ? "nb-NO" : "en-GB");
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + name;
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...options })));
  return made;
}

export const day_text = (clock: Clock, at: number): string => format("day", { day: "numeric", month: "short", year: "numeric" }).format(clock.wall(at));
export const short_day = (clock: Clock, at: number): string => format("short", { day: "numeric", month: "short" }).format(clock.wall(at));
export const month_text = (clock: Clock, at: number): string => format("month", { month: "short", year: "numeric" }).format(clock.wall(at));
export const clock_text = (clock: Clock, at: number): string => format("clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(clock.wall(at));
export const number_text = (value: number): string => new Intl.NumberFormat(locale(), { maximumFractionDigits: 6 }).format(value);
