import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { address, go as go_to } from "../route";
import type { Finding } from "../api/types";
import type { Editor, Picked } from "../parts/editor";
import { words } from "../words/language";
import { arrived, findings, judged, links, picked, source, source_places, tab, translated, values_shown } from "./check";
import { ExplanationPanel } from "./explanation";
import { open_files } from "./files";
import { Findings, first_of } from "./findings";
import { place_at } from "./links";
import { ResultPane, SourcePane } from "./panes";
import { address_of, finding_asked, follow_address } from "./place";
import { SentStrip } from "./send";
import { Toolbar } from "./toolbar";
import { VerdictStrip } from "./verdict";

export function MessageView() {
  const t = words.value.message;
  const left = useRef<Editor | null>(null);
  const at = useSignal<Finding | null>(null);
  const over = useSignal(false);

  useEffect(() => {
    document.title = t.page_title;
  }, [t]);

  // A file may be dropped anywhere.
  useEffect(() => {
    const files = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
    const drag = (event: DragEvent) => {
      if (!files(event)) return;
      event.preventDefault();
      over.value = event.type !== "dragleave" || event.relatedTarget !== null;
    };
    const drop = (event: DragEvent) => {
      over.value = false;
      const dropped = [...(event.dataTransfer?.files ?? [])];
      if (dropped.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      open_files(dropped);
    };
    const options = { capture: true };
    addEventListener("dragover", drag, options);
    addEventListener("dragleave", drag, options);
    addEventListener("drop", drop, options);
    return () => {
      removeEventListener("dragover", drag, options);
      removeEventListener("dragleave", drag, options);
      removeEventListener("drop", drop, options);
    };
  }, []);

  useEffect(() => follow_address(), []);

  const show_finding = (finding: Finding, focus: boolean) => {
    at.value = finding;
    left.current?.go_to(finding.line!, finding.column, focus);
  };
  const go = (finding: Finding) => {
    show_finding(finding, true);
    const base = address_of(source.value).split("/").slice(1).map(decodeURIComponent);
    go_to(address(...base, "finding", findings.value.indexOf(finding) + 1), true);
  };
  // A message that has come is shown at its first finding, or at the one that the address asks for.
  const told = judged.value.value;
  const asked = finding_asked();
  useEffect(() => {
    at.value = null;
    if (!told || !arrived.peek()) return;
    arrived.value = false;
    const wanted = findings.value[asked - 1] ?? (told.verdict === "valid" ? undefined : first_of(findings.value));
    if (wanted?.line) requestAnimationFrame(() => show_finding(wanted, false));
  }, [told]);
  useEffect(() => {
    const wanted = findings.value[asked - 1];
    if (wanted?.line && wanted !== at.value) show_finding(wanted, false);
  }, [asked]);
  const go_to_line = (line: number) => left.current?.go_to(line);
  const show = (index: number) => {
    const pick = picked.value;
    if (!pick) return;
    const link = pick.links[index];
    if (link && link.tab >= 0) {
      tab.value = link.tab;
      values_shown.value = false;
    }
    picked.value = { ...pick, at: index };
  };
  // Values are linked when their explanation has come; what was picked before is picked again then.
  const pick_again = useRef(() => {});
  useEffect(() => {
    if (picked.peek()?.links.length === 0) pick_again.current();
  }, [links.value]);
  const pick_source = (caret: Picked) => {
    pick_again.current = () => pick_source(caret);
    const place = place_at(source_places.value, caret);
    const found = (place && links.value.by_source.get(place)) ?? [];
    if (!place) return void (picked.value = null);
    // The tab that is open is the one meant, when it has the value.
    const here = found.findIndex((link) => link.tab === tab.value);
    picked.value = { side: "source", links: found, at: Math.max(0, here) };
    show(Math.max(0, here));
  };
  const pick_target = (caret: Picked) => {
    pick_again.current = () => pick_target(caret);
    const place = place_at(translated.value.value?.shown[tab.value]?.places ?? [], caret);
    const link = place && links.value.by_target.get(place);
    picked.value = place ? { side: "target", links: link ? [link] : [], at: 0 } : null;
  };
  const pick_finding = (line: number) => {
    const finding = findings.value.find((f) => f.line === line);
    if (!finding) return;
    at.value = finding;
    requestAnimationFrame(() => {
      const button = document.querySelector<HTMLElement>(".finding.at .finding-go");
      button?.scrollIntoView({ block: "nearest" });
      button?.focus();
    });
  };

  return (
    <div class="message-view">
      <div class={source.value ? "unseen" : "intro"}>
        <h1 tabIndex={-1}>{t.heading}</h1>
        {!source.value && <p>{t.intro}</p>}
      </div>
      <Toolbar />
      <VerdictStrip />
      <SentStrip />
      <div class={`panes ${source.value ? "" : "bare"}`}>
        <SourcePane onReady={(editor) => (left.current = editor)} onPick={pick_source} onFinding={pick_finding} />
        <ResultPane onReady={() => {}} onPick={pick_target} onLine={go_to_line} />
        {source.value && (
          <div class="side">
            <Findings onGo={go} at={at.value} />
            <ExplanationPanel onShow={show} />
          </div>
        )}
      </div>
      {over.value && <div class="drop" aria-hidden="true"><p>{t.drop}</p></div>}
    </div>
  );
}
