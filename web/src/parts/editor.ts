import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { xml } from "@codemirror/lang-xml";
import { bracketMatching, foldGutter, foldKeymap, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorSelection, EditorState, RangeSet, StateEffect, StateField, type Extension, type Range } from "@codemirror/state";
import {
  Decoration, EditorView, GutterMarker, drawSelection, gutter, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars,
  keymap, lineNumbers, ViewPlugin, type DecorationSet, type ViewUpdate,
} from "@codemirror/view";
import type { Form } from "../message/places";
import type { Severity } from "../api/types";
import { deepest, highlight, theme } from "./editor-theme";

export interface Mark {
  from: number;
  to: number;
  kind: "picked" | "linked" | "also";
}

export interface Picked {
  position: number;
  /** start and end of its line */
  from: number;
  to: number;
}

export interface LineFinding {
  line: number;
  severity: Severity | "undetermined";
  title: string;
}

export interface EditorOptions {
  label: string;
  readOnly: boolean;
  phrases: Record<string, string>;
  /** `anew`: another text was put in place of the whole. */
  onChange?: (text: string, anew: boolean) => void;
  /** The caret was put somewhere by the user. */
  onPick?: (picked: Picked) => void;
  onFinding?: (line: number) => void;
}

const set_marks = StateEffect.define<Mark[]>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    value = value.map(transaction.changes);
    for (const effect of transaction.effects)
      if (effect.is(set_marks))
        value = Decoration.set(
          effect.value
            .filter((mark) => mark.from < mark.to && mark.to <= transaction.newDoc.length)
            .map((mark) => Decoration.mark({ class: `mark-${mark.kind}` }).range(mark.from, mark.to)),
          true,
        );
    return value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const symbols = { error: "✕", warning: "!", info: "i", undetermined: "?" } as const;
const order = ["info", "undetermined", "warning", "error"] as const;

class FindingMarker extends GutterMarker {
  constructor(
    readonly severity: LineFinding["severity"],
    readonly title: string,
  ) {
    super();
  }
  override eq(other: FindingMarker): boolean {
    return other.severity === this.severity && other.title === this.title;
  }
  override toDOM(): Node {
    const sign = document.createElement("span");
    sign.className = `sign-${this.severity}`;
    sign.textContent = symbols[this.severity];
    sign.title = this.title;
    return sign;
  }
}

const set_findings = StateEffect.define<LineFinding[]>();
interface Signs {
  lines: DecorationSet;
  markers: RangeSet<GutterMarker>;
}
const signs = StateField.define<Signs>({
  create: () => ({ lines: Decoration.none, markers: RangeSet.empty }),
  update(value, transaction) {
    if (transaction.docChanged)
      value = { lines: value.lines.map(transaction.changes), markers: value.markers.map(transaction.changes) };
    for (const effect of transaction.effects) if (effect.is(set_findings)) value = signs_of(transaction.state, effect.value);
    return value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.lines),
});

function signs_of(state: EditorState, findings: LineFinding[]): Signs {
  const by_line = new Map<number, LineFinding>();
  for (const finding of findings) {
    if (finding.line < 1 || finding.line > state.doc.lines) continue;
    const before = by_line.get(finding.line);
    const worse = !before || order.indexOf(finding.severity) > order.indexOf(before.severity);
    by_line.set(finding.line, {
      line: finding.line,
      severity: worse ? finding.severity : before.severity,
      title: before ? `${before.title}\n${finding.title}` : finding.title,
    });
  }
  const lines: Range<Decoration>[] = [];
  const markers: Range<GutterMarker>[] = [];
  for (const [line, finding] of [...by_line].sort(([a], [b]) => a - b)) {
    const at = state.doc.line(line).from;
    lines.push(Decoration.line({ class: `line-${finding.severity}` }).range(at));
    markers.push(new FindingMarker(finding.severity, finding.title).range(at));
  }
  return { lines: Decoration.set(lines), markers: RangeSet.of(markers) };
}

const hang = Array.from({ length: deepest + 1 }, (_, n) => Decoration.line({ class: `hang-${n}` }));

/** A line is not broken between its indentation and its first word, however long that is. */
const indentation = Decoration.mark({ class: "indentation" });

/** Lets wrapped lines hang. By classes: the page's policy allows no styles inline. */
const hanging = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = this.made(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = this.made(update.view);
    }
    private made(view: EditorView): DecorationSet {
      const lines: Range<Decoration>[] = [];
      for (const { from, to } of view.visibleRanges)
        for (let at = from; at <= to; ) {
          const line = view.state.doc.lineAt(at);
          const indent = /^ */.exec(line.text.slice(0, deepest))![0].length;
          lines.push(hang[indent]!.range(line.from));
          if (indent > 0) lines.push(indentation.range(line.from, line.from + indent));
          at = line.to + 1;
        }
      return Decoration.set(lines);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const language_of = (form: Form): Extension => (form === "json" ? json() : xml());

/**
 * An editor in a shadow tree of its own: there its style sheets are made by script, so that the page's policy need not
 * allow styles in the document.
 */
export class Editor {
  private readonly view: EditorView;
  private readonly language = new Compartment();
  private readonly words = new Compartment();
  private form: Form = "xml";
  private quiet = false;

  constructor(host: HTMLElement, options: EditorOptions) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const parent = document.createElement("div");
    parent.style.height = "100%";
    root.replaceChildren(parent);
    this.view = new EditorView({
      root,
      parent,
      state: EditorState.create({
        extensions: [
          gutter({
            class: "signs",
            markers: (view) => view.state.field(signs).markers,
            initialSpacer: () => new FindingMarker("error", ""),
            domEventHandlers: {
              click: (view, block) => {
                options.onFinding?.(view.state.doc.lineAt(block.from).number);
                return true;
              },
            },
          }),
          lineNumbers(), foldGutter(), highlightActiveLineGutter(), highlightActiveLine(), highlightSpecialChars(), history(),
          drawSelection(), EditorView.lineWrapping, hanging, bracketMatching(), search({ top: true }), highlightSelectionMatches(),
          syntaxHighlighting(highlight), theme, marks, signs,
          keymap.of([...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
          EditorState.readOnly.of(options.readOnly),
          this.language.of(language_of(this.form)),
          this.words.of(Editor.words_of(options)),
          EditorView.updateListener.of((update) => {
            if (this.quiet) return;
            if (update.docChanged) {
              let kept = 0;
              update.changes.iterGaps((_from, _to, length) => void (kept += length));
              const put_in = update.transactions.some((t) => t.isUserEvent("input.paste") || t.isUserEvent("input.drop"));
              options.onChange?.(update.state.doc.toString(), put_in && kept === 0);
            }
            const by_user = update.transactions.some((t) => t.isUserEvent("select"));
            if (!update.selectionSet || !by_user) return;
            const position = update.state.selection.main.head;
            const { from, to } = update.state.doc.lineAt(position);
            options.onPick?.({ position, from, to });
          }),
        ],
      }),
    });
  }

  private static words_of(options: Pick<EditorOptions, "label" | "readOnly" | "phrases">): Extension {
    return [
      EditorState.phrases.of(options.phrases),
      EditorView.contentAttributes.of({
        "aria-label": options.label,
        tabindex: "0",
        ...(options.readOnly ? { "aria-readonly": "true" } : {}),
      }),
    ];
  }

  speak(options: Pick<EditorOptions, "label" | "readOnly" | "phrases">): void {
    this.view.dispatch({ effects: this.words.reconfigure(Editor.words_of(options)) });
  }

  show(text: string, form: Form): void {
    if (form !== this.form) {
      this.form = form;
      this.view.dispatch({ effects: this.language.reconfigure(language_of(form)) });
    }
    if (text === this.view.state.doc.toString()) return;
    this.quiet = true;
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      effects: [set_marks.of([]), set_findings.of([])],
    });
    this.view.scrollDOM.scrollTop = 0;
    this.quiet = false;
  }

  mark(list: Mark[], reveal = true): void {
    const first = list.find((mark) => mark.kind !== "also") ?? list[0];
    const effects: StateEffect<unknown>[] = [set_marks.of(list)];
    if (reveal && first && first.to <= this.view.state.doc.length && !this.in_view(first))
      effects.push(EditorView.scrollIntoView(EditorSelection.range(first.from, first.to), { y: "center", xMargin: 24 }));
    this.view.dispatch({ effects });
  }

  findings(list: LineFinding[]): void {
    this.view.dispatch({ effects: set_findings.of(list) });
  }

  /** Puts the caret on a line (counted from 1) and column, and the focus there. */
  go_to(line: number, column = 1, focus = true): void {
    const doc = this.view.state.doc;
    if (line < 1 || line > doc.lines) return;
    const at = doc.line(line);
    const position = Math.min(at.from + Math.max(column, 1) - 1, at.to);
    this.view.dispatch({ selection: { anchor: position }, effects: EditorView.scrollIntoView(position, { y: "center" }) });
    if (focus) this.view.focus();
  }

  line_of(position: number): number {
    return this.view.state.doc.lineAt(Math.min(position, this.view.state.doc.length)).number;
  }

  focus(): void {
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }

  private in_view({ from, to }: Mark): boolean {
    const [start, end] = [this.view.coordsAtPos(from), this.view.coordsAtPos(to)];
    const box = this.view.scrollDOM.getBoundingClientRect();
    return start !== null && end !== null && start.top >= box.top && end.bottom <= box.bottom && start.left >= box.left && end.right <= box.right;
  }
}
