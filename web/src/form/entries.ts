import type { Field, FieldValue } from "../api/types";

/** An element of a message that is being made: what the schema says of it, and what somebody gave. */
export interface Entry {
  field: Field;
  text: string;
  attributes: Record<string, string>;
  parts: Entry[];
}

/** The only value that there is, if so. */
const only_value = ({ fixed, codes }: FieldValue): string => fixed ?? (codes?.length === 1 ? codes[0]!.code : "");

export const is_group = ({ field }: Entry): boolean => (field.fields?.length ?? 0) > 0;
export const may_repeat = (field: Field): boolean => field.maxOccurs === undefined || field.maxOccurs > 1;

/** An element with what must be in it, and no more. */
export function made(field: Field): Entry {
  const attributes: Record<string, string> = {};
  for (const { name, required, value } of field.attributes ?? []) if (required) attributes[name] = only_value(value);
  const parts: Entry[] = [];
  const chosen = new Set<number>();
  for (const inner of field.fields ?? []) {
    const first_choice = inner.choice !== undefined && inner.choiceRequired === true && !chosen.has(inner.choice);
    if (inner.choice !== undefined) chosen.add(inner.choice);
    for (let n = inner.choice === undefined ? inner.minOccurs : Number(first_choice); n > 0; n--) parts.push(made(inner));
  }
  return { field, text: field.value ? only_value(field.value) : "", attributes, parts };
}

/** Puts an element where the schema has its place: behind those that come before it, and its like. */
export function add(parent: Entry, field: Field, entry: Entry = made(field)): Entry {
  const order = parent.field.fields ?? [];
  const place = (one: Field): number => order.indexOf(one);
  const behind = parent.parts.findIndex((one) => place(one.field) > place(field));
  parent.parts.splice(behind < 0 ? parent.parts.length : behind, 0, entry);
  return entry;
}

export const count_of = (parent: Entry, field: Field): number => parent.parts.filter((one) => one.field === field).length;

/** Whether a message without it would not be of its schema. */
export const must_stay = (parent: Entry, { field }: Entry): boolean =>
  field.choice === undefined ? count_of(parent, field) <= field.minOccurs
    : field.choiceRequired === true && parent.parts.filter((one) => one.field.choice === field.choice).length <= 1;

/** What may be added to an element as it is. */
export const addable = (parent: Entry): Field[] =>
  (parent.field.fields ?? []).filter((field) => {
    const rival = field.choice !== undefined && parent.parts.some((one) => one.field.choice === field.choice && one.field !== field);
    return !rival && (field.maxOccurs === undefined || count_of(parent, field) < field.maxOccurs);
  });

/** The other branches of the choice that an element is one of. */
export const rivals = (parent: Entry, { field }: Entry): Field[] =>
  field.choice === undefined ? [] : (parent.field.fields ?? []).filter((one) => one.choice === field.choice);

/** Every element with the names that lead to it: "PayloadMPEvent/StartOfOccurrence". */
export function walk(entry: Entry, see: (entry: Entry, path: string) => void, path = ""): void {
  see(entry, path);
  for (const part of entry.parts) walk(part, see, path ? `${path}/${part.field.name}` : part.field.name);
}

/** An element as a message that is there has it; what its schema does not know is left out. */
export function read(field: Field, element: Element): Entry {
  const attributes = Object.fromEntries((field.attributes ?? []).flatMap(({ name }) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [[name, value]];
  }));
  const parts = [...element.children].flatMap((child) => {
    const inner = field.fields?.find((one) => one.name === child.localName && one.namespace === child.namespaceURI);
    return inner ? [read(inner, child)] : [];
  });
  return { field, text: field.value ? (element.textContent ?? "").trim() : "", attributes, parts };
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The message as XML. */
export function to_xml(root: Entry): string {
  const prefixes = new Map<string, string>([[root.field.namespace, "rsm"]]);
  walk(root, ({ field: { namespace } }) => {
    if (!prefixes.has(namespace)) prefixes.set(namespace, prefixes.size === 1 ? "abie" : `n${prefixes.size}`);
  });
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  const write = (entry: Entry, indent: string, more: string): void => {
    const name = `${prefixes.get(entry.field.namespace)}:${entry.field.name}`;
    const said = (entry.field.attributes ?? []).map(({ name: key, required }) => {
      const value = entry.attributes[key];
      return value || (required && value !== undefined) ? ` ${key}="${escaped(value)}"` : "";
    }).join("");
    if (entry.parts.length === 0) return void lines.push(`${indent}<${name}${more}${said}>${escaped(entry.text)}</${name}>`);
    lines.push(`${indent}<${name}${more}${said}>`);
    for (const part of entry.parts) write(part, `${indent}  `, "");
    lines.push(`${indent}</${name}>`);
  };
  write(root, "", [...prefixes].map(([namespace, prefix]) => ` xmlns:${prefix}="${namespace}"`).join(""));
  return lines.join("\n") + "\n";
}

/** The element that a path of a finding is about: "/RequestStartOfSupply/PayloadMPEvent[2]/StartOfOccurrence". */
export function entry_at(root: Entry, path: string): Entry | null {
  let at: Entry | undefined = root;
  for (const step of path.split("/").slice(2)) {
    if (step.startsWith("@")) break;
    const [, name, index] = /^(?:[^:[]*:)?([^[]+)(?:\[(\d+)\])?/.exec(step) ?? [];
    at = at?.parts.filter((one) => one.field.name === name)[Number(index ?? 1) - 1];
  }
  return at ?? null;
}
