import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MeteringPoint } from "../api/types";
import { said_code } from "./codes";
import { address, go, route } from "../route";
import { DraftInput } from "../parts/draft-input";
import { words } from "../words/language";
import { PointValues } from "./point-values";
import { clock, fetch_market, filter, market, page_size, pages, party_name, search } from "./state";
import { Axis, moved, range_around, TimeLine, type Range } from "./time-line";
import { day_text } from "./time";

function Contracts({ point }: { point: MeteringPoint }) {
  const t = words.value.hub;
  if (point.contracts.length === 0) return <p class="soft">{t.no_contract}</p>;
  return (
    <div class="scroll" role="group" aria-label={t.contracts} tabIndex={0}>
      <table>
        <caption>{t.contracts}</caption>
        <thead>
          <tr><th scope="col">{t.supplier}</th><th scope="col">{t.role}</th><th scope="col">{t.customer}</th><th scope="col">{t.from}</th><th scope="col">{t.to}</th><th scope="col">{t.origin}</th></tr>
        </thead>
        <tbody>
          {point.contracts.map((contract, index) => (
            <tr key={index}>
              <th scope="row">{party_name(contract.supplier)} <small class="id">{contract.supplier}</small></th>
              <td>{said_code(t.roles, contract.role)}</td>
              <td>{contract.customer && !/^[….*•\s]+$/.test(contract.customer) ? contract.customer : <span class="soft">{t.covered}</span>}</td>
              <td>{day_text(contract.from)}</td>
              <td>{contract.to ? day_text(contract.to) : <span class="soft">{t.open_end}</span>}</td>
              <td>{contract.origin}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Processes({ point }: { point: MeteringPoint }) {
  const t = words.value.hub;
  if (point.processes.length === 0) return <p class="soft">{t.no_process}</p>;
  return (
    <div class="scroll" role="group" aria-label={t.processes} tabIndex={0}>
      <table>
        <caption>{t.processes}</caption>
        <thead>
          <tr><th scope="col">{t.process}</th><th scope="col">{t.status}</th><th scope="col">{t.initiator}</th><th scope="col">{t.date}</th><th scope="col">{t.deadline}</th></tr>
        </thead>
        <tbody>
          {point.processes.map((process) => (
            <tr key={process.id}>
              <th scope="row">{process.process}</th>
              <td><span class="badge aside">{t.process_statuses[process.status] ?? process.status}</span></td>
              <td>{party_name(process.initiator)}</td>
              <td>{process.date && day_text(process.date)}</td>
              <td>{process.cancellationDeadline && day_text(process.cancellationDeadline)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ point, range, open, onToggle }: { point: MeteringPoint; range: Range; open: boolean; onToggle: () => void }) {
  const t = words.value.hub;
  const status = point.status ?? "";
  return (
    <li class={`point ${open ? "open" : ""}`} data-gsrn={point.gsrn}>
      <div class="point-line">
        <button type="button" class="point-name" aria-expanded={open} onClick={onToggle}>
          <span class="id">{point.gsrn}</span>
          <span class="soft">{said_code(t.types, point.type)}{status && status !== "E22" ? <> · <span class="badge warning">{t.statuses[status] ?? status}</span></> : null}</span>
        </button>
        <TimeLine point={point} range={range} />
      </div>
      {open && (
        <div class="point-more">
          <dl class="facts wide">
            <div><dt>{t.status}</dt><dd>{said_code(t.statuses, point.status)}</dd></div>
            <div><dt>{t.settlement}</dt><dd>{said_code(t.settlements, point.settlement)}</dd></div>
            <div><dt>{t.resolution}</dt><dd>{point.resolution ?? "–"}</dd></div>
            <div><dt>{t.grid_area}</dt><dd class="id">{point.gridArea ?? "–"}</dd></div>
          </dl>
          <Contracts point={point} />
          <Processes point={point} />
          <PointValues gsrn={point.gsrn} />
          <p class="links">
            <a href="#/hub/events" onClick={() => (filter.value = { meteringPoint: point.gsrn })}>{t.its_events}</a>{" "}
            <a href={address("hub", "send", point.gsrn)}>{t.send_for}</a>
          </p>
        </div>
      )}
    </li>
  );
}

export function Points() {
  const t = words.value.hub;
  const open = (route.value[1] === "points" && route.value[2]) || "";
  const years = useSignal("3");
  const shift = useSignal<Range | null>(null);
  const typing = useRef(0);
  const found = market.value;

  useEffect(() => void fetch_market(), [pages.value]);
  // One that the address asks for is looked for.
  useEffect(() => {
    if (!open || !found || found.meteringPoints.some(({ gsrn }) => gsrn === open) || search.value === open) return;
    search.value = open;
    pages.value = [""];
  }, [open, found === null]);

  const look = (text: string) => {
    clearTimeout(typing.current);
    typing.current = window.setTimeout(() => {
      search.value = text.replaceAll(/\s/g, "");
      pages.value = [""];
    }, 250);
  };
  if (!found || !clock.value) return <p class="soft">{words.value.loading}</p>;
  const whole = range_around(clock.value.now, Number(years.value));
  const range = shift.value ? { ...shift.value, now: whole.now } : whole;
  const zoom = (by: number, scale: number): void => void (shift.value = moved(range, by, scale));
  const first = (pages.value.length - 1) * page_size;
  const rows = found.meteringPoints;
  return (
    <section class="card points" aria-labelledby="points">
      <div class="card-head">
        <h2 id="points">{t.points}</h2>
        <p class="what" role="status">{t.found(found.total)}</p>
        <span class="grow" />
        <label class="inline">
          <span>{t.search}</span>
          <DraftInput type="search" inputMode="numeric" value={search.value} onDraft={look} />
        </label>
        <label class="inline">
          <span>{t.range}</span>
          <select value={years.value} onChange={(event) => ((years.value = event.currentTarget.value), (shift.value = null))}>
            {Object.entries(t.ranges).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
          </select>
        </label>
        <div class="zoom" role="group" aria-label={t.range}>
          <button type="button" aria-label={words.value.values.earlier} onClick={() => zoom(-0.25, 1)}>‹</button>
          <button type="button" aria-label={words.value.values.zoom_in} onClick={() => zoom(0, 0.5)}>+</button>
          <button type="button" aria-label={words.value.values.zoom_out} onClick={() => zoom(0, 2)}>−</button>
          <button type="button" aria-label={words.value.values.later} onClick={() => zoom(0.25, 1)}>›</button>
        </div>
      </div>
      {rows.length === 0 ? <p class="soft pad">{t.none_found}</p> : (
        <>
          <div class="point-line axis-line" aria-hidden="true"><span /><Axis range={range} /></div>
          <ul>
            {rows.map((point) => (
              <Row
                key={point.gsrn} point={point} range={range} open={open === point.gsrn}
                onToggle={() => go(open === point.gsrn ? "#/hub/points" : address("hub", "points", point.gsrn), true)}
              />
            ))}
          </ul>
          <nav class="pager" aria-label={t.points}>
            <button type="button" disabled={pages.value.length < 2} onClick={() => (pages.value = pages.value.slice(0, -1))}>‹ {words.value.previous}</button>
            <span class="number">{t.shown(first + 1, first + rows.length, found.total)}</span>
            <button
              type="button" disabled={first + rows.length >= found.total || rows.length < page_size}
              onClick={() => (pages.value = [...pages.value, rows.at(-1)!.gsrn])}
            >
              {words.value.next} ›
            </button>
          </nav>
        </>
      )}
    </section>
  );
}
