import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Choice } from "../parts/choice";
import { Menu } from "../parts/menu";
import { address, go } from "../route";
import { said, words } from "../words/language";
import type { Level, Profile } from "../api/gateway";
import { copy_curl, save_bundle, save_files, save_message, save_report } from "./actions";
import { cim_form, level, profile, source, take, target, translated } from "./check";
import type { Example, ExampleGroup } from "./examples";
import { open_files } from "./files";
import { can_be_sent, send } from "./send";

/** Those that people want of one message. */
const kinds = ["html", "markdown", "json", "sarif", "junit"] as const;
const profiles: Profile[] = ["nmeg/0.1", "nmeg-no/0.1", "nmeg-dk/0.1"];

const groups = signal<ExampleGroup[]>([]);

async function load(): Promise<void> {
  if (groups.value.length === 0) groups.value = (await import("./examples")).groups;
}

const take_example = (example: Example): void => go(address("example", example.file));

function ExamplesMenu() {
  return (
    <Menu
      label={words.value.message.examples} class="examples" before={load}
      groups={groups.value.map((group) => ({
        label: said(group.title),
        items: group.examples.map((example) => ({ label: said(example.title), detail: example.file, run: () => take_example(example) })),
      }))}
    />
  );
}

/** One example of each kind, for who is here for the first time. */
export function QuickExamples() {
  useEffect(() => void load(), []);
  return (
    <div class="quick">
      {groups.value.map(({ examples }) => examples[0]).map((example) => example && (
        <button type="button" key={example.file} onClick={() => take_example(example)}>{said(example.title)}</button>
      ))}
    </div>
  );
}

/** What the translation is to look like. */
export function TargetChoice() {
  const t = words.value.message;
  if (target.value === "bim") return null;
  return (
    <div class="target-choice" role="group" aria-label={t.result}>
      <label class="inline">
        <span>{t.profile}</span>
        <select value={profile.value} onChange={(event) => (profile.value = event.currentTarget.value as Profile)}>
          {profiles.map((name) => <option key={name} value={name}>{t.profiles[name]}</option>)}
        </select>
      </label>
      <Choice
        label={t.form} hideLabel name="form" value={cim_form.value} onChange={(value) => (cim_form.value = value)}
        options={[{ value: "cim-json", label: "JSON" }, { value: "cim-xml", label: "XML" }]}
      />
    </div>
  );
}

export function Toolbar() {
  const t = words.value.message;
  const input = useRef<HTMLInputElement>(null);
  const none = source.value === null;
  const shown = translated.value.value;
  const bundle = { label: t.download_bundle, run: () => void save_bundle() };
  return (
    <div class="toolbar" role="group" aria-label={t.editor}>
      <input
        type="file" multiple class="unseen" ref={input} accept=".xml,.json,application/xml,text/xml,application/json" tabIndex={-1} aria-hidden="true"
        onChange={() => {
          open_files([...(input.current?.files ?? [])]);
          if (input.current) input.current.value = "";
        }}
      />
      <button type="button" class="main" onClick={() => input.current?.click()}>{t.open}</button>
      <ExamplesMenu />
      <button type="button" disabled={none} onClick={() => take(null)}>{t.clear}</button>
      <a class="button" href="#/diff">{t.compare}</a>
      <span class="grow" />
      <label class="inline">
        <span>{t.level}</span>
        <select value={level.value} onChange={(event) => (level.value = event.currentTarget.value as Level)}>
          <option value="message">{t.levels.message}</option>
          <option value="market">{t.levels.market}</option>
        </select>
      </label>
      <button type="button" disabled={!can_be_sent()} onClick={() => void send()}>{t.send}</button>
      <Menu
        label={t.download} disabled={none} class="right"
        groups={[
          {
            label: t.result,
            items: [bundle, ...(shown && shown.shown.length > 1 ? [{ label: t.download_files, run: save_files }] : [])],
          },
          { label: t.download_report, items: kinds.map((kind) => ({ label: t.reports[kind], run: () => void save_report(kind) })) },
          { label: t.editor, items: [{ label: t.download_message, run: save_message }] },
        ]}
      />
      <Menu
        label={t.curl} disabled={none} class="right"
        groups={[
          {
            items: [
              { label: t.curl_validate, run: () => void copy_curl("validate") },
              { label: t.curl_translate, run: () => void copy_curl("translate") },
              { label: t.curl_explain, run: () => void copy_curl("explain") },
            ],
          },
        ]}
      />
    </div>
  );
}
