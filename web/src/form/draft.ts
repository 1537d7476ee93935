import { signal } from "@preact/signals";
import { built_in_schemas, message_fields, translate, validate } from "../api/gateway";
import type { Finding, Judged, MessageFields } from "../api/types";
import { language } from "../words/language";
import { entry_at, made, read, to_xml, walk, type Entry } from "./entries";

const known = new Map<string, Promise<MessageFields>>();

/** What a message may hold; asked once. */
export function fields_of(message: string): Promise<MessageFields> {
  let asked = known.get(message);
  if (!asked) {
    known.set(message, (asked = message_fields(message)));
    asked.catch(() => known.delete(message));
  }
  return asked;
}

/** The other messages of the set that a message is of. */
export async function messages_beside(message: string): Promise<string[]> {
  const [{ schema }, { sets }] = await Promise.all([fields_of(message), built_in_schemas()]);
  return sets.find(({ id }) => id === schema)?.messages.map(({ root }) => root) ?? [];
}

/** A message as this one has it, with the fields of its schema. */
export async function draft_like(text: string): Promise<Entry> {
  const { documentElement } = new DOMParser().parseFromString(text, "application/xml");
  const { root } = await fields_of(documentElement.localName);
  return read(root, documentElement);
}

/** A message with what its schema asks for, and nothing in it. */
export const empty_draft = async (message: string): Promise<Entry> => made((await fields_of(message)).root);

export const value_at = (root: Entry, place: string): string => {
  let found = "";
  walk(root, (entry, path) => void (found ||= path === place ? entry.text : ""));
  return found;
};

export interface Checked {
  judged: Judged;
  at: Map<Entry, Finding[]>;
  elsewhere: Finding[];
}

/** What was found in a message, by the element that it is about. */
export async function checked(root: Entry, stop: AbortSignal): Promise<Checked> {
  const body = new Blob([to_xml(root)], { type: "application/xml" });
  const judged = (await validate({ body, language: language.value, signal: stop }, "market")).files[0]!;
  const at = new Map<Entry, Finding[]>();
  const elsewhere: Finding[] = [];
  for (const finding of judged.findings) {
    const entry = finding.xpath ? entry_at(root, finding.xpath) : null;
    if (!entry || entry === root) elsewhere.push(finding);
    else at.set(entry, [...(at.get(entry) ?? []), finding]);
  }
  return { judged, at, elsewhere };
}

/** The message as CIM. */
export const as_cim = async (root: Entry): Promise<Blob> => {
  const body = new Blob([to_xml(root)], { type: "application/xml" });
  const text = await (await translate({ body, language: language.value }, "cim-json", "nmeg/0.1")).text();
  return new Blob([text], { type: "application/json" });
};

/** The draft that somebody works on; it stays while other parts of the hub are looked at. */
export const draft = signal<{ of: string; root: Entry } | null>(null);
