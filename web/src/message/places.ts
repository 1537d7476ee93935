import { jsonLanguage } from "@codemirror/lang-json";
import { xmlLanguage } from "@codemirror/lang-xml";
import type { SyntaxNode } from "@lezer/common";

/** A value in a text: where it is, and the path that an explanation calls it by. */
export interface Place {
  /** "/RequestStartOfSupply/Header/Identification"; a first sibling has no number */
  path: string;
  /** which of the documents in the text, counted from 0; -1 for the supplement */
  document: number;
  /** the value itself */
  from: number;
  to: number;
  /** the element or member that holds it */
  outerFrom: number;
  outerTo: number;
}

/** A part of a bundle: a document or the supplement. */
export interface Part {
  root: string;
  document: number;
  /** which of the bundles, where an answer holds several; each message of Elhub's form is one */
  bundle: number;
  from: number;
  to: number;
}

export interface Places {
  parts: Part[];
  places: Place[];
}

export type Form = "xml" | "json";

export const form_of = (text: string): Form => (/^\s*[{[]/.test(text) ? "json" : "xml");

/** A path as both sides write it: the first of several siblings without its number. */
export const plain = (path: string): string => path.replaceAll("[1]", "");

/** The paths of an entry of the supplement: "Series[2..4]/mRID" stands for three of them. */
export function paths_of(entry: string): string[] {
  const range = /\[(\d+)\.\.(\d+)\]/.exec(entry);
  if (!range) return ["/supplement/" + plain(entry)];
  const [first, last] = [Number(range[1]), Math.min(Number(range[2]), Number(range[1]) + most_of_a_range)];
  const [before, after] = [entry.slice(0, range.index), entry.slice(range.index + range[0].length)];
  const out: string[] = [];
  for (let number = first; number <= last; number++) out.push(...paths_of(`${before}[${number}]${after}`));
  return out;
}

const most_of_a_range = 10_000;

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

export function places_of(text: string, form: Form): Places {
  return form === "json" ? json_places(text) : xml_places(text);
}

// ---- XML

/** Text between tags without the white space around it. */
function trimmed(text: string, from: number, to: number): { from: number; to: number } {
  const inner = text.slice(from, to);
  const lead = inner.length - inner.trimStart().length;
  return lead === inner.length ? { from, to: from } : { from: from + lead, to: from + inner.trimEnd().length };
}

function attributes(text: string, tag: SyntaxNode): { name: string; node: SyntaxNode; from: number; to: number }[] {
  return tag.getChildren("Attribute").flatMap((node) => {
    const name = node.getChild("AttributeName");
    const value = node.getChild("AttributeValue");
    if (!name || !value) return [];
    return [{ name: text.slice(name.from, name.to), node, from: value.from + 1, to: value.to - 1 }];
  });
}

function tag_of(element: SyntaxNode): SyntaxNode | null {
  return element.getChild("OpenTag") ?? element.getChild("SelfClosingTag");
}

function name_of(text: string, element: SyntaxNode): string {
  const name = tag_of(element)?.getChild("TagName");
  return name ? local(text.slice(name.from, name.to)) : "";
}

/** What travels in the elements of an operation, which are no part of a message's paths: a message has a header. */
function messages_in(text: string, element: SyntaxNode): SyntaxNode[] {
  const children = element.getChildren("Element");
  return children.some((child) => name_of(text, child) === "Header") ? [element] : children.flatMap((child) => messages_in(text, child));
}

function xml_places(text: string): Places {
  const out: Places = { parts: [], places: [] };
  let roots = xmlLanguage.parser.parse(text).topNode.getChildren("Element");
  const named = (elements: SyntaxNode[], name: string) => elements.filter((element) => name_of(text, element) === name);
  const bodies = named(roots, "Envelope").flatMap((envelope) => named(envelope.getChildren("Element"), "Body"));
  if (bodies.length > 0) roots = bodies.flatMap((body) => body.getChildren("Element").flatMap((one) => messages_in(text, one)));
  const bundled = bodies.length === 0 && named(roots, "bundle").length > 0;
  if (bundled) roots = roots[0]!.getChildren("Element");
  let document = 0;
  for (const root of roots) {
    const name = name_of(text, root);
    if (!name) continue;
    const supplement = name === "supplement";
    out.parts.push({ root: name, document: supplement ? -1 : document, bundle: bundled ? 0 : document, from: root.from, to: root.to });
    if (supplement) xml_supplement(text, root, out);
    else xml_element(text, root, "/" + name, document++, out);
  }
  return out;
}

function xml_element(text: string, element: SyntaxNode, path: string, document: number, out: Places): void {
  const tag = tag_of(element);
  const outer = { outerFrom: element.from, outerTo: element.to };
  if (tag)
    for (const a of attributes(text, tag))
      if (!a.name.startsWith("xmlns"))
        out.places.push({
          path: `${path}/@${local(a.name)}`, document, from: a.from, to: a.to,
          outerFrom: a.node.from, outerTo: a.node.to,
        });
  const children = element.getChildren("Element");
  if (children.length === 0) {
    const open = element.getChild("OpenTag");
    const close = element.getChild("CloseTag");
    const value = open && close ? trimmed(text, open.to, close.from) : { from: element.from, to: element.to };
    out.places.push({ path, document, ...value, ...outer });
    return;
  }
  const seen = new Map<string, number>();
  for (const child of children) {
    const name = name_of(text, child);
    if (!name) continue;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    xml_element(text, child, `${path}/${name}${number > 1 ? `[${number}]` : ""}`, document, out);
  }
}

function xml_supplement(text: string, root: SyntaxNode, out: Places): void {
  for (const entry of root.getChildren("Element")) {
    const tag = tag_of(entry);
    const path = tag && attributes(text, tag).find((a) => a.name === "path");
    if (!path) continue;
    const open = entry.getChild("OpenTag");
    const close = entry.getChild("CloseTag");
    const value = open && close ? trimmed(text, open.to, close.from) : { from: path.from, to: path.to };
    for (const one of paths_of(text.slice(path.from, path.to)))
      out.places.push({ path: one, document: -1, ...value, outerFrom: entry.from, outerTo: entry.to });
  }
}

// ---- JSON

const is_simple = (node: SyntaxNode): boolean => node.name !== "Object" && node.name !== "Array";

interface Member {
  name: string;
  node: SyntaxNode;
  value: SyntaxNode;
}

function members(text: string, object: SyntaxNode): Member[] {
  return object.getChildren("Property").flatMap((node) => {
    const name = node.getChild("PropertyName");
    const value = node.lastChild;
    if (!name || !value || value.name === "PropertyName" || value.type.isError) return [];
    return [{ name: text.slice(name.from + 1, name.to - 1), node, value }];
  });
}

function items(array: SyntaxNode): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  for (let at = array.firstChild; at; at = at.nextSibling) if (!/^[[\],]$/.test(at.name) && !at.type.isError) out.push(at);
  return out;
}

/** The inside of a string, the whole of a number. */
function token(node: SyntaxNode): { from: number; to: number } {
  return node.name === "String" ? { from: node.from + 1, to: node.to - 1 } : { from: node.from, to: node.to };
}

function json_places(text: string): Places {
  const out: Places = { parts: [], places: [] };
  const top = jsonLanguage.parser.parse(text).topNode.firstChild;
  if (!top) return out;
  let document = 0;
  let bundle = 0;
  const add = (object: SyntaxNode): void => {
    for (const root of object.name === "Object" ? members(text, object) : []) {
      if (root.name === "documents" && root.value.name === "Array") items(root.value).forEach(add);
      // What the queues and the answers of the CIM interface wrap bundles in.
      else if (root.name === "bundles" && root.value.name === "Array") items(root.value).forEach((one) => (add(one), bundle++));
      else if (root.name === "answer" || root.name === "documents") add(root.value);
      else if (root.name === "supplement" && root.value.name === "Object") {
        out.parts.push({ root: root.name, document: -1, bundle, from: root.value.from, to: root.value.to });
        json_supplement(text, root.value, out);
      } else if (root.value.name === "Object") {
        out.parts.push({ root: root.name, document, bundle, from: object.from, to: object.to });
        json_object(text, root.value, "/" + root.name, document++, out);
      }
    }
  };
  (top.name === "Array" ? items(top) : [top]).forEach(add);
  return out;
}

function json_object(text: string, object: SyntaxNode, path: string, document: number, out: Places): void {
  for (const { name, node, value } of members(text, object)) {
    const values = value.name === "Array" ? items(value) : [value];
    values.forEach((item, index) => {
      const outer = value.name === "Array" ? item : node;
      json_value(text, item, outer, `${path}/${name}${index > 0 ? `[${index + 1}]` : ""}`, document, out);
    });
  }
}

function json_value(
  text: string, value: SyntaxNode, outer: SyntaxNode, path: string, document: number, out: Places,
): void {
  const at = (node: SyntaxNode, whole: SyntaxNode, where: string): void => {
    out.places.push({ path: where, document, ...token(node), outerFrom: whole.from, outerTo: whole.to });
  };
  if (is_simple(value)) return at(value, outer, path);
  const inside = members(text, value);
  // A value with attributes: {"codingScheme": "A10", "value": "…"}.
  const own = inside.find((m) => m.name === "value" && is_simple(m.value));
  if (!own || !inside.every((m) => is_simple(m.value))) return json_object(text, value, path, document, out);
  for (const m of inside) if (m !== own) at(m.value, m.node, `${path}/@${m.name}`);
  at(own.value, outer, path);
}

function json_supplement(text: string, supplement: SyntaxNode, out: Places): void {
  const entries = members(text, supplement).find((m) => m.name === "entries");
  if (!entries || entries.value.name !== "Array") return;
  for (const entry of items(entries.value)) {
    const inside = members(text, entry);
    const path = inside.find((m) => m.name === "path");
    if (!path) continue;
    const { from, to } = token(path.value);
    const value = token((inside.find((m) => m.name === "value") ?? path).value);
    for (const one of paths_of(text.slice(from, to)))
      out.places.push({ path: one, document: -1, ...value, outerFrom: entry.from, outerTo: entry.to });
  }
}
