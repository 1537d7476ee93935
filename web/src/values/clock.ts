const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `clock` of a file in dialects/. */
export interface ClockRules {
  ahead: string;
  summer?: string;
  "changes-at"?: string;
  "summer-time"?: { from: number; begin: string; end: string }[];
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** "+01:00" or "01:00" in milliseconds. */
function span_of(text: string): number {
  const [hours = 0, minutes = 0] = text.replace(/^[+-]/, "").split(":").map(Number);
  return (text.startsWith("-") ? -1 : 1) * (hours * hour + minutes * minute);
}

/** "28 September" or "last Sunday of October", at midnight in UTC. */
function day_in(year: number, rule: string): number {
  const last = /^last (\w+) of (\w+)$/.exec(rule);
  if (!last) {
    const [number, month] = rule.split(" ");
    return Date.UTC(year, months.indexOf(month!), Number(number));
  }
  const end = Date.UTC(year, months.indexOf(last[2]!) + 1, 0);
  return end - ((new Date(end).getUTCDay() - weekdays.indexOf(last[1]!) + 7) % 7) * day;
}

/** The time that a market goes by. Moments are milliseconds since 1970 in UTC. */
export class Clock {
  private readonly ahead: number;
  private readonly summer: number;
  private readonly summers = new Map<number, { begin: number; end: number } | null>();
  private readonly lengths = new Map<string, { fixed: number; months: number; days: number }>();

  constructor(private readonly rules: ClockRules) {
    this.ahead = span_of(rules.ahead);
    this.summer = span_of(rules.summer ?? rules.ahead);
  }

  private summer_of(year: number): { begin: number; end: number } | null {
    let known = this.summers.get(year);
    if (known === undefined) {
      const rule = (this.rules["summer-time"] ?? []).filter(({ from }) => from <= year).at(-1);
      const at = span_of(this.rules["changes-at"] ?? "00:00");
      known = rule ? { begin: day_in(year, rule.begin) + at, end: day_in(year, rule.end) + at } : null;
      this.summers.set(year, known);
    }
    return known;
  }

  offset(at: number): number {
    const summer = this.summer_of(new Date(at).getUTCFullYear());
    return summer && at >= summer.begin && at < summer.end ? this.summer : this.ahead;
  }

  /** "+02:00": the hour that comes twice in autumn is told apart by it. */
  offset_text(at: number): string {
    const offset = this.offset(at);
    const text = new Date(Math.abs(offset)).toISOString().slice(11, 16);
    return `${offset < 0 ? "-" : "+"}${text}`;
  }

  /** What the wall clock shows, as if it were in UTC. */
  wall(at: number): number {
    return at + this.offset(at);
  }

  /** The moment at which the wall clock shows this; of two, the first. */
  moment_of(shown: number): number {
    const guess = shown - this.summer;
    return this.wall(guess) === shown ? guess : shown - this.ahead;
  }

  /** The start of the moment's day. */
  day_of(at: number): number {
    return this.moment_of(Math.floor(this.wall(at) / day) * day);
  }

  next_day(at_midnight: number): number {
    return this.day_of(at_midnight + 30 * hour);
  }

  /** `count` times a duration after a moment: hours are real time, days and months the calendar's. */
  moment_after(start: number, resolution: string, count: number): number {
    const { fixed, months, days } = this.length_of(resolution);
    if (months === 0 && days === 0) return start + count * fixed;
    const shown = new Date(this.wall(start));
    shown.setUTCMonth(shown.getUTCMonth() + count * months, shown.getUTCDate() + count * days);
    return this.moment_of(shown.getTime());
  }

  /** Hours of the days of a period that do not have 24. */
  odd_days(from: number, to: number): { day: number; hours: number }[] {
    const out: { day: number; hours: number }[] = [];
    for (let at = this.day_of(from), n = 0; at < to && n < 800; at = this.next_day(at), n++) {
      const hours = Math.round((this.next_day(at) - at) / hour);
      if (hours !== 24) out.push({ day: at, hours });
    }
    return out;
  }

  private length_of(resolution: string): { fixed: number; months: number; days: number } {
    let known = this.lengths.get(resolution);
    if (!known) {
      const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(resolution);
      const n = (index: number): number => Number(found?.[index] ?? 0);
      known = { months: n(1) * 12 + n(2), days: n(3) * 7 + n(4), fixed: n(5) * hour + n(6) * minute };
      this.lengths.set(resolution, known);
    }
    return known;
  }
}
