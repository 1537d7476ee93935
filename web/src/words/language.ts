import { computed, effect, signal } from "@preact/signals";
import * as bridge from "./bridge";
import * as common from "./common";
import * as diff from "./diff";
import * as form from "./form";
import * as hub from "./hub";
import * as links from "./links";
import * as message from "./message";
import * as report from "./report";
import * as values from "./values";

export type Language = "en" | "nb";
const key = "cimgate-language";

function first_language(): Language {
  try {
    const before = localStorage.getItem(key);
    if (before === "en" || before === "nb") return before;
  } catch {
    // A page without memory asks the browser.
  }
  for (const name of navigator.languages) {
    if (/^(nb|no|nn)\b/i.test(name)) return "nb";
    if (/^en\b/i.test(name)) return "en";
  }
  return "en";
}

export const language = signal<Language>(first_language());

export function speak(next: Language): void {
  language.value = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // It holds for this visit.
  }
}

const all = {
  en: { ...common.en, bridge: bridge.en, message: message.en, form: form.en, hub: hub.en, values: values.en, diff: diff.en, report: report.en, links: links.en },
  nb: { ...common.nb, bridge: bridge.nb, message: message.nb, form: form.nb, hub: hub.nb, values: values.nb, diff: diff.nb, report: report.nb, links: links.nb },
};

/** The page's texts in the language chosen. */
export const words = computed(() => all[language.value]);

/** The right one of two texts. */
export const said = (text: { en: string; nb: string } | undefined): string => text?.[language.value] || text?.en || "";

effect(() => {
  document.documentElement.lang = language.value;
});
