import { day_of, moment_of, next_day, offset_text, wall } from "../values/time";
import { templates } from "./templates";

export interface Wish {
  process: string;
  gsrn: string;
  party: string;
  /** "2026-06-20" */
  day: string;
  /** the hub's time */
  now: string;
}

const iso = (at: number): string => new Date(wall(at)).toISOString().slice(0, 19) + offset_text(at);

const fresh = (): string => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replaceAll(/[018]/g, (c) =>
  (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(c) / 4)))).toString(16));

/** Values of a day, hour by hour, that look like a household's. */
function observations(from: number, to: number): string {
  const out: string[] = [];
  for (let at = from, n = 1; at < to; at += 3_600_000, n++) {
    const hour = new Date(wall(at)).getUTCHours();
    const value = 0.5 + 0.9 * Math.exp(-((hour - 8) ** 2) / 6) + 1.6 * Math.exp(-((hour - 19) ** 2) / 9);
    out.push(`    <abie:Observation Sequence="${n}">\n      <abie:Metered>${value.toFixed(3)}</abie:Metered>\n    </abie:Observation>`);
  }
  return out.join("\n");
}

/** A message of a process, made of an example: with ids of its own, and the point, party and day that are wanted. */
export function prepared_message({ process, gsrn, party, day, now }: Wish): string {
  const start = moment_of(Date.parse(`${day}T00:00:00Z`));
  const text = templates[process]!
    .replace(/(<rsm:Header>\s*<abie:Identification>)[^<]*/, (_, tag: string) => tag + fresh())
    .replace(/(<rsm:PayloadEnergyTimeSeries>\s*<abie:Identification>)[^<]*/, (_, tag: string) => tag + fresh())
    .replace(/(<abie:Creation>)[^<]*/, `$1${now}`)
    .replace(/(<abie:(?:Start|End)OfOccurrence>)[^<]*/, `$1${iso(start)}`)
    .replace(/(<abie:MeteringPointUsedDomainLocation>\s*<abie:Identification[^>]*>)[^<]*/, `$1${gsrn}`)
    .replaceAll(/(Sender|Supplier)([A-Za-z]*EnergyParty>\s*<abie:Identification[^>]*>)[^<]*/g, `$1$2${party}`);
  // Values are sent, or asked for, of the whole day.
  const end = next_day(day_of(start));
  return text
    .replace(/(<abie:RegistrationDateTime>)[^<]*/, `$1${now}`)
    .replace(/(<abie:Start>)[^<]*/, `$1${iso(start)}`)
    .replace(/(<abie:End>)[^<]*/, `$1${iso(end)}`)
    .replace(/ *<abie:Observation [\s\S]*<\/abie:Observation>/, () => observations(start, end));
}
