import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { words } from "../words/language";
import { page_size, refresh, type Part, type Place } from "./state";

/** A list of messages, a page at a time, newest first, of one state or of all. */
export function MessageList<Row extends { sequence: number }>(props: {
  part: Part;
  place: Signal<Place>;
  rows: Row[] | null;
  states: readonly string[];
  head: string[];
  row: (row: Row) => ComponentChildren;
}) {
  const t = words.value.bridge;
  const { part, place, rows } = props;
  const go = (next: Place) => {
    place.value = next;
    void refresh(part);
  };
  const { pages, state } = place.value;
  const last = rows?.at(-1);
  return (
    <section class="card" aria-labelledby="list">
      <div class="card-head filters">
        <h2 id="list">{t.parts[part]}</h2>
        <label class="inline">
          <span>{t.state}</span>
          <select value={state} onChange={(event) => go({ state: event.currentTarget.value, pages: [0] })}>
            <option value="">{t.all}</option>
            {props.states.map((name) => <option key={name} value={name}>{t.states[name]}</option>)}
          </select>
        </label>
      </div>
      {!rows ? <p class="soft pad">{words.value.loading}</p> : rows.length === 0 ? <p class="soft pad">{t.nothing_here}</p> : (
        <div class="scroll" role="group" aria-labelledby="list" tabIndex={0}>
          <table>
            <thead><tr>{props.head.map((text) => <th key={text} scope="col">{text}</th>)}</tr></thead>
            <tbody>{rows.map(props.row)}</tbody>
          </table>
        </div>
      )}
      {(pages.length > 1 || rows?.length === page_size) && (
        <div class="pager">
          <button type="button" disabled={pages.length === 1} onClick={() => go({ state, pages: pages.slice(0, -1) })}>{t.newer}</button>
          <button type="button" disabled={!last || rows!.length < page_size} onClick={() => go({ state, pages: [...pages, last!.sequence] })}>{t.older}</button>
        </div>
      )}
    </section>
  );
}
