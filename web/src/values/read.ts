import type { Form } from "../message/places";
import { JsonTokens, XmlTokens, type Sink } from "./tokens";
import { moment_after } from "./time";

/** How a value came to be. */
export const kinds = ["metered", "estimated", "temporary", "stipulated", "withdrawn", "reading", "annual", "unstated"] as const;
export type Kind = (typeof kinds)[number];

/** What a message says of one series. */
export interface SeriesInfo {
  id: string;
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

const of_bim: Record<string, Kind> = {
  Metered: "metered", Estimated: "estimated", Temporary: "temporary", Stipulated: "stipulated", Withdrawn: "withdrawn", MeterIndex: "reading", Total: "annual",
};
const of_cim: Record<string, Kind> = { A02: "withdrawn", A03: "estimated", A04: "metered", A06: "stipulated", A07: "temporary", "56": "estimated", "81": "estimated", "": "unstated" };

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

/** Takes the values out of a message of either form while it is read. */
class Collector implements Sink {
  readonly series: SeriesInfo[] = [];
  readonly columns = new Columns();
  private at: SeriesInfo | null = null;
  private position = 0;
  private point = { value: NaN, quality: "", line: 0 };

  open(name: string, attribute: (name: string) => string): void {
    if (name === "PayloadEnergyTimeSeries" || name === "Series") {
      this.at = { id: "", point: "", direction: "", product: "", unit: "", resolution: "", start: NaN, end: NaN, registered: "" };
      this.series.push(this.at);
      this.position = 1;
    } else if (name === "Observation") this.position = Number(attribute("Sequence")) || this.position + 1;
    else if (name === "ProfiledObservation") this.position = 1;
    else if (name === "Point") {
      this.position++;
      this.point = { value: NaN, quality: "", line: 0 };
    } else if (name === "Period") this.position = 0;
  }

  close(name: string): void {
    if (name !== "Point") return;
    const { value, quality, line } = this.point;
    const kind = of_cim[quality] ?? "unstated";
    this.add(kind === "withdrawn" ? NaN : value, kind, line);
  }

  leaf(name: string, parent: string, text: string, line: number): void {
    const at = this.at;
    if (!at) return;
    if (parent === "Observation" || parent === "ProfiledObservation" || parent === "AnnualPeriodEstimatedMetrics") {
      const kind = of_bim[name];
      if (kind) this.add(kind === "withdrawn" ? NaN : Number(text), kind, line);
    } else if (parent === "Point") {
      if (name === "position") this.position = Number(text) || this.position;
      else if (name === "quantity") this.point = { ...this.point, value: Number(text), line };
      else if (name === "quality") this.point = { ...this.point, quality: text, line: this.point.line || line };
    } else if (name === "Start" || (name === "start" && parent === "timeInterval")) at.start = Date.parse(text);
    else if (name === "End" || (name === "end" && parent === "timeInterval")) at.end = Date.parse(text);
    else if (name === "ResolutionDuration" || name === "resolution") at.resolution = text;
    else if (name === "Direction" || name === "marketEvaluationPoint.type") at.direction = text;
    else if (name === "UnitType" || name === "quantity_Measure_Unit.name") at.unit = text === "KWH" ? "kWh" : text;
    else if (name === "RegistrationDateTime" || name === "registration_DateAndOrTime.dateTime") at.registered = text;
    else if (name === "product") at.product = text;
    else if (name === "marketEvaluationPoint.mRID") at.point = text;
    else if (name === "Identification" && parent === "MeteringPointUsedDomainLocation") at.point = text;
    else if (name === "Identification" && parent === "ProductIncludedProductCharacteristics") at.product = text;
    else if ((name === "Identification" && parent === "PayloadEnergyTimeSeries") || (name === "mRID" && parent === "Series")) at.id = text;
  }

  private add(value: number, kind: Kind, line: number): void {
    const { start, end, resolution } = this.at!;
    if (Number.isNaN(start)) return;
    const at = resolution ? moment_after(start, resolution, this.position - 1) : start;
    const until = resolution ? moment_after(start, resolution, this.position) : Number.isNaN(end) ? start : end;
    this.columns.add(this.series.length - 1, at, until, value, kind, line);
  }
}

const breath = (): Promise<void> => new Promise((done) => setTimeout(done));

/** The values in a text, or in a file of any size; null when there are none. The page stays awake meanwhile. */
export async function values_of(source: string | Blob, form: Form, encoding: string, stop?: AbortSignal): Promise<Values | null> {
  const collector = new Collector();
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
  const { series, columns } = collector;
  return columns.count === 0 ? null : { series, ...columns, count: columns.count };
}
