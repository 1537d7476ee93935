import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Finding } from "../api/types";
import { said, words } from "../words/language";
import { findings, judged } from "./check";

export const kind_of = (finding: Finding): "error" | "warning" | "info" | "undetermined" =>
  finding.outcome === "undetermined" ? "undetermined" : finding.severity;

/** Findings that say the same of several places. */
interface Group {
  first: Finding;
  all: Finding[];
}

/** So many places of a group are listed; the rest is counted. */
const most_listed = 200;

/** What a finding says, without the values that it says it of. */
const sense = (finding: Finding): string =>
  [finding.rule, kind_of(finding), finding.code?.value ?? "", finding.text.en.replaceAll(/'[^']*'|"[^"]*"|“[^”]*”|[\d.,:+-]*\d/g, "#")].join("|");

const severities = ["error", "undetermined", "warning", "info"] as const;

function groups_of(list: Finding[]): Group[] {
  const by_sense = new Map<string, Group>();
  for (const finding of list) {
    const key = sense(finding);
    const group = by_sense.get(key);
    if (group) group.all.push(finding);
    else by_sense.set(key, { first: finding, all: [finding] });
  }
  // Errors first; within one severity as they come.
  const rank = (group: Group): number => severities.indexOf(kind_of(group.first));
  return [...by_sense.values()].sort((a, b) => rank(a) - rank(b));
}

/** The finding that is gone to first. */
export const first_of = (list: Finding[]): Finding | undefined => groups_of(list).flatMap((group) => group.all).find((finding) => finding.line);

function OneGroup({ group, at, onGo }: { group: Group; at: Finding | null; onGo: (finding: Finding) => void }) {
  const t = words.value.message;
  const open = useSignal(false);
  const { first, all } = group;
  const kind = kind_of(first);
  const index = at ? all.indexOf(at) : -1;
  const shown = all[index] ?? first;
  const many = all.length > 1;
  // Asked again, it goes on to the next.
  const next = index >= 0 && many ? all[(index + 1) % all.length]! : shown;
  return (
    <li class={`finding ${kind} ${index >= 0 ? "at" : ""}`} data-rule={first.rule}>
      <button type="button" class="finding-go" onClick={() => onGo(next)} disabled={!next.line} aria-current={index >= 0 ? "true" : undefined}>
        <span class={`badge ${kind}`}>{t.severity[kind]}</span>
        {many && <span class="times number">{all.length}<span aria-hidden="true"> ×</span><span class="unseen"> {t.alike}</span></span>}
        <span class="text">{said(shown.text)}</span>
        {shown.code && (
          <span class="reason" title={t.reason_code(shown.code.value, shown.code.agency)}>
            {shown.code.value}{shown.code.agency ? <small> · {shown.code.agency}</small> : null}
          </span>
        )}
        {shown.line ? <span class="where">{words.value.line(shown.line)}{many && index >= 0 ? ` · ${t.values_of(index + 1, all.length)}` : ""}</span> : null}
      </button>
      {shown.advice && <p class="advice"><span class="unseen">{t.advice}: </span>{shown.advice}</p>}
      <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>{words.value.more}</summary>
        <dl class="facts">
          <dt>{t.rule}</dt><dd><code>{shown.rule}</code></dd>
          <dt>{t.stage}</dt><dd>{t.stages[shown.stage]}</dd>
          {shown.xpath && <><dt>{t.path}</dt><dd><code>{shown.xpath}</code></dd></>}
          {shown.source && (
            <>
              <dt>{t.source_ref}</dt>
              <dd><span class={`status ${shown.source.status}`}>{t.statuses[shown.source.status]}</span> {shown.source.ref}</dd>
            </>
          )}
          {many && open.value && (
            <>
              <dt>{t.places}</dt>
              <dd class="places">
                {all.slice(0, most_listed).map((one, n) => one.line
                  ? <button type="button" key={n} class="as-link" aria-current={one === at ? "true" : undefined} onClick={() => onGo(one)}>{words.value.line(one.line)}</button>
                  : null)}
                {all.length > most_listed && <span class="soft">{t.left_out(all.length - most_listed)}</span>}
              </dd>
            </>
          )}
        </dl>
      </details>
    </li>
  );
}

export function Findings({ onGo, at }: { onGo: (finding: Finding) => void; at: Finding | null }) {
  const t = words.value.message;
  const value = judged.value.value;
  const list = findings.value;
  const groups = useMemo(() => groups_of(list), [list]);
  if (!value) return null;
  return (
    <section class="card findings-card" aria-labelledby="findings">
      <h2 id="findings">{t.findings} {list.length > 0 && <span class="number">{list.length}</span>}</h2>
      {list.length === 0 && <p class="soft">{t.no_findings}</p>}
      <ol class="findings">{groups.map((group) => <OneGroup key={sense(group.first)} group={group} at={at} onGo={onGo} />)}</ol>
      {value.findingsLeftOut ? <p class="soft">{t.left_out(value.findingsLeftOut)}</p> : null}
    </section>
  );
}
