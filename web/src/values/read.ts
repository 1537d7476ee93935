import dialects, { type Dialect, type Places } from "virtual:dialects";
import type { Form } from "../message/places";
import type { Clock } from "./clock";
import { clock_of } from "./time";
import { JsonTokens, XmlTokens, type Sink } from "./tokens";

/** How a value came to be. */
export const kinds = ["metered", "estimated", "temporary", "stipulated", "calculated", "withdrawn", "reading", "annual", "unstated"] as const;
export type Kind = (typeof kinds)[number];

/** What a message says of one series. */
export interface SeriesInfo {
  id: string;
  /** which record of the text, counted from 0 */
  record: number;
  /** the metering point; of aggregated values the grid area, the parties and so on */
  point: string;
  /** Out, In; in CIM the kind of metering point */
  direction: string;
  product: string;
  unit: string;
  resolution: string;
  start: number;
  end: number;
  registered: string;
}

/** The values of a message, a column for each thing said of them. */
export interface Values {
  /** the market that it is of: its clock, its words */
  dialect: Dialect;
  series: SeriesInfo[];
  count: number;
  /** which series */
  of: Uint32Array;
  at: Float64Array;
  until: Float64Array;
  /** not a number where there is none */
  value: Float64Array;
  kind: Uint8Array;
  line: Uint32Array;
}

class Columns {
  count = 0;
  of = new Uint32Array(1024);
  at = new Float64Array(1024);
  until = new Float64Array(1024);
  value = new Float64Array(1024);
  kind = new Uint8Array(1024);
  line = new Uint32Array(1024);

  add(series: number, at: number, until: number, value: number, kind: Kind, line: number): void {
    if (this.count === this.at.length) this.grow();
    const n = this.count++;
    this.of[n] = series;
    this.at[n] = at;
    this.until[n] = until;
    this.value[n] = value;
    this.kind[n] = kinds.indexOf(kind);
    this.line[n] = line;
  }
  /** Only the series that have a new number; the others go. */
  keep(numbers: number[]): void {
    let n = 0;
    for (let row = 0; row < this.count; row++) {
      const number = numbers[this.of[row]!]!;
      if (number < 0) continue;
      this.of[n] = number;
      for (const column of [this.at, this.until, this.value, this.kind, this.line]) column[n] = column[row]!;
      n++;
    }
    this.count = n;
  }
  private grow(): void {
    const longer = <T extends Uint32Array | Float64Array | Uint8Array>(old: T, made: T): T => (made.set(old), made);
    const size = this.count * 2;
    this.of = longer(this.of, new Uint32Array(size));
    this.at = longer(this.at, new Float64Array(size));
    this.until = longer(this.until, new Float64Array(size));
    this.value = longer(this.value, new Float64Array(size));
    this.kind = longer(this.kind, new Uint8Array(size));
    this.line = longer(this.line, new Uint32Array(size));
  }
}

/** Series of one kind while one is read: where its parts are, and what was found. */
class Open {
  readonly info: SeriesInfo = { id: "", record: 0, point: "", direction: "", product: "", unit: "", resolution: "", start: NaN, end: NaN, registered: "" };
  readonly names = new Map<string, string>();
  lacking = false;
  number = -1;
  private position = 0;
  private point = { value: NaN, quality: "", line: 0 };

  constructor(readonly places: Places, private readonly clock: Clock, record: number) {
    this.info.record = record;
  }

  open(where: string, attribute: (name: string) => string): void {
    const { value, position } = this.places;
    if (where !== value) return;
    const given = position?.startsWith("@") ? Number(attribute(position.slice(1))) : 0;
    this.position = given || this.position + 1;
    this.point = { value: NaN, quality: "", line: 0 };
  }

  leaf(where: string, text: string, line: number, add: Add): void {
    const { places, info } = this;
    if (where.startsWith(places.value) && where[places.value.length] === "/") {
      const part = where.slice(places.value.length + 1);
      const kind = places.kinds?.[part];
      if (kind) this.add(add, kind === "withdrawn" ? NaN : Number(text), kind, line);
      else if (part === places.position) this.position = Number(text) || this.position;
      else if (part === places.quantity) this.point = { ...this.point, value: Number(text), line };
      else if (part === places.quality) this.point = { ...this.point, quality: text, line: this.point.line || line };
      return;
    }
    if (where === places.lacks) this.lacking = true;
    else if (places.of.includes(where)) this.names.set(where, text);
    else if (where === places.start) info.start = Date.parse(text);
    else if (where === places.end) info.end = Date.parse(text);
    else if (where === places.resolution) info.resolution = text;
    else if (where === places.direction) info.direction = text;
    else if (where === places.product) info.product = text;
    else if (where === places.unit) info.unit = text;
    else if (where === "Identification" || where === "mRID") info.id = text;
    else if (where === "RegistrationDateTime" || where === "registration_DateAndOrTime.dateTime") info.registered = text;
    info.point = places.of.map((one) => this.names.get(one)).filter(Boolean).join(" · ");
  }

  close(where: string, add: Add): void {
    if (where !== this.places.value || !this.places.quantity) return;
    const { value, quality, line } = this.point;
    const kind = this.places.qualities?.[quality] ?? "unstated";
    if (kind === "withdrawn") this.add(add, NaN, kind, line);
    else if (!Number.isNaN(value)) this.add(add, value, kind, line);
  }

  private add(add: Add, value: number, kind: Kind, line: number): void {
    const { start, end, resolution } = this.info;
    if (Number.isNaN(start)) return;
    const { places, clock, position } = this;
    const after = (count: number): number => clock.moment_after(start, resolution, count);
    const [at, until] = places.resolution ? [after(position - 1), after(position)] : [start, places.end && !Number.isNaN(end) ? end : start];
    add(this, at, until, value, kind, line);
  }
}

type Add = (series: Open, at: number, until: number, value: number, kind: Kind, line: number) => void;

/** Takes the values out of a message of either form while it is read. */
class Collector implements Sink {
  series: SeriesInfo[] = [];
  readonly columns = new Columns();
  /** the market that the message has shown itself to be of */
  known: Dialect | null = null;
  /** where each open element is, seen from its record */
  private readonly above: string[] = [];
  private record: { depth: number; open: Open[] } | null = null;
  private records = 0;
  private readonly not_of_it = new Set<number>();
  private clock: Clock;

  constructor(public dialect: Dialect) {
    this.clock = clock_of(dialect.id);
  }

  open(name: string, attribute: (name: string) => string): void {
    if (this.record) {
      const where = this.inside(name);
      this.above.push(where);
      for (const one of this.record.open) one.open(where, attribute);
      return;
    }
    const namespace = this.known ? "" : attribute("xmlns(?::[\\w.-]+)?");
    if (namespace) this.know(dialects.find(({ namespaces }) => namespaces && namespace.startsWith(namespaces)));
    this.above.push("");
    const places = this.dialect.series.filter(({ record }) => record === name);
    if (places.length === 0) return;
    const number = this.records++;
    this.record = { depth: this.above.length, open: places.map((one) => new Open(one, this.clock, number)) };
  }

  close(): void {
    const where = this.above.pop() ?? "";
    if (!this.record) return;
    if (this.above.length < this.record.depth) {
      // What a record is of, and whether it is of this kind at all, may come behind its values.
      for (const one of this.record.open) if (one.number >= 0 && (one.lacking || !one.info.point)) this.not_of_it.add(one.number);
      this.record = null;
    }
    else for (const one of this.record.open) one.close(where, this.add);
  }

  leaf(name: string, _parent: string, text: string, line: number): void {
    if (!this.record) {
      if (!this.known) this.know(dialects.find(({ known_by }) => known_by[name]?.includes(text)));
      return;
    }
    // An element is open when its text comes; a plain member of JSON is not.
    const above = this.above.length > this.record.depth ? this.above.at(-1)! : "";
    const where = above === name || above.endsWith(`/${name}`) ? above : this.inside(name);
    for (const one of this.record.open) one.leaf(where, text, line, this.add);
  }

  end(): void {
    if (this.not_of_it.size === 0) return;
    let next = 0;
    this.columns.keep(this.series.map((_, number) => (this.not_of_it.has(number) ? -1 : next++)));
    this.series = this.series.filter((_, number) => !this.not_of_it.has(number));
  }

  private inside(name: string): string {
    return this.above.length > this.record!.depth ? `${this.above.at(-1)!}/${name}` : name;
  }

  private know(dialect: Dialect | undefined): void {
    if (!dialect) return;
    this.known = dialect;
    if (this.records > 0) return;
    this.dialect = dialect;
    this.clock = clock_of(dialect.id);
  }

  private readonly add: Add = (one, at, until, value, kind, line) => {
    if (one.number < 0) one.number = this.series.push(one.info) - 1;
    this.columns.add(one.number, at, until, value, kind, line);
  };
}

const breath = (): Promise<void> => new Promise((done) => setTimeout(done));

/** Documents that several markets share are of this one, unless they show to be of another. */
const usual = dialects.find(({ known_by }) => Object.keys(known_by).length === 0)!;

/** Whether a text, or the beginning of one, may have values. */
export function may_have_values(text: string): boolean {
  const records = new Set(dialects.flatMap(({ series }) => series.map(({ record }) => record)));
  return new RegExp(`[<:"](?:${[...records].join("|")})["\\s>/]`).test(text);
}

/** The values in a text, or in a file of any size; null when there are none. The page stays awake meanwhile. */
export async function values_of(source: string | Blob, form: Form, encoding: string, stop?: AbortSignal): Promise<Values | null> {
  let collector = await collected(new Collector(usual), source, form, encoding, stop);
  // What tells the market came behind values: they are read again, as those of that market.
  if (collector.known && collector.known !== collector.dialect) collector = await collected(new Collector(collector.known), source, form, encoding, stop);
  const { dialect, series, columns } = collector;
  return columns.count === 0 ? null : { dialect, series, ...columns, count: columns.count };
}

async function collected(collector: Collector, source: string | Blob, form: Form, encoding: string, stop?: AbortSignal): Promise<Collector> {
  const tokens = form === "json" ? new JsonTokens(collector) : new XmlTokens(collector);
  const piece = 1 << 19;
  const step = async (text: string): Promise<void> => {
    tokens.feed(text);
    await breath();
    stop?.throwIfAborted();
  };
  if (typeof source === "string") for (let at = 0; at < source.length; at += piece) await step(source.slice(at, at + piece));
  else {
    const decoder = new TextDecoder(encoding);
    for (let at = 0; at < source.size; at += piece)
      await step(decoder.decode(await source.slice(at, at + piece).arrayBuffer(), { stream: true }));
    tokens.feed(decoder.decode());
  }
  tokens.end();
  collector.end();
  return collector;
}
