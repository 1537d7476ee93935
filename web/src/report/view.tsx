import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Verdict } from "../api/types";
import { trouble } from "../parts/trouble";
import { open_file } from "../message/check";
import { announce } from "../parts/announce";
import { Menu } from "../parts/menu";
import { go } from "../route";
import { said, words } from "../words/language";
import { save_json, save_reports } from "./download";
import { by_rule, done, entries, type Entry } from "./state";

const verdicts: Verdict[] = ["invalid", "undetermined", "valid"];

const per_file = ["html", "markdown", "sarif", "junit"] as const;

const count = (entry: Entry, severity: "error" | "warning"): number =>
  entry.judged?.findings.filter((one) => one.severity === severity && one.outcome === "failed").length ?? 0;

/** Several files, judged: which are right, and what is wrong with the others. */
export function ReportView() {
  const t = words.value.report;
  const m = words.value.message;
  const only = useSignal<Verdict | "">("");
  const rule = useSignal("");
  const all = entries.value;
  const ready = done.value === all.length;
  const having = (verdict: Verdict): number => all.filter((one) => one.judged?.verdict === verdict).length;

  useEffect(() => {
    document.title = t.page_title;
  }, [t]);
  useEffect(() => {
    if (all.length > 0 && ready) announce(t.ready(all.length, having("invalid")));
  }, [ready]);

  if (all.length === 0)
    return (
      <div class="report-view">
        <div class="intro"><h1 tabIndex={-1}>{t.heading}</h1><p>{t.intro}</p></div>
        <p><a href="#/">{t.to_message}</a></p>
      </div>
    );
  const open = (entry: Entry): void => void open_file(entry.file).then(() => go("#/message"));
  const shown = all.filter(
    (one) => (only.value === "" || one.judged?.verdict === only.value) && (rule.value === "" || one.judged?.findings.some((finding) => finding.rule === rule.value)),
  );
  const share = (verdict: Verdict): string => `${((100 * having(verdict)) / all.length).toFixed(2)}%`;
  return (
    <div class="report-view">
      <div class="intro"><h1 tabIndex={-1}>{t.heading}</h1><p role="status">{ready ? t.ready(all.length, having("invalid")) : t.judged(done.value, all.length)}</p></div>
      <div class="verdict-bar" role="img" aria-label={verdicts.map((verdict) => `${m.verdict[verdict]}: ${having(verdict)}`).join(", ")}>
        {verdicts.map((verdict) => having(verdict) > 0 && <span key={verdict} class={verdict} style={{ width: share(verdict) }} />)}
      </div>
      <div class="toolbar" role="group" aria-label={t.files}>
        <label class="inline">
          <span>{t.verdict}</span>
          <select value={only.value} onChange={(event) => (only.value = event.currentTarget.value as Verdict | "")}>
            <option value="">{t.all(all.length)}</option>
            {verdicts.map((verdict) => <option key={verdict} value={verdict}>{m.verdict[verdict]} ({having(verdict)})</option>)}
          </select>
        </label>
        {rule.value && <button type="button" onClick={() => (rule.value = "")}>{t.any_rule(rule.value)}</button>}
        <span class="grow" />
        <Menu
          label={m.download} disabled={!ready} class="right"
          groups={[
            { label: t.in_one, items: [{ label: m.reports.json, run: () => save_json(verdicts) }] },
            { label: t.per_file, items: per_file.map((kind) => ({ label: m.reports[kind], run: () => void save_reports(kind) })) },
          ]}
        />
      </div>
      {by_rule.value.length > 0 && (
        <section class="card report-rules" aria-labelledby="by-rule">
          <div class="card-head"><h2 id="by-rule">{t.by_rule}</h2></div>
          <div class="scroll" role="group" aria-labelledby="by-rule" tabIndex={0}>
            <table>
              <thead><tr><th scope="col">{m.severity_word}</th><th scope="col">{t.what}</th><th scope="col">{m.rule}</th><th scope="col" class="number">{t.times}</th><th scope="col" class="number">{t.files}</th></tr></thead>
              <tbody>
                {by_rule.value.slice(0, 200).map((one) => (
                  <tr key={one.rule + one.severity}>
                    <td><span class={`badge ${one.severity}`}>{m.severity[one.severity]}</span></td>
                    <td>{said(one.first.text)}</td>
                    <td><button type="button" class="as-link" aria-pressed={rule.value === one.rule} onClick={() => (rule.value = rule.value === one.rule ? "" : one.rule)}><code>{one.rule}</code></button></td>
                    <td class="number">{one.count}</td><td class="number">{one.files}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      <section class="card" aria-labelledby="report-files">
        <div class="card-head"><h2 id="report-files">{t.files}</h2><p class="what">{t.shown(shown.length)}</p></div>
        <div class="scroll" role="group" aria-labelledby="report-files" tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{t.verdict}</th><th scope="col">{t.file}</th><th scope="col">{t.message}</th><th scope="col" class="number">{t.errors}</th><th scope="col" class="number">{t.warnings}</th></tr></thead>
            <tbody>
              {shown.slice(0, 1000).map((entry) => (
                <tr key={entry.file.name} data-file={entry.file.name}>
                  <td>{entry.judged ? <span class={`badge ${entry.judged.verdict}`}>{m.signs[entry.judged.verdict]} {m.verdict[entry.judged.verdict]}</span> : entry.failure ? trouble(entry.failure) : <span class="soft">…</span>}</td>
                  <td><button type="button" class="as-link" onClick={() => open(entry)}>{entry.file.name}</button></td>
                  <td>{[entry.judged?.message?.replaceAll("_MarketDocument", ""), entry.judged?.process].filter(Boolean).join(" · ")}</td>
                  <td class="number">{count(entry, "error") || ""}</td><td class="number">{count(entry, "warning") || ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}
