import { useSignal } from "@preact/signals";
import type { Finding } from "../api/types";
import { said, words } from "../words/language";
import { findings, judged } from "./check";

export const kind_of = (finding: Finding): "error" | "warning" | "info" | "undetermined" =>
  finding.outcome === "undetermined" ? "undetermined" : finding.severity;

function OneFinding({ finding, at, onGo }: { finding: Finding; at: boolean; onGo: (() => void) | undefined }) {
  const t = words.value.message;
  const open = useSignal(false);
  const kind = kind_of(finding);
  return (
    <li class={`finding ${kind} ${at ? "at" : ""}`} data-rule={finding.rule}>
      <button type="button" class="finding-go" onClick={onGo} disabled={!onGo} aria-current={at ? "true" : undefined}>
        <span class={`badge ${kind}`}>{t.severity[kind]}</span>
        <span class="text">{said(finding.text)}</span>
        {finding.code && (
          <span class="reason" title={t.reason_code(finding.code.value, finding.code.agency)}>
            {finding.code.value}{finding.code.agency ? <small> · {finding.code.agency}</small> : null}
          </span>
        )}
        {finding.line ? <span class="where">{words.value.line(finding.line)}</span> : null}
      </button>
      {finding.advice && <p class="advice"><span class="unseen">{t.advice}: </span>{finding.advice}</p>}
      <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>{words.value.more}</summary>
        <dl class="facts">
          <dt>{t.rule}</dt><dd><code>{finding.rule}</code></dd>
          <dt>{t.stage}</dt><dd>{t.stages[finding.stage]}</dd>
          {finding.xpath && <><dt>{t.path}</dt><dd><code>{finding.xpath}</code></dd></>}
          {finding.source && (
            <>
              <dt>{t.source_ref}</dt>
              <dd><span class={`status ${finding.source.status}`}>{t.statuses[finding.source.status]}</span> {finding.source.ref}</dd>
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
  if (!value) return null;
  return (
    <section class="card findings-card" aria-labelledby="findings">
      <h2 id="findings">{t.findings} {list.length > 0 && <span class="number">{list.length}</span>}</h2>
      {list.length === 0 && <p class="soft">{t.no_findings}</p>}
      <ol class="findings">
        {list.map((finding, index) => (
          <OneFinding key={index} finding={finding} at={finding === at} onGo={finding.line ? () => onGo(finding) : undefined} />
        ))}
      </ol>
      {value.findingsLeftOut ? <p class="soft">{t.left_out(value.findingsLeftOut)}</p> : null}
    </section>
  );
}
