import { effect, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { diff } from "../api/gateway";
import { Failure } from "../api/http";
import type { Comparison, Difference } from "../api/types";
import { trouble } from "../parts/trouble";
import { source } from "../message/check";
import { form_of } from "../message/places";
import { from_file, from_text, type Source } from "../message/source";
import { announce } from "../parts/announce";
import { CodeView } from "../parts/code-view";
import type { Editor } from "../parts/editor";
import { language, said, words } from "../words/language";

type Side = "first" | "second";

const sides = { first: signal<Source | null>(null), second: signal<Source | null>(null) };
const compared = signal<{ busy: boolean; value?: Comparison; failure?: Failure }>({ busy: false });

/** Typing is let come to rest. */
const rest = 400;
let timer = 0;
let running = new AbortController();

async function compare(): Promise<void> {
  running.abort();
  running = new AbortController();
  const stop = running.signal;
  const [first, second] = [sides.first.peek(), sides.second.peek()];
  if (!first?.text || !second?.text) return void (compared.value = { busy: false });
  compared.value = { ...compared.value, busy: true };
  const part = (of: Source) => ({ name: of.name, text: of.text ?? "" });
  try {
    const value = await diff(part(first), part(second), language.peek(), stop);
    if (stop.aborted) return;
    compared.value = { busy: false, value };
    announce(words.value.diff.outcome(value.equal, value.differences.length));
  } catch (error) {
    if (!stop.aborted) compared.value = { busy: false, failure: error instanceof Failure ? error : new Failure(0, {}) };
  }
}

effect(() => {
  void [sides.first.value, sides.second.value, language.value];
  clearTimeout(timer);
  timer = window.setTimeout(() => void compare(), rest);
});

function Pane({ side, onReady }: { side: Side; onReady: (editor: Editor) => void }) {
  const t = words.value.diff;
  const of = sides[side];
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  const read = (file: File | undefined): void => {
    // What was put there while the file was read is newer.
    const mine = ++asked.current;
    if (file) void from_file(file).then((made) => void (mine === asked.current && (of.value = made)));
  };
  const differences = compared.value.value?.differences;
  const marked = useMemo(
    () => (differences ?? []).flatMap((one) => (one[side]?.line ? [{ line: one[side].line, severity: "info" as const, title: one.path }] : [])),
    [differences],
  );
  return (
    <section
      class="card pane" aria-labelledby={`diff-${side}`}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        read(event.dataTransfer?.files[0]);
      }}
    >
      <div class="card-head">
        <h2 id={`diff-${side}`}>{t.sides[side]}</h2>
        <p class="what">{of.value?.name}</p>
        <span class="grow" />
        <input type="file" class="unseen" ref={input} accept=".xml,.json" tabIndex={-1} aria-hidden="true" onChange={() => read(input.current?.files?.[0])} />
        <button type="button" onClick={() => input.current?.click()}>{words.value.message.open}</button>
      </div>
      {of.value && of.value.text === null && <p class="note" role="alert">{t.too_big}</p>}
      <div class="code-frame">
        {!of.value && <p class="placeholder" aria-hidden="true">{words.value.message.placeholder}</p>}
        <CodeView
          text={of.value?.text ?? ""} form={of.value?.form ?? form_of("")} label={t.labels[side]} readOnly={false} findings={marked} onReady={onReady}
          onChange={(text, anew) => (asked.current++, (of.value = text.trim() === "" ? null : from_text(anew ? "" : (of.value?.name ?? ""), text)))}
        />
      </div>
    </section>
  );
}

function Row({ one, onGo }: { one: Difference; onGo: () => void }) {
  const t = words.value.diff;
  const value = (side: Side) => (one[side] ? <span class={`value ${side}`}>{one[side].value || "∅"}</span> : <span class="soft">–</span>);
  const at = one.first?.line ?? one.second?.line;
  return (
    <tr>
      <td><span class="badge aside">{t.kinds[one.kind]}</span></td>
      <th scope="row">{at ? <button type="button" class="as-link path" onClick={onGo}>{one.path}</button> : <span class="path">{one.path}</span>}</th>
      <td>{value("first")}</td><td>{value("second")}</td>
    </tr>
  );
}

/** What two messages say differently, whatever their form. */
export function DiffView() {
  const t = words.value.diff;
  const editors = useRef<Partial<Record<Side, Editor>>>({});
  useEffect(() => {
    document.title = t.page_title;
  }, [t]);
  useEffect(() => {
    // What the message view shows is the one to compare with.
    if (!sides.first.peek() && source.peek()?.text) sides.first.value = source.peek();
  }, []);
  const { busy, value, failure } = compared.value;
  const go = (one: Difference): void => {
    for (const side of ["first", "second"] as const) if (one[side]?.line) editors.current[side]?.go_to(one[side].line, 1, false);
  };
  const unread = value && !value.equal && value.differences.length === 0;
  return (
    <div class="diff-view">
      <div class="intro"><h1 tabIndex={-1}>{t.heading}</h1><p>{t.intro}</p></div>
      <div class="toolbar" role="group" aria-label={t.heading}>
        <button type="button" disabled={!sides.first.value && !sides.second.value} onClick={() => ([sides.first.value, sides.second.value] = [sides.second.value, sides.first.value])}>{t.swap}</button>
        <p class={`outcome ${value?.equal ? "equal" : ""}`} role="status">
          {failure ? trouble(failure) : busy && !value ? t.comparing : !value ? t.waiting : unread ? t.not_read : t.outcome(value.equal, value.differences.length)}
        </p>
      </div>
      <div class="panes bare">
        <Pane side="first" onReady={(editor) => (editors.current.first = editor)} />
        <Pane side="second" onReady={(editor) => (editors.current.second = editor)} />
      </div>
      {unread && (
        <section class="card findings-card" aria-labelledby="diff-findings">
          <h2 id="diff-findings">{words.value.message.findings}</h2>
          <ul class="findings">
            {(["first", "second"] as const).flatMap((side) => value[side].findings.slice(0, 20).map((finding, n) => (
              <li key={side + n} class="finding error"><p><b>{t.sides[side]}:</b> {said(finding.text)} {finding.line ? words.value.line(finding.line) : ""}</p></li>
            )))}
          </ul>
        </section>
      )}
      {value && value.differences.length > 0 && (
        <section class="card differences" aria-labelledby="differences">
          <div class="card-head"><h2 id="differences">{t.differences}</h2></div>
          <div class="scroll" role="group" aria-labelledby="differences" tabIndex={0}>
            <table>
              <thead><tr><th scope="col">{t.kind}</th><th scope="col">{t.place}</th><th scope="col">{t.sides.first}</th><th scope="col">{t.sides.second}</th></tr></thead>
              <tbody>{value.differences.slice(0, 1000).map((one, index) => <Row key={index} one={one} onGo={() => go(one)} />)}</tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  );
}
