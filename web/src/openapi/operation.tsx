import { useSignal } from "@preact/signals";
import { announce, toast } from "../parts/announce";
import { pretty } from "../parts/pretty";
import { copy } from "../parts/save";
import { words } from "../words/language";
import { request_of, type Filled, type Operation, type Parameter, type Schema } from "./text";

/** So much of an answer is shown. Characters. */
const most_shown = 100_000;

const name_of_schema = (schema: Schema | undefined): string => schema?.$ref?.replace(/^.*\//, "") ?? "";
const as_text = (value: unknown): string => (value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));

function Given({ parameter, id, value, onValue }: { parameter: Parameter; id: string; value: string; onValue: (value: string) => void }) {
  const t = words.value.api;
  const { schema } = parameter;
  const choices = schema?.enum ?? (schema?.type === "boolean" ? ["true", "false"] : null);
  const hint = as_text(schema?.examples?.[0] ?? schema?.default);
  return (
    <div class="field-line">
      <label for={id}><code>{parameter.name}</code>{parameter.required && <span class="must" title={t.required}> *</span>} <small class="soft">{parameter.in}</small></label>
      <span class="field-values">
        {choices ? (
          <select id={id} required={parameter.required} value={value} aria-describedby={`${id}-said`} onChange={(event) => onValue(event.currentTarget.value)}>
            <option value="">–</option>
            {choices.map((one) => <option key={one} value={String(one)}>{one}</option>)}
          </select>
        ) : (
          <input id={id} required={parameter.required} value={value} placeholder={hint} aria-describedby={`${id}-said`} autocomplete="off" spellcheck={false} onInput={(event) => onValue(event.currentTarget.value)} />
        )}
      </span>
      <p class="soft said" id={`${id}-said`} lang="en">{parameter.description}</p>
    </div>
  );
}

type Response = Operation["responses"][number];

/** Answers that are described alike are shown once. */
function alike(responses: Response[]): (Omit<Response, "status"> & { statuses: string[] })[] {
  const groups = new Map<string, Omit<Response, "status"> & { statuses: string[] }>();
  for (const { status, description, content } of responses) {
    const key = JSON.stringify([description, content]);
    const group = groups.get(key);
    if (group) group.statuses.push(status);
    else groups.set(key, { statuses: [status], description, content });
  }
  return [...groups.values()];
}

interface Answered {
  status: number;
  type: string;
  text: string;
  bytes: number;
}

/** One thing that the server does: what it takes and answers, and a form to try it. */
export function OneOperation({ operation }: { operation: Operation }) {
  const t = words.value.api;
  const types = Object.keys(operation.body?.content ?? {});
  const accepts = [...new Set(operation.responses.filter(({ status }) => status.startsWith("2")).flatMap(({ content }) => Object.keys(content)))];
  const filled = useSignal<Filled>({ values: {}, type: types[0] ?? "", body: as_text(operation.body?.content?.[types[0] ?? ""]?.example), accept: accepts[0] ?? "" });
  const busy = useSignal(false);
  const answer = useSignal<Answered | { trouble: string } | null>(null);
  const given = (part: Partial<Filled>): void => void (filled.value = { ...filled.value, ...part });
  const id = operation.id.replaceAll(/\W/g, "-");

  const ask = async (): Promise<void> => {
    busy.value = true;
    answer.value = null;
    const { url, init } = request_of(operation, filled.value);
    try {
      const got = await fetch(url, { ...init, credentials: "omit" });
      const body = await got.blob();
      const type = (got.headers.get("content-type") ?? "").split(";")[0]!;
      const text = await body.slice(0, most_shown * 4).text();
      const form = /json/.test(type) ? "json" : /xml/.test(type) ? "xml" : null;
      const readable = form && body.size <= most_shown ? pretty(text, form) : /json|xml|text|yaml/.test(type) ? text : "";
      answer.value = { status: got.status, type, text: readable.slice(0, most_shown), bytes: body.size };
      announce(`${t.answer}: ${got.status}`);
    } catch {
      answer.value = { trouble: words.value.offline };
    }
    busy.value = false;
  };
  const curl = async (): Promise<void> => {
    const { url, init } = request_of(operation, filled.value);
    const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
    const command = [
      "curl -sS", ...(init.method === "GET" ? [] : [`-X ${init.method}`]), ...Object.entries(init.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
      ...(init.body ? [`--data-binary ${quoted(String(init.body))}`] : []), quoted(new URL(url, location.href.replace(/[?#].*$/, "")).href),
    ].join(" ");
    toast((await copy(command)) ? words.value.copied : words.value.not_copied);
  };
  const got = answer.value;
  return (
    <form class="operation-body" onSubmit={(event) => (event.preventDefault(), void ask())}>
      {operation.description && <p lang="en">{operation.description}</p>}
      {operation.parameters.length > 0 && <h3>{t.parameters}</h3>}
      {operation.parameters.map((parameter) => (
        <Given
          key={parameter.name} parameter={parameter} id={`${id}-${parameter.name}`} value={filled.value.values[parameter.name] ?? ""}
          onValue={(value) => given({ values: { ...filled.value.values, [parameter.name]: value } })}
        />
      ))}
      {operation.body && (
        <>
          <div class="field-line">
            <label for={`${id}-type`}>{t.body_type}</label>
            <select id={`${id}-type`} value={filled.value.type} onChange={(event) => given({ type: event.currentTarget.value })}>
              {types.map((type) => <option key={type} value={type}>{type}</option>)}
            </select>
          </div>
          <label class="body-label" for={`${id}-body`}>{t.body} {operation.body.description && <span class="soft" lang="en">{operation.body.description}</span>}</label>
          <textarea id={`${id}-body`} rows={8} spellcheck={false} value={filled.value.body} required={operation.body.required} onInput={(event) => given({ body: event.currentTarget.value })} />
        </>
      )}
      {accepts.length > 1 && (
        <div class="field-line">
          <label for={`${id}-accept`}>{t.accept}</label>
          <select id={`${id}-accept`} value={filled.value.accept} onChange={(event) => given({ accept: event.currentTarget.value })}>
            {accepts.map((type) => <option key={type} value={type}>{type}</option>)}
          </select>
        </div>
      )}
      <div class="toolbar">
        <button type="submit" class="main" disabled={busy.value}>{busy.value ? t.trying : t.try_it}</button>
        <button type="button" onClick={() => void curl()}>{t.curl}</button>
      </div>
      {got && "trouble" in got && <p role="alert">{got.trouble}</p>}
      {got && "status" in got && (
        <section aria-label={t.answer} class="answered">
          <p><span class={`badge ${got.status < 400 ? "valid" : "invalid"}`}>{t.status(got.status, got.type, words.value.bytes(got.bytes))}</span></p>
          {got.text && <pre tabIndex={0} aria-label={t.answer}>{got.text}</pre>}
          {got.bytes > got.text.length && got.text.length === most_shown && <p class="soft">{t.cut(words.value.bytes(most_shown))}</p>}
        </section>
      )}
      <h3>{t.responses}</h3>
      <dl class="responses">
        {alike(operation.responses).map(({ statuses, description, content }) => (
          <div key={statuses[0]}>
            <dt><code>{statuses.join(" ")}</code></dt>
            <dd><span lang="en">{description}</span> {Object.entries(content).map(([type, { schema }]) => (
              <span key={type} class="soft"> · {type}{name_of_schema(schema) && <> <a href={`#/api/schema/${name_of_schema(schema)}`}>{name_of_schema(schema)}</a></>}</span>
            ))}</dd>
          </div>
        ))}
      </dl>
    </form>
  );
}
