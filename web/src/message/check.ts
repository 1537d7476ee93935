import { batch, computed, effect, signal } from "@preact/signals";
import { explain, translate, validate, type Level, type Profile, type Target } from "../api/gateway";
import { Failure } from "../api/http";
import type { Explained, Finding, Judged } from "../api/types";
import { language } from "../words/language";
import { may_have_values, values_of, type Values } from "../values/read";
import { links_of, type Link } from "./links";
import { places_of } from "./places";
import { editor_limit, from_file, from_text, is_bim, link_limit, type Source } from "./source";
import { translation_of, type Translation } from "./translation";

/** Something asked of the server: the last answer stays until the next one is there. */
export interface Asked<T> {
  busy: boolean;
  value?: T;
  failure?: Failure;
}

const nothing = { busy: false };

export const source = signal<Source | null>(null);
export const profile = signal<Profile>("nmeg/0.1");
export const level = signal<Level>("message");
export const cim_form = signal<"cim-json" | "cim-xml">("cim-json");
export const judged = signal<Asked<Judged>>(nothing);
export const translated = signal<Asked<Translation>>(nothing);
export const explained = signal<Asked<Explained>>(nothing);
export const tab = signal(0);
/** the values of a message that has any, and whether they are shown in place of the translation */
export const values = signal<Asked<Values | null>>(nothing);
export const values_shown = signal(false);
/** A message has come that was not typed: its first finding is gone to. */
export const arrived = signal(false);
export const picked = signal<{ side: "source" | "target"; links: Link[]; at: number } | null>(null);
export const unreadable = signal(false);

export const target = computed<Target>(() => (source.value && !is_bim(source.value) ? "bim" : cim_form.value));
export const too_big = computed(() => source.value !== null && source.value.text === null);
export const linkable = computed(() => source.value !== null && source.value.body.size <= link_limit);

export const source_places = computed(() => {
  const at = source.value;
  return at?.text && linkable.value ? places_of(at.text, at.form).places : [];
});

function line_counter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

export const links = computed(() => {
  // What is on its way would be linked with what was there before.
  const settled = !explained.value.busy && !translated.value.busy;
  const values = settled ? (explained.value.value?.values ?? []) : [];
  return links_of(values, translated.value.value?.shown ?? [], source_places.value, line_counter(source.value?.text ?? ""));
});

/** What was found in the message, and what its translation would lose. */
export const findings = computed<Finding[]>(() => [
  ...(judged.value.value?.findings ?? []),
  ...(explained.value.value?.findings ?? []).filter((finding) => finding.stage === "translation"),
]);

let running = new AbortController();

async function keep<T>(into: { value: Asked<T> }, at: AbortController, work: () => Promise<T>): Promise<void> {
  into.value = { ...into.value, busy: true };
  try {
    const value = await work();
    if (!at.signal.aborted) into.value = { busy: false, value };
  } catch (error) {
    if (at.signal.aborted) return;
    into.value = { busy: false, failure: error instanceof Failure ? error : new Failure(0, {}) };
  }
}

async function judge(of: Source, at: AbortController): Promise<void> {
  await keep(judged, at, async () => {
    const answer = await validate({ body: of.body, language: language.value, signal: at.signal }, level.value);
    return answer.files[0]!;
  });
}

async function read_values(of: Source, at: AbortController): Promise<void> {
  if (!may_have_values(of.text ?? of.head ?? "")) values.value = nothing;
  else await keep(values, at, () => values_of(of.text ?? of.body, of.form, of.encoding, at.signal));
}

async function translate_and_link(of: Source, at: AbortController): Promise<void> {
  const call = { body: of.body, language: language.value, signal: at.signal };
  await Promise.all([
    keep(translated, at, async () => translation_of(await (await translate(call, target.value, profile.value)).text())),
    linkable.value ? keep(explained, at, () => explain(call, profile.value)) : (explained.value = nothing),
  ]);
}

/** Asks about the message again, whatever is under way. */
function run(): void {
  running.abort();
  running = new AbortController();
  const of = source.peek();
  batch(() => {
    picked.value = null;
    if (of) return;
    judged.value = nothing;
    translated.value = nothing;
    explained.value = nothing;
    values.value = nothing;
  });
  if (!of) return;
  void judge(of, running);
  void read_values(of, running);
  if (of.text !== null) void translate_and_link(of, running);
  else batch(() => ((translated.value = nothing), (explained.value = nothing)));
}

// Typing is let come to rest.
const rest = 450;
let timer = 0;
effect(() => {
  void [profile.value, level.value, cim_form.value, language.value];
  const delay = source.value?.typed ? rest : 0;
  clearTimeout(timer);
  timer = window.setTimeout(run, delay);
});

let wishes = 0;

/** A message is asked for that takes a while to come: it is taken when nothing else was asked for or typed meanwhile. */
export function wished(): { newest: () => boolean } {
  const mine = ++wishes;
  return { newest: () => mine === wishes };
}

/** The text was changed by hand; `anew` when another one was put in its place, which no longer is the file it was. */
export function typed(text: string, anew: boolean): void {
  wishes++;
  batch(() => {
    const name = anew ? "" : (source.peek()?.name ?? "");
    if (anew) arrived.value = true;
    source.value = text.trim() === "" ? null : from_text(name, text);
  });
}

export function take(next: Source | null): void {
  wishes++;
  batch(() => {
    unreadable.value = false;
    judged.value = nothing;
    translated.value = nothing;
    explained.value = nothing;
    values.value = nothing;
    tab.value = 0;
    // What is too big to be shown is not translated before it is asked for.
    values_shown.value = next !== null && next.text === null;
    arrived.value = next !== null;
    source.value = next;
  });
}

export async function open_file(file: File): Promise<void> {
  const wish = wished();
  try {
    const read = await from_file(file);
    if (wish.newest()) take(read);
  } catch {
    unreadable.value = true;
  }
}

export { editor_limit, link_limit };
