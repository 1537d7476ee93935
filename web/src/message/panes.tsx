import { useMemo } from "preact/hooks";
import { CodeView } from "../parts/code-view";
import type { Editor, Mark, Picked } from "../parts/editor";
import { Tabs } from "../parts/tabs";
import { trouble } from "../parts/trouble";
import { said, words } from "../words/language";
import { save_bundle } from "./actions";
import { editor_limit, findings, judged, links, picked, source, tab, too_big, translated, typed, unreadable, values, values_shown } from "./check";
import { kind_of } from "./findings";
import type { Link } from "./links";
import { QuickExamples, TargetChoice } from "./toolbar";
import { short_name } from "./translation";
import { ValuesView } from "../values/view";

/** What is marked on one side: the value picked, and the others it has to do with. */
function marks_of(side: "source" | "target", at_tab: number): Mark[] {
  const pick = picked.value;
  const link = pick?.links[pick.at];
  if (!pick || !link) return [];
  const kind = pick.side === side ? "picked" : "linked";
  if (side === "source") return link.source ? [{ from: link.source.from, to: link.source.to, kind }] : [];
  const here = (other: Link): boolean => other.tab === at_tab && other.target !== null;
  return pick.links
    .filter(here)
    .map((other) => ({ from: other.target!.from, to: other.target!.to, kind: other === link ? kind : "also" }));
}

export function SourcePane(props: { onReady: (editor: Editor) => void; onPick: (picked: Picked) => void; onFinding: (line: number) => void }) {
  const t = words.value.message;
  const of = source.value;
  const list = findings.value;
  const lines = useMemo(() => list.flatMap((f) => (f.line ? [{ line: f.line, severity: kind_of(f), title: said(f.text) }] : [])), [list]);
  const marks = useMemo(() => marks_of("source", -1), [picked.value]);
  const name = of?.name || (of ? t.pasted : "");
  return (
    <section class="card pane source" aria-labelledby="source-title">
      <div class="card-head">
        <h2 id="source-title">{t.editor}</h2>
        {of && <p class="what"><b>{name}</b> · {words.value.bytes(of.body.size)}</p>}
      </div>
      {of && of.encoding !== "utf-8" && !too_big.value && <p class="note">{t.encoding_note(of.encoding.toUpperCase())}</p>}
      {unreadable.value && <p class="note" role="alert">{t.not_text}</p>}
      {too_big.value && of && <p class="note"><b>{t.too_big_title}.</b> {t.too_big(words.value.bytes(of.body.size), words.value.bytes(editor_limit))}</p>}
      <div class="code-frame">
        {!of && <p class="placeholder" aria-hidden="true">{t.placeholder}</p>}
        <CodeView
          key={too_big.value ? "beginning" : "whole"} text={of?.text ?? of?.head ?? ""} form={of?.form ?? "xml"} readOnly={too_big.value}
          label={too_big.value ? t.beginning_label : t.editor_label} findings={lines} marks={marks}
          onReady={props.onReady} onPick={props.onPick} onFinding={props.onFinding} {...(too_big.value ? {} : { onChange: typed })}
        />
      </div>
    </section>
  );
}

export function ResultPane(props: { onReady: (editor: Editor) => void; onPick: (picked: Picked) => void; onLine: (line: number) => void }) {
  const t = words.value.message;
  const { busy, value, failure } = translated.value;
  const at = Math.min(tab.value, Math.max(0, (value?.shown.length ?? 1) - 1));
  const shown = value?.shown[at];
  const read = values.value.value;
  const on_values = Boolean(read) && values_shown.value;
  const names = (value?.shown ?? []).map((part) => (part.document < 0 ? t.supplement : short_name(part.root)));
  // Without a translation its place has a tab, too, beside the values.
  if (read && names.length === 0) names.push(t.result);
  const choose = (next: number): void => {
    values_shown.value = Boolean(read) && next === names.length;
    if (!values_shown.value) tab.value = next;
  };
  const marks = useMemo(() => marks_of("target", at), [picked.value, at, links.value]);
  const refused = failure && judged.value.value?.verdict === "invalid";
  return (
    <section class="card pane result" aria-labelledby="result-title" aria-busy={busy}>
      <div class="card-head">
        <h2 id="result-title">{t.result}</h2>
        {value && <p class="what">{value.shown.some((part) => /_MarketDocument$/.test(part.root)) ? t.to_cim : t.to_bim}</p>}
        <TargetChoice />
      </div>
      {(shown || read) && (
        <Tabs
          label={t.result_parts} id="result" at={on_values ? names.length : at} onChange={choose}
          names={read ? [...names, words.value.values.tab] : names} keys={[...names.map((_, n) => `part ${n}`), "values"]}
        />
      )}
      {on_values ? (
        <div class="code-frame" role="tabpanel" id="result-panel" aria-labelledby={`result-tab-${names.length}`}>
          <ValuesView values={read!} onLine={props.onLine} />
        </div>
      ) : shown ? (
        <>
          <div class="code-frame" role="tabpanel" id="result-panel" aria-labelledby={`result-tab-${at}`}>
            {shown.document < 0 && <p class="note">{t.supplement_note}</p>}
            <CodeView
              text={shown.text} form={value!.form} label={t.result_label(shown.document < 0 ? t.supplement : shown.root)} readOnly marks={marks}
              onReady={props.onReady} onPick={props.onPick}
            />
          </div>
        </>
      ) : (
        <div class="empty" {...(read ? { role: "tabpanel", id: "result-panel", "aria-labelledby": "result-tab-0" } : {})}>
          {busy ? <p>{t.translating}</p>
            : failure ? <p><b>{t.not_translated}</b><br />{refused ? t.not_translated_invalid : trouble(failure)}</p>
            : too_big.value ? (
              <>
                {values.value.busy && <p>{words.value.values.reading}</p>}
                <p>{t.too_big_translation}</p>
                <button type="button" class="main" onClick={() => void save_bundle()}>{t.translate_download}</button>
              </>
            )
            : <><p><b>{t.nothing_yet}</b><br />{t.nothing_yet_text}</p><QuickExamples /></>}
        </div>
      )}
    </section>
  );
}
