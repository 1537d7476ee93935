import { strToU8, zipSync } from "fflate";
import { accepts, report, routes, translate } from "../api/gateway";
import { report_kinds, type ReportKind } from "../api/report_kinds";
import { copy, save } from "../parts/save";
import { toast } from "../parts/announce";
import { trouble } from "../parts/trouble";
import { language, words } from "../words/language";
import { level, profile, source, target, translated } from "./check";
import { file_name } from "./source";
import { files_of } from "./translation";

const stem = (): string => file_name(source.value!).replace(/\.(xml|json)$/i, "");

async function tried(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    toast(trouble(error));
  }
}

const call = () => ({ body: source.value!.body, language: language.value });

export const save_report = (kind: ReportKind): Promise<void> =>
  tried(async () => {
    const { type, ending } = report_kinds[kind];
    save(`${stem()}.${ending}`, await report(call(), level.value, kind, file_name(source.value!)), type);
  });

export const save_message = (): void => save(file_name(source.value!), source.value!.body);

export const save_bundle = (): Promise<void> =>
  tried(async () => {
    const shown = translated.value.value;
    const ending = target.value === "cim-json" ? "json" : "xml";
    const content = shown ? shown.whole : await (await translate(call(), target.value, profile.value)).blob();
    save(`${stem()}.${target.value === "bim" ? "bim" : "cim"}.${ending}`, content);
  });

export function save_files(): void {
  const shown = translated.value.value;
  if (!shown) return;
  const files = Object.fromEntries(files_of(shown).map(({ name, text }) => [name, strToU8(text)]));
  // A day of its own: the same translation gives the same archive.
  save(`${stem()}.zip`, new Blob([zipSync(files, { mtime: new Date(1980, 0, 1, 12) }) as BlobPart]), "application/zip");
}

export async function copy_curl(verb: "validate" | "translate" | "explain"): Promise<void> {
  const name = file_name(source.value!);
  const to = target.value;
  const route = verb === "validate" ? routes.validate(level.value) : verb === "translate" ? routes.translate(to, profile.value) : routes.explain(profile.value);
  const accept = verb === "translate" ? accepts.translate(to) : accepts[verb];
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const command = [
    "curl -sS",
    `--data-binary @${quoted(name)}`,
    `-H 'Content-Type: ${source.value!.body.type}'`,
    `-H 'Accept: ${accept}'`,
    ...(verb === "explain" ? [`-H 'Accept-Language: ${language.value}'`] : []),
    quoted(new URL(route, location.href.replace(/[?#].*$/, "")).href),
  ].join(" ");
  toast((await copy(command)) ? words.value.message.curl_note(name) : words.value.not_copied);
}
