import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { words } from "../words/language";
import { row_at, type Curve } from "./curves";
import { kinds, type Kind, type Values } from "./read";
import type { Clock } from "./clock";
import { clock_of, clock_text, day_text, month_text, number_text, short_day } from "./time";

const day = 86_400;
const hour = 3_600_000;
const height = 230;

/** How parts of the drawing that are not simply metered are marked: a colour, and a hatching for who sees no colours. */
const marks: Partial<Record<Kind | "gap", { colour: string; hatch: number }>> = {
  estimated: { colour: "--warning", hatch: 1 }, temporary: { colour: "--undetermined", hatch: 1 }, stipulated: { colour: "--warning", hatch: 1 }, calculated: { colour: "--warning", hatch: 1 },
  withdrawn: { colour: "--invalid", hatch: -1 }, gap: { colour: "--aside", hatch: 0 },
};

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The columns that uPlot draws: a step a value, broken where there is none. */
function columns_of(curve: Curve, values: Values): [number[], (number | null)[]] {
  const x: number[] = [];
  const y: (number | null)[] = [];
  for (const { row, at } of curve.rows) {
    const v = row < 0 ? NaN : values.value[row]!;
    const before = y.at(-1) ?? null;
    // A step reaches to the next point, but not to one that has no value: there it ends just before.
    if (Number.isNaN(v) && before !== null) {
      x.push(at / 1000 - 0.001);
      y.push(before);
    }
    x.push(at / 1000);
    y.push(Number.isNaN(v) ? null : v);
  }
  const last = curve.rows.at(-1);
  if (last) {
    x.push(last.until / 1000);
    y.push(y.at(-1) ?? null);
  }
  return [x, y];
}

export interface Stretch {
  from: number;
  to: number;
}

export function Chart(props: {
  curve: Curve; values: Values; label: string; stretch: Stretch; onStretch: (stretch: Stretch) => void; onHover: (row: number) => void; onPick: (row: number) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { curve, values, stretch } = props;
  const clock = clock_of(values.dialect.id);

  useEffect(() => {
    const element = host.current!;
    const kind_at = (n: number): Kind | "gap" => {
      const { row } = curve.rows[n]!;
      return row < 0 ? "gap" : kinds[values.kind[row]!]!;
    };
    // Behind the curve: runs of values that are not metered, and gaps.
    const draw_marks = (u: uPlot): void => {
      const { ctx, bbox } = u;
      const { min, max } = u.scales.x!;
      if (min == null || max == null) return;
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      let n = Math.max(0, row_at(curve.rows, min * 1000));
      while (n < curve.rows.length && curve.rows[n]!.at / 1000 < max) {
        const kind = kind_at(n);
        let end = n + 1;
        while (end < curve.rows.length && kind_at(end) === kind) end++;
        const mark = marks[kind];
        if (mark) {
          const left = u.valToPos(curve.rows[n]!.at / 1000, "x", true);
          const right = u.valToPos(curve.rows[end - 1]!.until / 1000, "x", true);
          paint(ctx, left, bbox.top, Math.max(right - left, 1.5), bbox.height, colour(`${mark.colour}-bg`), colour(mark.colour), mark.hatch);
        }
        n = end;
      }
      ctx.restore();
    };
    const made = new uPlot(
      {
        width: Math.max(element.clientWidth, 200), height,
        tzDate: (seconds) => uPlot.tzDate(new Date(clock.wall(seconds * 1000)), "Etc/UTC"),
        legend: { show: false },
        cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
        select: { show: true, left: 0, top: 0, width: 0, height: 0 },
        scales: { x: { time: true, range: () => [latest.current.stretch.from / 1000, latest.current.stretch.to / 1000] } },
        series: [{}, { stroke: () => colour("--brand"), fill: () => `color-mix(in srgb, ${colour("--brand")} 12%, transparent)`, width: 1.75, paths: uPlot.paths.stepped!({ align: 1 }), points: { show: false } }],
        axes: [
          {
            stroke: () => colour("--soft"), grid: { stroke: () => colour("--line"), width: 1 }, ticks: { stroke: () => colour("--line") }, font: "12px system-ui, sans-serif", space: 70,
            splits: (u, _axis, min, max) => splits(clock, min * 1000, max * 1000, Math.max(2, Math.floor(u.width / 80))).map((at) => at / 1000),
            values: (_u, all) => all.map((at) => tick_text(clock, at * 1000, latest.current.stretch)),
          },
          {
            stroke: () => colour("--soft"), grid: { stroke: () => colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif", size: 58,
            values: (_u, all) => all.map((one) => number_text(one)),
          },
        ],
        hooks: {
          drawClear: [draw_marks],
          setCursor: [(u) => latest.current.onHover(u.cursor.left == null || u.cursor.left < 0 ? -1 : row_at(curve.rows, u.posToVal(u.cursor.left, "x") * 1000))],
          setSelect: [
            (u) => {
              if (u.select.width < 4) return;
              const [from, to] = [u.posToVal(u.select.left, "x") * 1000, u.posToVal(u.select.left + u.select.width, "x") * 1000];
              u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              latest.current.onStretch({ from, to });
            },
          ],
        },
      },
      columns_of(curve, values) as uPlot.AlignedData,
      element,
    );
    plot.current = made;
    made.over.addEventListener("click", () => {
      const left = made.cursor.left ?? -1;
      if (left >= 0) latest.current.onPick(row_at(curve.rows, made.posToVal(left, "x") * 1000));
    });
    const sized = new ResizeObserver(() => made.setSize({ width: Math.max(element.clientWidth, 200), height }));
    sized.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const again = (): void => made.redraw(false);
    dark.addEventListener("change", again);
    return () => {
      dark.removeEventListener("change", again);
      sized.disconnect();
      made.destroy();
    };
  }, [curve, values, words.value]);

  useEffect(() => plot.current?.setScale("x", { min: stretch.from / 1000, max: stretch.to / 1000 }), [stretch.from, stretch.to]);

  return <div class="chart" role="img" aria-label={props.label} ref={host} />;
}

function paint(ctx: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, ground: string, line: string, hatch: number): void {
  ctx.fillStyle = ground;
  ctx.fillRect(x, y, width, height);
  if (hatch === 0) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.strokeStyle = line;
  ctx.globalAlpha = 0.35;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const step = 9;
  // Aligned to the canvas, so that neighbours go on in each other.
  for (let at = Math.floor((x - height) / step) * step; at < x + width + height; at += step) {
    ctx.moveTo(at, hatch > 0 ? y + height : y);
    ctx.lineTo(at + height, hatch > 0 ? y : y + height);
  }
  ctx.stroke();
  ctx.restore();
}

/** Where the axis of time has its ticks: days begin at midnight, whatever hours they have. */
function splits(clock: Clock, from: number, to: number, most: number): number[] {
  const span = (to - from) / 1000;
  const out: number[] = [];
  if (span <= 3.1 * day) {
    const hours = [1, 2, 3, 6, 12].find((one) => span / 3600 / one <= most) ?? 24;
    for (let midnight = clock.day_of(from); midnight < to; midnight = clock.next_day(midnight))
      for (let at = midnight; at < clock.next_day(midnight); at += hour) {
        // Of the hour that comes twice, the first.
        const shown = (clock.wall(at) / hour) % 24;
        if (at >= from && at <= to && shown % hours === 0 && clock.wall(at - hour) !== clock.wall(at)) out.push(at);
      }
    return out;
  }
  if (span <= 62 * day) {
    const days = [1, 2, 7, 14, 28].find((one) => span / day / one <= most) ?? 28;
    let n = 0;
    for (let midnight = clock.day_of(from); midnight <= to; midnight = clock.next_day(midnight), n++) if (midnight >= from && n % days === 0) out.push(midnight);
    return out;
  }
  const months = Math.max(1, Math.ceil(span / day / 30.4 / most));
  for (let midnight = clock.day_of(from), n = 0; midnight <= to && n < 20_000; midnight = clock.next_day(midnight), n++) {
    const date = new Date(midnight + 12 * 3_600_000);
    if (date.getUTCDate() === 1 && midnight >= from && (date.getUTCFullYear() * 12 + date.getUTCMonth()) % months === 0) out.push(midnight);
  }
  return out;
}

function tick_text(clock: Clock, at: number, { from, to }: Stretch): string {
  const span = (to - from) / 1000;
  if (span > 62 * day) return month_text(clock, at);
  if (span > 3.1 * day || clock.day_of(at) === at) return short_day(clock, at);
  return clock_text(clock, at);
}

export const stretch_text = (clock: Clock, { from, to }: Stretch): string =>
  to - from <= 1 ? day_text(clock, from) : `${day_text(clock, from)} – ${day_text(clock, to - 1)}`;
