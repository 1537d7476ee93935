import type { Contract, MeteringPoint, Process } from "../api/types";
import { words } from "../words/language";
import { market, party_name } from "./state";
import { norwegian, short_day } from "../values/time";
import { day_text, month_text, position } from "./time";

/** A stretch of time, in milliseconds. */
export interface Range {
  from: number;
  to: number;
  now: number;
}

const day = 86_400_000;

/** `years` around now, most of them past. */
export function range_around(now: string, years: number): Range {
  const at = position(now);
  return { from: at - years * 0.72 * 365.25 * day, to: at + years * 0.28 * 365.25 * day, now: at };
}

const shortest = 14 * day;
const longest = 60 * 365.25 * day;

/** Moved by a part of what is shown, and scaled around now, or around the middle when now is not in sight. */
export function moved({ from, to, now }: Range, by: number, scale: number): Range {
  const fixed = now > from && now < to ? now : (from + to) / 2;
  const span = Math.min(Math.max((to - from) * scale, shortest), longest);
  const start = fixed - ((fixed - from) / (to - from)) * span + (to - from) * by;
  return { from: start, to: start + span, now };
}

const percent = (range: Range, at: number): number => ((Math.min(Math.max(at, range.from), range.to) - range.from) / (range.to - range.from)) * 100;
const p = (value: number): string => `${value.toFixed(3)}%`;

/** Mondays, or every second one. */
function days_in(range: Range): Date[] {
  const every = (range.to - range.from) / (7 * day) <= 8 ? 7 : 14;
  // 5 January 1970 was a Monday.
  const first = Math.ceil((range.from / day - 4) / every) * every + 4;
  const out: Date[] = [];
  for (let at = first * day; at <= range.to; at += every * day) out.push(new Date(at));
  return out;
}

/** Firsts of months or years, no more than there is room for. */
function ticks(range: Range): Date[] {
  const months = (range.to - range.from) / (30.4 * day);
  if (months < 3) return days_in(range);
  const every = [1, 2, 3, 6, 12, 24, 60, 120].find((step) => months / step <= 8) ?? 120;
  const start = new Date(range.from);
  const out: Date[] = [];
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); out.length < 12; month++) {
    const at = new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
    if (at.getTime() > range.to) break;
    if (at.getTime() >= range.from && month % every === 0) out.push(at);
  }
  return out;
}

/** A colour a supplier; its name stands on the bar. */
function series(gln: string): number {
  const suppliers = (market.value?.parties ?? []).filter((party) => party.roles.some((role) => role === "DDQ" || role === "SLR"));
  const index = suppliers.findIndex((party) => party.gln === gln);
  return index < 0 ? 7 : index % 7;
}

export function Axis({ range }: { range: Range }) {
  const all = ticks(range);
  const years = all.every((at) => at.getUTCMonth() === 0 && at.getUTCDate() === 1);
  const weeks = (range.to - range.from) / (30.4 * day) < 3;
  return (
    <svg class="axis" width="100%" height="20" aria-hidden="true">
      {all.map((at) => (
        <g key={at.getTime()}>
          <line x1={p(percent(range, at.getTime()))} x2={p(percent(range, at.getTime()))} y1="14" y2="20" />
          <text x={p(percent(range, at.getTime()))} y="12" text-anchor="middle">
            {weeks ? short_day(norwegian, at.getTime()) : years ? at.getUTCFullYear() : month_text(at, at.getUTCMonth() === 0)}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Bar({ contract, range, marked }: { contract: Contract; range: Range; marked: boolean }) {
  const from = percent(range, position(contract.from));
  const to = contract.to ? percent(range, position(contract.to)) : 100;
  if (to <= from) return null;
  const name = party_name(contract.supplier);
  return (
    <svg x={p(from)} width={p(to - from)} y="4" height="22" class={`bar series-${series(contract.supplier)} ${contract.role === "SLR" ? "last-resort" : ""}`}>
      <title>{words.value.hub.contract_text(name, day_text(contract.from), contract.to ? day_text(contract.to) : null)}</title>
      <rect width="100%" height="22" rx="4" />
      <text x={marked ? 14 : 7} y="15.5">{name}</text>
    </svg>
  );
}

function Marker({ process, range }: { process: Process; range: Range }) {
  if (!process.date) return null;
  const at = position(process.date);
  if (at < range.from || at > range.to) return null;
  const t = words.value.hub;
  return (
    <svg x={p(percent(range, at))} y="0" overflow="visible" class={`process ${process.status}`}>
      <title>{`${process.process} · ${t.process_statuses[process.status] ?? process.status} · ${day_text(process.date)}`}</title>
      <path d="M0 7 L8 15 L0 23 L-8 15 Z" />
    </svg>
  );
}

/** The contracts of a metering point as bars, its processes as diamonds, now as a line. */
export function TimeLine({ point, range }: { point: MeteringPoint; range: Range }) {
  const t = words.value.hub;
  const told = [
    ...point.contracts.map((c) => t.contract_text(party_name(c.supplier), day_text(c.from), c.to ? day_text(c.to) : null)),
    ...point.processes.map((one) => `${one.process} ${one.date ? day_text(one.date) : ""} ${t.process_statuses[one.status] ?? one.status}`),
  ];
  const now = p(percent(range, range.now));
  return (
    <svg class="time-line" width="100%" height="30" role="img" aria-label={told.join("; ") || t.no_contract}>
      {point.contracts.map((contract, index) => (
        <Bar key={index} contract={contract} range={range} marked={point.processes.some((one) => one.date === contract.from)} />
      ))}
      <line class="now-line" x1={now} x2={now} y1="0" y2="30" />
      {point.processes.map((process) => <Marker key={process.id} process={process} range={range} />)}
    </svg>
  );
}
