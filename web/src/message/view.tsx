import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Finding } from "../api/types";
import type { Editor, Picked } from "../parts/editor";
import { words } from "../words/language";
import { findings, judged, links, open_file, picked, source, source_places, tab, translated } from "./check";
import { ExplanationPanel } from "./explanation";
import { Findings } from "./findings";
import { place_at } from "./links";
import { ResultPane, SourcePane } from "./panes";
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
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      event.stopPropagation();
      void open_file(file);
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

  useEffect(() => {
    at.value = null;
  }, [judged.value.value]);

  const go = (finding: Finding) => {
    at.value = finding;
    left.current?.go_to(finding.line!, finding.column);
  };
  const show = (index: number) => {
    const pick = picked.value;
    if (!pick) return;
    const link = pick.links[index];
    if (link && link.tab >= 0) tab.value = link.tab;
    picked.value = { ...pick, at: index };
  };
  const pick_source = (caret: Picked) => {
    const place = place_at(source_places.value, caret);
    const found = (place && links.value.by_source.get(place)) ?? [];
    if (!place) return void (picked.value = null);
    // The tab that is open is the one meant, when it has the value.
    const here = found.findIndex((link) => link.tab === tab.value);
    picked.value = { side: "source", links: found, at: Math.max(0, here) };
    show(Math.max(0, here));
  };
  const pick_target = (caret: Picked) => {
    const place = place_at(translated.value.value?.shown[tab.value]?.places ?? [], caret);
    const link = place && links.value.by_target.get(place);
    picked.value = place ? { side: "target", links: link ? [link] : [], at: 0 } : null;
  };
  const pick_finding = (line: number) => {
    const finding = findings.value.find((f) => f.line === line);
    if (!finding) return;
    at.value = finding;
    requestAnimationFrame(() => document.querySelector<HTMLElement>(".finding.at .finding-go")?.focus());
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
      <div class="panes">
        <SourcePane onReady={(editor) => (left.current = editor)} onPick={pick_source} onFinding={pick_finding} />
        <ResultPane onReady={() => {}} onPick={pick_target} />
        <Findings onGo={go} at={at.value} />
        <ExplanationPanel onShow={show} />
      </div>
      {over.value && <div class="drop" aria-hidden="true"><p>{t.drop}</p></div>}
    </div>
  );
}
