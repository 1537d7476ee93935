import { kinds, type Kind, type SeriesInfo, type Values } from "./read";

/** The values of one subject, direction and product, in the order of time. */
export interface Curve {
  point: string;
  direction: string;
  product: string;
  unit: string;
  /** rows of the values, or a gap: `row` is -1 */
  rows: Row[];
  total: number;
  smallest: number;
  largest: number;
  /** how many of each kind */
  counts: Partial<Record<Kind | "gap" | "replaced", number>>;
}

export interface Row {
  row: number;
  at: number;
  until: number;
}

const key_of = (one: SeriesInfo): string => `${one.point}|${one.direction}|${one.product}`;
/** Meter readings and the like are of a moment: a curve for each kind, and nothing to draw. */
const of_moment = ({ at, until }: Values, row: number): boolean => at[row] === until[row];

/** Brings what belongs together into one curve. Of several values for a time the last one counts. */
export function curves_of(values: Values): Curve[] {
  const by_key = new Map<string, number[]>();
  const keys = values.series.map(key_of);
  for (let row = 0; row < values.count; row++) {
    const key = keys[values.of[row]!]! + (of_moment(values, row) ? `|${values.kind[row]!}` : "");
    const list = by_key.get(key);
    if (list) list.push(row);
    else by_key.set(key, [row]);
  }
  return [...by_key.values()].map((list) => curve_of(values, list));
}

function curve_of(values: Values, list: number[]): Curve {
  const { at, until, value, kind } = values;
  const info = values.series[values.of[list[0]!]!]!;
  const counts: Curve["counts"] = {};
  const count = (what: keyof Curve["counts"]): void => void (counts[what] = (counts[what] ?? 0) + 1);
  list.sort((a, b) => at[a]! - at[b]! || a - b);
  const rows: Row[] = [];
  const moments = of_moment(values, list[0]!);
  let [total, smallest, largest] = [0, Infinity, -Infinity];
  for (let n = 0; n < list.length; n++) {
    const row = list[n]!;
    if (n + 1 < list.length && at[list[n + 1]!] === at[row] && until[list[n + 1]!] === until[row]) {
      count("replaced");
      continue;
    }
    const before = rows.at(-1)?.until ?? values.series[values.of[row]!]!.start;
    if (at[row]! > before && !moments) {
      rows.push({ row: -1, at: before, until: at[row]! });
      count("gap");
    }
    rows.push({ row, at: at[row]!, until: until[row]! });
    count(kinds[kind[row]!]!);
    const v = value[row]!;
    if (Number.isNaN(v)) continue;
    total += v;
    smallest = Math.min(smallest, v);
    largest = Math.max(largest, v);
  }
  // What the period promises and no value gives is a gap, too.
  let end = -Infinity;
  for (const row of list) end = Math.max(end, values.series[values.of[row]!]!.end || -Infinity);
  const last = rows.at(-1);
  if (last && end > last.until && !moments) {
    rows.push({ row: -1, at: last.until, until: end });
    count("gap");
  }
  return { point: info.point, direction: info.direction, product: info.product, unit: info.unit, rows, total, smallest, largest, counts };
}

/** The place of the row that holds at a moment. */
export function row_at(rows: Row[], moment: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.at <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
