import { computed, signal } from "@preact/signals";
import { validate } from "../api/gateway";
import { Failure } from "../api/http";
import type { Finding, Judged } from "../api/types";
import { level } from "../message/check";
import { form_of } from "../message/places";
import { language } from "../words/language";

/** A file of the report, and what came of it. */
export interface Entry {
  file: File;
  judged?: Judged;
  failure?: Failure;
}

export const entries = signal<Entry[]>([]);
export const done = computed(() => entries.value.filter((one) => one.judged || one.failure).length);

let running = new AbortController();

async function judge(file: File, stop: AbortSignal): Promise<Entry> {
  try {
    const form = form_of(await file.slice(0, 200).text());
    const body = new Blob([file], { type: `application/${form}` });
    const answer = await validate({ body, language: language.value, signal: stop }, level.value);
    return { file, judged: { ...answer.files[0]!, file: file.name } };
  } catch (error) {
    return { file, failure: error instanceof Failure ? error : new Failure(0, { title: String(error) }) };
  }
}

/** So many are asked about at once: the server has others to serve, too. */
const at_once = 3;

/** Judges the files, a few at a time. */
export function report_on(files: File[]): void {
  running.abort();
  running = new AbortController();
  const stop = running.signal;
  const sorted = [...files].sort((a, b) => a.name.localeCompare(b.name));
  entries.value = sorted.map((file) => ({ file }));
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < sorted.length && !stop.aborted; n = next++) {
      const entry = await judge(sorted[n]!, stop);
      if (!stop.aborted) entries.value = entries.value.map((one, index) => (index === n ? entry : one));
    }
  };
  for (let n = 0; n < at_once; n++) void work();
}

export interface RuleCount {
  rule: string;
  severity: Finding["severity"] | "undetermined";
  first: Finding;
  count: number;
  files: number;
}

/** What was found, rule by rule, the most frequent first. */
export const by_rule = computed<RuleCount[]>(() => {
  const all = new Map<string, RuleCount>();
  for (const { judged } of entries.value) {
    const here = new Set<string>();
    for (const finding of judged?.findings ?? []) {
      const severity = finding.outcome === "undetermined" ? "undetermined" : finding.severity;
      const key = `${finding.rule}|${severity}`;
      const found = all.get(key) ?? { rule: finding.rule, severity, first: finding, count: 0, files: 0 };
      found.count++;
      if (!here.has(key)) found.files++;
      here.add(key);
      all.set(key, found);
    }
  }
  const order = ["error", "undetermined", "warning", "info"];
  return [...all.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count);
});
