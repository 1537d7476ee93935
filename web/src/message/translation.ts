import { form_of, places_of, type Form, type Part, type Place } from "./places";

/** One document of a translation, or its supplement, as it is shown in a tab and saved in a file. */
export interface Shown {
  root: string;
  document: number;
  text: string;
  places: Place[];
}

export interface Translation {
  /** the answer as it came */
  whole: string;
  form: Form;
  shown: Shown[];
}

/** Takes the indentation of a part away, which it had as a part of the bundle. Gives where each offset went. */
function unindent(text: string, part: Part): { text: string; moved: (offset: number) => number } {
  const start = text.lastIndexOf("\n", part.from - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start, part.from))![0].length;
  const cut: number[] = [];
  let out = "";
  let at = part.from;
  while (at < part.to) {
    const end = text.indexOf("\n", at);
    const next = end < 0 || end >= part.to ? part.to : end + 1;
    out += text.slice(at, next);
    at = next;
    if (at >= part.to) break;
    let skip = 0;
    while (skip < indent && (text[at + skip] === " " || text[at + skip] === "\t")) skip++;
    if (skip > 0) cut.push(at);
    at += skip;
  }
  // Every line was cut by the same number of columns, so that a count of the lines before is enough.
  const moved = (offset: number): number => {
    let low = 0;
    let high = cut.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cut[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return offset - part.from - low * indent;
  };
  return { text: out, moved };
}

export function translation_of(whole: string): Translation {
  const form = form_of(whole);
  const { parts, places } = places_of(whole, form);
  const single = parts.length < 2;
  const shown = parts.map((part) => {
    const own = places.filter((place) => place.document === part.document);
    if (single) return { root: part.root, document: part.document, text: whole, places: own };
    const { text, moved } = unindent(whole, part);
    return {
      root: part.root,
      document: part.document,
      text,
      places: own.map((place) => ({
        ...place, from: moved(place.from), to: moved(place.to), outerFrom: moved(place.outerFrom), outerTo: moved(place.outerTo),
      })),
    };
  });
  return { whole, form, shown };
}

/** "RequestChangeOfSupplier" of "RequestChangeOfSupplier_MarketDocument". */
export const short_name = (root: string): string => root.replace(/_MarketDocument$/, "");

/** Names and contents of the files of `cimgate translate -o FOLDER`. */
export function files_of({ shown, form }: Translation): { name: string; text: string }[] {
  let number = 0;
  return shown.map(({ root, document, text }) => {
    if (document >= 0) {
      const declared = form === "xml" && !text.startsWith("<?xml") ? `<?xml version="1.0" encoding="UTF-8"?>\n${text}` : text;
      return { name: `${String(++number).padStart(2, "0")}-${root}.${form}`, text: declared };
    }
    const own = form === "xml" ? text.replace(/^<supplement(?![^>]*\sxmlns=)/, '<supplement xmlns="urn:cimgate:bundle:1"') : text;
    return { name: `supplement.${form}`, text: own };
  });
}
