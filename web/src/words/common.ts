export const en = {
  title: "cimgate",
  tagline: "Elhub's messages and CIM",
  skip: "To the content",
  views: "Views",
  view_message: "Message",
  view_hub: "Hub",
  view_links: "Schemas",
  view_api: "API",
  languages: "Language",
  close: "Close",
  previous: "Previous",
  next: "Next",
  more: "More",
  copied: "Copied",
  not_copied: "The browser does not allow copying",
  line: (n: number) => `line ${n}`,
  bytes: (n: number) => size_text(n, "."),
  offline: "The server does not answer. Is cimgate running?",
  failed: (status: number) => `The server answered ${status}.`,
  try_again: "Try again",
  loading: "Loading …",
  search_phrases: {} as Record<string, string>,
};

export const nb: typeof en = {
  title: "cimgate",
  tagline: "Elhubs meldinger og CIM",
  skip: "Til innholdet",
  views: "Visninger",
  view_message: "Melding",
  view_hub: "Hub",
  view_links: "Skjemaer",
  view_api: "API",
  languages: "Språk",
  close: "Lukk",
  previous: "Forrige",
  next: "Neste",
  more: "Mer",
  copied: "Kopiert",
  not_copied: "Nettleseren tillater ikke kopiering",
  line: (n) => `linje ${n}`,
  bytes: (n) => size_text(n, ","),
  offline: "Serveren svarer ikke. Kjører cimgate?",
  failed: (status) => `Serveren svarte ${status}.`,
  try_again: "Prøv igjen",
  loading: "Laster …",
  search_phrases: {
    Find: "Søk", Replace: "Erstatt", next: "neste", previous: "forrige", all: "alle", "match case": "skill store og små",
    regexp: "regulært uttrykk", "by word": "hele ord", replace: "erstatt", "replace all": "erstatt alle", close: "lukk",
    "current match": "dette treffet", "on line": "på linje", "Go to line": "Gå til linje", go: "gå",
    "folded code": "foldet sammen", unfold: "fold ut", "Fold line": "Fold linjen", "Unfold line": "Fold ut linjen",
    "Control character": "Kontrolltegn",
  },
};

function size_text(n: number, point: string): string {
  if (n < 1000) return `${n} B`;
  const [value, unit] = n < 1_000_000 ? [n / 1000, "kB"] : [n / 1_000_000, "MB"];
  return `${value.toFixed(value < 10 ? 1 : 0).replace(".", point)} ${unit}`;
}
