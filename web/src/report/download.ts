import { zipSync } from "fflate";
import { report } from "../api/gateway";
import { report_kinds, type ReportKind } from "../api/report_kinds";
import type { Verdict } from "../api/types";
import { trouble } from "../parts/trouble";
import { level } from "../message/check";
import { form_of } from "../message/places";
import { announce, toast } from "../parts/announce";
import { save } from "../parts/save";
import { language, words } from "../words/language";
import { entries } from "./state";

/** All files in one, as `cimgate validate --format json` has them. */
export function save_json(verdicts: Verdict[]): void {
  const files = entries.value.flatMap((one) => (one.judged ? [one.judged] : []));
  const summary = Object.fromEntries(verdicts.map((verdict) => [verdict, files.filter((one) => one.verdict === verdict).length]));
  save("report.json", JSON.stringify({ files, summary }, null, 2), "application/json");
}

/** A report of each file, in an archive. Files of one name from several folders are numbered. */
export async function save_reports(kind: ReportKind): Promise<void> {
  const { ending } = report_kinds[kind];
  const all = entries.value.map((one) => one.file);
  announce(words.value.report.making(all.length));
  try {
    const made: Record<string, Uint8Array> = {};
    for (const file of all) {
      const body = new Blob([file], { type: `application/${form_of(await file.slice(0, 200).text())}` });
      const text = await report({ body, language: language.value }, level.value, kind, file.name);
      const stem = file.name.replace(/\.(xml|json)$/i, "");
      let name = `${stem}.${ending}`;
      for (let n = 2; name in made; n++) name = `${stem}-${n}.${ending}`;
      made[name] = new Uint8Array(await text.arrayBuffer());
    }
    // A day of its own: the same reports give the same archive.
    const archive = zipSync(made, { mtime: new Date(1980, 0, 1, 12) });
    save(`reports-${kind}.zip`, new Blob([archive as BlobPart], { type: "application/zip" }));
  } catch (error) {
    toast(trouble(error));
  }
}
