import { signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import * as api from "../api/hub";
import { Failure } from "../api/http";
import type { Loaded, Problem } from "../api/types";
import { trouble } from "../parts/trouble";
import { announce } from "../parts/announce";
import { words } from "../words/language";
import { refresh } from "./state";

const text = signal("");

const example = `grid_areas:
  - { id: 50Y0CIMGATE-W-0R, owner: "7099990002036", name: Vest }
parties:
  - { gln: "7099990002036", name: Sørvidda Nett AS, roles: [DDM, MDR, DDE], from: 2019-02-18 }
  - { gln: "7099990001022", name: Innsjø Energi AS, roles: [DDQ], from: 2019-02-18 }
balance_agreements:
  - { supplier: "7099990001022", grid_area: 50Y0CIMGATE-W-0R, from: 2019-02-18 }
metering_points:
  - { gsrn: "707057599000999012", type: E17, status: E22, settlement: E02, resolution: PT1H, grid_area: 50Y0CIMGATE-W-0R, accounting_point: true, blocked_for_switching: false, from: 2024-01-01 }
`;

export function Load() {
  const t = words.value.hub;
  const file = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const busy = useSignal(false);
  const done = useSignal<Loaded | null>(null);
  const refused = useSignal<Problem | null>(null);

  const load = async () => {
    busy.value = true;
    done.value = null;
    refused.value = null;
    try {
      done.value = await api.load_market(text.value);
      announce(t.loaded);
      await refresh();
    } catch (error) {
      refused.value = error instanceof Failure && error.status > 0 ? error.problem : { detail: trouble(error) };
    }
    busy.value = false;
  };
  const go = (line: number) => {
    const at = text.value.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const end = text.value.indexOf("\n", at);
    area.current?.focus();
    area.current?.setSelectionRange(at, end < 0 ? text.value.length : end);
  };
  const problem = refused.value;
  return (
    <section class="card load" aria-labelledby="load">
      <div class="card-head"><h2 id="load">{t.load_heading}</h2></div>
      <div class="load-body">
        <p class="soft">{t.load_intro}</p>
        <input
          type="file" ref={file} class="unseen" accept=".yaml,.yml" tabIndex={-1} aria-hidden="true"
          onChange={() => void file.current?.files?.[0]?.text().then((read) => (text.value = read))}
        />
        <div class="toolbar">
          <button type="button" onClick={() => file.current?.click()}>{t.load_file}</button>
          <button type="button" onClick={() => (text.value = example)}>{t.load_example}</button>
        </div>
        <textarea
          ref={area} aria-label={t.load_label} rows={16} spellcheck={false} wrap="off" value={text.value}
          aria-invalid={problem ? "true" : undefined} aria-describedby={problem ? "load-problem" : undefined}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <button type="button" class="main" disabled={busy.value || text.value.trim() === ""} onClick={() => void load()}>{t.load_button}</button>
        {problem && (
          <div class="load-problem" id="load-problem" role="alert">
            <p><b>{t.not_loaded}</b> {!problem.errors?.length && (problem.detail ?? problem.title)}</p>
            <ul>
              {problem.errors?.map((error, index) => (
                <li key={index}>
                  {error.line ? <button type="button" class="as-link" onClick={() => go(error.line!)}>{words.value.line(error.line)}</button> : null} {error.text}
                </li>
              ))}
            </ul>
          </div>
        )}
        {done.value && (
          <table>
            <caption>{t.loaded}</caption>
            <thead><tr><th scope="col">{t.section}</th><th scope="col">{t.stated}</th><th scope="col">{t.added}</th><th scope="col">{t.changed}</th></tr></thead>
            <tbody>
              {done.value.counts.map((count) => (
                <tr key={count.section}>
                  <th scope="row"><code>{count.section}</code></th>
                  <td class="number">{count.stated}</td><td class="number">{count.added}</td><td class="number">{count.changed}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
