import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { words } from "../words/language";
import { Chart, stretch_text, type Stretch } from "./chart";
import { curves_of, type Curve } from "./curves";
import { kinds, type Kind, type Values } from "./read";
import { Table } from "./table";
import { clock_of, clock_text, number_text, short_day } from "./time";
import { word_of } from "./words";

/** Up to here a list can be chosen from. */
const most_curves = 2000;

const whole = (curve: Curve): Stretch => {
  const [first, last] = [curve.rows[0]!, curve.rows.at(-1)!];
  return { from: first.at, to: Math.max(last.until, first.at + 3_600_000) };
};

const name_of = (values: Values, { point, direction, product }: Curve): string =>
  [point, word_of(values, direction), word_of(values, product)].filter(Boolean).join(" · ");

/** The values of a message, or of a metering point: drawn, and row by row. */
export function ValuesView({ values, onLine }: { values: Values; onLine?: (line: number, row: number) => void }) {
  const t = words.value.values;
  const curves = useMemo(() => curves_of(values), [values]);
  const chosen = useSignal(0);
  const curve = curves[Math.min(chosen.value, curves.length - 1)]!;
  const clock = clock_of(values.dialect.id);
  const name = name_of(values, curve);
  const unit = word_of(values, curve.unit);
  const stretch = useSignal(whole(curve));
  const hover = useSignal(-1);
  const at = useSignal(-1);

  // Another curve is shown as a whole; one that got more values keeps the stretch that somebody chose.
  const before = useRef(curve);
  useEffect(() => {
    const [old, now] = [whole(before.current), whole(curve)];
    const same = name_of(values, before.current) === name_of(values, curve);
    const chosen_here = stretch.value.from !== old.from || stretch.value.to !== old.to;
    if (!same || !chosen_here || stretch.value.from < now.from || stretch.value.to > now.to) stretch.value = now;
    before.current = curve;
    at.value = hover.value = -1;
  }, [curve]);

  const kind_of = (n: number): Kind | "gap" => {
    const { row: of } = curve.rows[n]!;
    return of < 0 ? "gap" : kinds[values.kind[of]!]!;
  };
  const span = curve.rows.some(({ at: start, until }) => until > start);
  const { from, to } = stretch.value;
  const all = whole(curve);
  const move = (shift: number, scale: number): void => {
    const middle = (from + to) / 2 + (to - from) * shift;
    const half = Math.min(Math.max(((to - from) * scale) / 2, 1_800_000), (all.to - all.from) / 2);
    const start = Math.min(Math.max(middle - half, all.from), all.to - 2 * half);
    stretch.value = { from: start, to: start + 2 * half };
  };
  const told = Math.min(hover.value >= 0 ? hover.value : at.value, curve.rows.length - 1);
  const row = curve.rows[told];
  const kind = row ? kind_of(told) : null;
  const value = row && row.row >= 0 ? values.value[row.row]! : NaN;
  const odd = span ? clock.odd_days(all.from, all.to) : [];
  /** Goes to the next row of a kind; behind the last to the first. */
  const next_of = (what: Kind | "gap"): void => {
    for (let n = 1; n <= curve.rows.length; n++) {
      const there = (at.value + n + curve.rows.length) % curve.rows.length;
      if (kind_of(there) !== what) continue;
      at.value = there;
      hover.value = -1;
      return;
    }
  };
  const summary = [
    curve.largest >= curve.smallest ? t.sum(number_text(Number(curve.total.toFixed(6))), unit, number_text(curve.smallest), number_text(curve.largest)) : "",
    ...odd.map(({ day, hours }) => t.odd_day(short_day(clock, day), hours)),
  ].filter(Boolean);
  return (
    <div class="values">
      <div class="values-head">
        {curves.length > 1 ? (
          <label class="inline">
            <span>{t.series(curves.length)}</span>
            <select value={String(chosen.value)} onChange={(event) => (chosen.value = Number(event.currentTarget.value))}>
              {curves.slice(0, most_curves).map((one, index) => <option key={index} value={String(index)}>{name_of(values, one)}</option>)}
            </select>
          </label>
        ) : <p><b>{name}</b></p>}
        <p class="soft">
          {stretch_text(clock, all)}
          {(Object.entries(curve.counts) as [Kind | "gap" | "replaced", number][]).map(([what, n]) => (
            <span key={what}> · {what === "replaced" ? t.counts(n, t.kinds[what]) : <button type="button" class="as-link" title={t.next_of} onClick={() => next_of(what)}>{t.counts(n, t.kinds[what])}</button>}</span>
          ))}
        </p>
        {summary.length > 0 && <p class="soft">{summary.join(" · ")}</p>}
      </div>
      {span && (
        <>
          <Chart
            curve={curve} values={values} label={t.chart_label(name, stretch_text(clock, all))} stretch={stretch.value}
            onStretch={(next) => (stretch.value = next)} onHover={(n) => (hover.value = n)} onPick={(n) => (at.value = n)}
          />
          <div class="chart-foot">
            <p class="told" aria-hidden="true">
              {row && kind ? <>{short_day(clock, row.at)} {clock_text(clock, row.at)}–{clock_text(clock, row.until)} · <b>{Number.isNaN(value) ? "–" : `${number_text(value)} ${unit}`}</b> · {t.kinds[kind]}</>
                : t.hint}
            </p>
            <div class="zoom" role="group" aria-label={t.zoom}>
              <button type="button" aria-label={t.earlier} onClick={() => move(-0.5, 1)}>‹</button>
              <button type="button" aria-label={t.zoom_in} onClick={() => move(0, 0.5)}>+</button>
              <button type="button" aria-label={t.zoom_out} onClick={() => move(0, 2)}>−</button>
              <button type="button" aria-label={t.later} onClick={() => move(0.5, 1)}>›</button>
              <button type="button" onClick={() => (stretch.value = all)}>{t.whole}</button>
            </div>
          </div>
        </>
      )}
      <Table curve={curve} values={values} at={at.value} onLine={onLine} label={t.table_label(name)} />
    </div>
  );
}
