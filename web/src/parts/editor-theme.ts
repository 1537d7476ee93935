import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colours are the page's variables: they follow it into the shadow tree and into the dark.
const underline = (colour: string) => `inset 0 -2px 0 ${colour}`;
const line = (kind: string) => ({ backgroundColor: `color-mix(in srgb, var(--${kind}-bg) 60%, transparent)` });
const sign = (kind: string) => ({
  color: `var(--${kind})`, backgroundColor: `var(--${kind}-bg)`, fontWeight: "700", display: "inline-block",
  width: "1.35em", textAlign: "center", borderRadius: "4px", cursor: "pointer", lineHeight: "1.35",
});

/** Columns of indentation up to which wrapped lines hang. */
export const deepest = 40;

export const theme = EditorView.theme({
  // A line that is wrapped goes on under its beginning.
  ...Object.fromEntries(
    Array.from({ length: deepest + 1 }, (_, n) => [`.hang-${n}`, { paddingLeft: `calc(${n + 2}ch + 6px)`, textIndent: `-${n + 2}ch` }]),
  ),
  ".indentation": { whiteSpace: "pre" },
  "&": { height: "100%", fontSize: ".82rem", backgroundColor: "var(--card)", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", paddingBlock: ".5rem" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--soft)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { paddingInline: ".3rem .35rem", minWidth: "2.2rem" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--brand) 6%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--brand) 10%, transparent)", color: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--focus) 28%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--warning) 22%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--brand) 22%, transparent)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--inset)", border: "1px solid var(--line)", color: "var(--soft)", padding: "0 .4em" },
  ".cm-foldGutter span": { color: "var(--soft)" },
  ".signs .cm-gutterElement": { paddingInline: ".3rem 0", width: "1.75em" },
  ".sign-error": sign("invalid"), ".sign-warning": sign("warning"), ".sign-info": sign("info"), ".sign-undetermined": sign("undetermined"),
  ".line-error": line("invalid"), ".line-warning": line("warning"), ".line-info": line("info"), ".line-undetermined": line("undetermined"),
  ".mark-picked": { backgroundColor: "var(--pick)", boxShadow: underline("var(--pick-line)"), borderRadius: "3px" },
  ".mark-linked": { backgroundColor: "var(--link)", boxShadow: underline("var(--link-line)"), borderRadius: "3px" },
  ".mark-also": { boxShadow: underline("var(--link-line)") },
  ".cm-panels": { backgroundColor: "var(--inset)", color: "var(--text)", borderColor: "var(--line)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: ".4rem .5rem", fontSize: ".8rem" },
  ".cm-textfield, .cm-button": {
    font: "inherit", color: "var(--text)", backgroundColor: "var(--card)", backgroundImage: "none",
    border: "1px solid var(--line)", borderRadius: "6px", padding: ".2rem .45rem",
  },
  ".cm-panel.cm-search [name=close]": { color: "var(--text)", fontSize: "1.1rem", padding: "0 .4rem" },
});

export const highlight = HighlightStyle.define([
  { tag: [tags.tagName, tags.propertyName], color: "var(--code-name)" },
  { tag: [tags.attributeName], color: "var(--code-attribute)" },
  { tag: [tags.attributeValue, tags.string], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.angleBracket, tags.brace, tags.squareBracket, tags.separator, tags.punctuation, tags.definitionOperator], color: "var(--soft)" },
  { tag: [tags.comment, tags.processingInstruction, tags.documentMeta], color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--invalid)" },
]);
