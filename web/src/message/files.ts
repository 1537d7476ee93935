import { batch } from "@preact/signals";
import { go } from "../route";
import { open_file } from "./check";
import { report_on } from "../report/state";

/** One file is shown; several become a report. */
export function open_files(files: File[]): void {
  const [first, ...more] = files;
  if (!first) return;
  if (more.length === 0) return void open_file(first).then(() => go("#/message"));
  batch(() => {
    report_on(files);
    go("#/report");
  });
}
