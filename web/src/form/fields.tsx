import { useSignal } from "@preact/signals";
import type { Finding } from "../api/types";
import { kind_of } from "../message/findings";
import { label_of } from "../words/fields";
import { language, said, words } from "../words/language";
import { add, addable, is_group, made, must_stay, rivals, type Entry } from "./entries";
import { Value } from "./value";

/** What the fields share: what was found at which element, and what happens when one changes. */
export interface Desk {
  found: Map<Entry, Finding[]>;
  changed: () => void;
}

/** So many of a kind are shown at once; more are folded. */
const most_open = 4;

function Found({ id, findings }: { id: string; findings: Finding[] }) {
  return (
    <ul class="field-found" id={id}>
      {findings.map((finding, index) => <li key={index} class={kind_of(finding)}>{said(finding.text)}{finding.advice ? ` ${finding.advice}` : ""}</li>)}
    </ul>
  );
}

/** An attribute that the schema leaves a choice of. */
function Attributes({ entry, id, desk }: { entry: Entry; id: string; desk: Desk }) {
  return (
    <>
      {(entry.field.attributes ?? []).filter(({ name, value }) => value.fixed === undefined && value.codes?.length !== 1 && name !== "Sequence" && (name in entry.attributes)).map(({ name, value, required }) => (
        <Value
          key={name} id={`${id}-${name}`} value={value} text={entry.attributes[name] ?? ""} required={required} label={`${label_of(entry.field.name)}: ${label_of(name)}`} invalid={false} told={undefined}
          onText={(text) => ((entry.attributes[name] = text), desk.changed())}
        />
      ))}
    </>
  );
}

function Remove({ parent, entry, desk }: { parent: Entry | undefined; entry: Entry; desk: Desk }) {
  if (!parent || must_stay(parent, entry)) return null;
  const remove = (): void => {
    parent.parts.splice(parent.parts.indexOf(entry), 1);
    desk.changed();
  };
  return <button type="button" class="remove" aria-label={words.value.form.remove(label_of(entry.field.name))} onClick={remove}>×</button>;
}

function Leaf({ entry, parent, id, desk }: { entry: Entry; parent: Entry | undefined; id: string; desk: Desk }) {
  const { field } = entry;
  const findings = desk.found.get(entry) ?? [];
  const required = parent ? must_stay(parent, entry) : true;
  const told = findings.length > 0 ? `${id}-found` : undefined;
  return (
    <div class="field-line" data-field={field.name}>
      <label for={id} title={language.value === "en" ? field.meaning : undefined}>
        {label_of(field.name)}{required && <span class="must" aria-hidden="true"> *</span>}
      </label>
      <span class="field-values">
        {field.value && (
          <Value
            id={id} value={field.value} text={entry.text} required={required} invalid={findings.some((one) => kind_of(one) === "error")} told={told}
            onText={(text) => ((entry.text = text), desk.changed())}
          />
        )}
        <Attributes entry={entry} id={id} desk={desk} />
        <Remove parent={parent} entry={entry} desk={desk} />
      </span>
      {told && <Found id={told} findings={findings} />}
    </div>
  );
}

/** Which branch of a choice it is. */
function Which({ entry, parent, id, desk }: { entry: Entry; parent: Entry; id: string; desk: Desk }) {
  const all = rivals(parent, entry);
  if (all.length < 2) return null;
  const choose = (name: string): void => {
    const next = made(all.find((one) => one.name === name)!);
    next.text = entry.text;
    parent.parts[parent.parts.indexOf(entry)] = next;
    desk.changed();
  };
  return (
    <select id={`${id}-which`} class="which" aria-label={words.value.form.one_of(label_of(parent.field.name))} value={entry.field.name} onChange={(event) => choose(event.currentTarget.value)}>
      {all.map((one) => <option key={one.name} value={one.name}>{label_of(one.name)}</option>)}
    </select>
  );
}

/** What may be added to an element. */
function Add({ entry, id, desk }: { entry: Entry; id: string; desk: Desk }) {
  const t = words.value.form;
  const chosen = useSignal("");
  const fields = addable(entry).filter((field) => field.fields || field.value);
  if (fields.length === 0) return null;
  const take = (name: string): void => {
    chosen.value = "";
    const field = fields.find((one) => one.name === name);
    if (!field) return;
    add(entry, field);
    desk.changed();
  };
  return (
    <p class="add">
      <select id={`${id}-add`} aria-label={t.add_to(label_of(entry.field.name))} value={chosen.value} onChange={(event) => take(event.currentTarget.value)}>
        <option value="">+ {t.add} …</option>
        {fields.map((field) => <option key={field.name} value={field.name}>{label_of(field.name)}</option>)}
      </select>
    </p>
  );
}

/** The elements of one; many of a kind are folded. */
export function Parts({ entry, id, desk }: { entry: Entry; id: string; desk: Desk }) {
  const t = words.value.form;
  const order = [...new Set(entry.parts.map(({ field }) => field))];
  return (
    <>
      {order.map((field) => {
        const like = entry.parts.filter((one) => one.field === field);
        const shown = like.map((one, n) => {
          const own = `${id}-${field.name}${like.length > 1 ? n + 1 : ""}`;
          return (
            <div key={own}>
              {field.choice !== undefined && like.length === 1 && <Which entry={one} parent={entry} id={own} desk={desk} />}
              {is_group(one) ? <Group entry={one} parent={entry} id={own} number={like.length > 1 ? n + 1 : 0} desk={desk} /> : <Leaf entry={one} parent={entry} id={own} desk={desk} />}
            </div>
          );
        });
        return like.length > most_open
          ? <details key={field.name} class="many"><summary>{t.many(like.length, label_of(field.name))}</summary>{shown}</details>
          : shown;
      })}
      <Add entry={entry} id={id} desk={desk} />
    </>
  );
}

function Group({ entry, parent, id, number, desk }: { entry: Entry; parent: Entry; id: string; number: number; desk: Desk }) {
  const findings = desk.found.get(entry) ?? [];
  const { field } = entry;
  const fields = field.fields ?? [];
  // A group that is there for one value only is shown as that value.
  if (fields.length === 1 && entry.parts.length === 1 && !is_group(entry.parts[0]!) && number === 0) {
    const only = entry.parts[0]!;
    const inner = desk.found.get(only) ?? [];
    const required = must_stay(parent, entry);
    return (
      <div class="field-line" data-field={field.name}>
        <label for={id} title={language.value === "en" ? field.meaning : undefined}>{label_of(field.name)}{required && <span class="must" aria-hidden="true"> *</span>}</label>
        <span class="field-values">
          {only.field.value && (
            <Value
              id={id} value={only.field.value} text={only.text} required={required} invalid={inner.some((one) => kind_of(one) === "error")} told={inner.length + findings.length > 0 ? `${id}-found` : undefined}
              onText={(text) => ((only.text = text), desk.changed())}
            />
          )}
          <Attributes entry={only} id={id} desk={desk} />
          <Remove parent={parent} entry={entry} desk={desk} />
        </span>
        {inner.length + findings.length > 0 && <Found id={`${id}-found`} findings={[...findings, ...inner]} />}
      </div>
    );
  }
  return (
    <fieldset class="field-group" data-field={field.name} aria-describedby={findings.length > 0 ? `${id}-found` : undefined}>
      <legend title={language.value === "en" ? field.meaning : undefined}>
        {label_of(field.name)}{number > 0 ? ` ${number}` : ""} <code class="soft">{field.name}</code> <Remove parent={parent} entry={entry} desk={desk} />
      </legend>
      {findings.length > 0 && <Found id={`${id}-found`} findings={findings} />}
      <Attributes entry={entry} id={id} desk={desk} />
      <Parts entry={entry} id={id} desk={desk} />
    </fieldset>
  );
}
