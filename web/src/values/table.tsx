import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/language";
import type { Curve } from "./curves";
import { kinds, type Values } from "./read";
import { word_of } from "./words";
import { clock_of, clock_text, number_text, short_day } from "./time";

const row_height = 30;
const spare = 12;

/** A row a value. Only what is seen is there, so that a hundred thousand do not matter. */
export function Table(props: { curve: Curve; values: Values; at: number; onLine: ((line: number, row: number) => void) | undefined; label: string }) {
  const t = words.value.values;
  const box = useRef<HTMLDivElement>(null);
  const seen = useSignal({ from: 0, to: 60 });
  const { curve, values } = props;
  const { rows } = curve;
  const clock = clock_of(values.dialect.id);
  const unit = word_of(values, curve.unit);

  const look = (): void => {
    const element = box.current!;
    const from = Math.max(0, Math.floor(element.scrollTop / row_height) - spare);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / row_height) + spare;
    if (from !== seen.value.from || to !== seen.value.to) seen.value = { from, to };
  };
  useEffect(() => {
    const sized = new ResizeObserver(look);
    sized.observe(box.current!);
    return () => sized.disconnect();
  }, []);
  useEffect(() => {
    box.current!.scrollTop = 0;
    look();
  }, [curve]);
  // What was picked in the chart comes into view.
  useEffect(() => {
    const element = box.current!;
    if (props.at < 0) return;
    const top = props.at * row_height;
    if (top < element.scrollTop || top > element.scrollTop + element.clientHeight - 3 * row_height) element.scrollTop = top - element.clientHeight / 3;
    look();
  }, [props.at]);

  const from = Math.min(seen.value.from, rows.length);
  const to = Math.min(seen.value.to, rows.length);
  const own_unit = unit ? ` (${unit})` : "";
  return (
    <div class="value-rows" ref={box} onScroll={look} role="group" aria-label={props.label} tabIndex={0}>
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t.from}</th><th scope="col">{t.to}</th><th scope="col" class="number">{t.value}{own_unit}</th><th scope="col">{t.kind}</th>
            {props.onLine && <th scope="col">{t.line}</th>}
          </tr>
        </thead>
        <tbody>
          {from > 0 && <tr aria-hidden="true" class="filler" style={{ height: `${from * row_height}px` }}><td colSpan={5} /></tr>}
          {rows.slice(from, to).map(({ row, at, until }, index) => {
            const kind = row < 0 ? "gap" : kinds[values.kind[row]!]!;
            const value = row < 0 ? NaN : values.value[row]!;
            const line = row < 0 ? 0 : values.line[row]!;
            const n = from + index;
            return (
              <tr key={n} aria-rowindex={n + 2} class={`${kind} ${n === props.at ? "at" : ""}`}>
                <td>{n === from || clock.day_of(at) === at ? <b>{short_day(clock, at)} </b> : <span class="soft">{short_day(clock, at)} </span>}{clock_text(clock, at)} <small class="soft">{clock.offset_text(at)}</small></td>
                <td>{until > at ? <>{clock.day_of(until) === clock.day_of(at) ? "" : `${short_day(clock, until)} `}{clock_text(clock, until)}</> : "–"}</td>
                <td class="number">{Number.isNaN(value) ? "–" : number_text(value)}</td>
                <td><span class={`kind ${kind}`}>{t.kinds[kind]}</span></td>
                {props.onLine && <td>{line > 0 && <button type="button" class="as-link" onClick={() => props.onLine!(line, row)}>{words.value.line(line)}</button>}</td>}
              </tr>
            );
          })}
          {to < rows.length && <tr aria-hidden="true" class="filler" style={{ height: `${(rows.length - to) * row_height}px` }}><td colSpan={5} /></tr>}
        </tbody>
      </table>
    </div>
  );
}
