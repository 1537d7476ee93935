import { useEffect, useMemo, useState } from "preact/hooks";
import { explain } from "../api/gateway";
import type { Explanation, Step } from "../api/types";
import { links_of, place_at, type Link } from "../message/links";
import { CodeView } from "../parts/code-view";
import type { Editor, Mark, Picked } from "../parts/editor";
import { language, words } from "../words/language";
import { is_sent, wire_view, type WireView } from "./wire-view";

type Side = "soap" | "cim";

function Pane({ by, step, view, marks, onPick }: { by: Side; step: Step | undefined; view: WireView | null; marks: Mark[]; onPick: (at: Picked) => void }) {
  const t = words.value.hub;
  if (!step?.wire || !view) return <div class="wire soft" data-by={t.by[by]}>{t.nothing_on_wire}</div>;
  const { method, target, status } = step.wire;
  // What is wanted stands somewhere in a result set: it is shown from its beginning.
  const ready = (editor: Editor): void => {
    if (view.start > 0) requestAnimationFrame(() => editor.go_to(editor.line_of(view.start), 1, false));
  };
  return (
    <div class="wire" data-by={t.by[by]}>
      <p class="wire-line"><b>{t.by[by]}</b> <code>{method} {target}</code> <span class="soft">{is_sent(step) ? t.request : t.response(status)}</span></p>
      <div class="step-code">
        <CodeView text={view.text} form={view.form} label={`${t.by[by]}, ${step.message || t.message}`} readOnly marks={marks} onPick={onPick} onReady={ready} />
      </div>
    </div>
  );
}

/** What went over the wire in one step, in both languages; a value that is picked is marked on both sides. */
export function StepMessages({ soap, cim }: { soap: Step | undefined; cim: Step | undefined }) {
  const t = words.value.hub;
  const left = useMemo(() => wire_view(soap), [soap]);
  const right = useMemo(() => wire_view(cim), [cim]);
  const [values, set_values] = useState<Explanation[]>([]);
  const [picked, pick] = useState<{ side: Side; links: Link[] } | null>(null);
  const content = cim?.content ?? "";

  useEffect(() => {
    pick(null);
    if (!content || !left || !right) return;
    const away = new AbortController();
    explain({ body: new Blob([content], { type: "application/xml" }), language: language.value, signal: away.signal }, "nmeg-no/0.1").then(
      (told) => void (!away.signal.aborted && set_values(told.values)),
      () => void (!away.signal.aborted && set_values([])), // Without it, both are shown all the same.
    );
    return () => away.abort();
  }, [content, left, right, language.value]);

  const links = useMemo(() => links_of(values, right?.shown ?? [], left?.places ?? [], () => 0), [values, left, right]);
  const marks = (side: Side): Mark[] =>
    (picked?.links ?? []).flatMap((link) => {
      const place = side === "soap" ? link.source : link.target;
      return place ? [{ from: place.from, to: place.to, kind: picked?.side === side ? "picked" as const : "linked" as const }] : [];
    });
  const left_marks = useMemo(() => marks("soap"), [picked]);
  const right_marks = useMemo(() => marks("cim"), [picked]);
  const from_soap = (at: Picked): void => {
    const place = place_at(left?.places ?? [], at);
    pick({ side: "soap", links: (place && links.by_source.get(place)) || [] });
  };
  const from_cim = (at: Picked): void => {
    const place = place_at(right?.places ?? [], at);
    const link = place && links.by_target.get(place);
    pick({ side: "cim", links: link ? [link] : [] });
  };
  const link = picked?.links[0];
  return (
    <div class="wires">
      <Pane by="soap" step={soap} view={left} marks={left_marks} onPick={from_soap} />
      <Pane by="cim" step={cim} view={right} marks={right_marks} onPick={from_cim} />
      {left && right && (
        <p class="soft linked" aria-live="polite">
          {link ? (
            <>
              <b>{link.value.source?.value ?? "–"}</b> → <b>{link.value.value}</b> · {words.value.message.hows[link.value.how] ?? link.value.how}
              {link.value.rule && <> · <code>{link.value.rule}</code></>}
            </>
          ) : picked ? t.no_counterpart : values.length > 0 ? t.pick_hint : ""}
        </p>
      )}
    </div>
  );
}
