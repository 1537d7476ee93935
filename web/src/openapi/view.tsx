import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { trouble } from "../message/actions";
import { go, route } from "../route";
import { words } from "../words/language";
import { OneOperation } from "./operation";
import { read_api, type Api, type Operation } from "./text";

const api = signal<Api | null>(null);
const problem = signal("");

const changes = ({ method, path }: Operation): boolean => method !== "GET" && !path.startsWith("/v1/");

/** The server's own OpenAPI text, to read and to try. */
export function ApiView() {
  const t = words.value.api;
  const [, kind = "", name = ""] = route.value;
  useEffect(() => {
    document.title = t.page_title;
  }, [t]);
  useEffect(() => {
    read_api().then((read) => (api.value = read), (error: unknown) => (problem.value = trouble(error)));
  }, []);
  // What the address asks for comes into view.
  useEffect(() => {
    if (api.value && name) document.getElementById(`${kind}-${name}`)?.scrollIntoView({ block: "start" });
  }, [api.value, kind, name]);
  const now = api.value;
  return (
    <div class="api-view">
      <div class="intro"><h1 tabIndex={-1}>{t.heading}</h1><p>{t.intro} <a href="openapi.json">{t.whole}</a></p></div>
      {problem.value && <p class="note" role="alert">{problem.value}</p>}
      {!now && !problem.value && <p class="soft">{words.value.loading}</p>}
      {now?.tags.map((tag) => (
        <section key={tag.name} class="card" aria-labelledby={`tag-${tag.name}`}>
          <div class="card-head"><h2 id={`tag-${tag.name}`} lang="en">{tag.name}</h2><p class="what" lang="en">{tag.description}</p></div>
          {now.operations.filter((one) => one.tag === tag.name).map((operation) => (
            <details
              key={operation.id} class="operation" id={`operation-${operation.id}`} open={kind === "operation" && name === operation.id}
              onToggle={(event) => event.currentTarget.open && go(`#/api/operation/${operation.id}`, true)}
            >
              <summary>
                <span class={`method ${operation.method.toLowerCase()}`}>{operation.method}</span> <code>{operation.path}</code> <span class="soft" lang="en">{operation.summary}</span>
                {changes(operation) && <small class="status"> {t.changes}</small>}
              </summary>
              <OneOperation operation={operation} />
            </details>
          ))}
        </section>
      ))}
      {now && (
        <section class="card" aria-labelledby="api-schemas">
          <div class="card-head"><h2 id="api-schemas">{t.schema}</h2></div>
          {Object.entries(now.schemas).map(([one, schema]) => (
            <details key={one} class="operation" id={`schema-${one}`} open={kind === "schema" && name === one}>
              <summary><code>{one}</code></summary>
              <pre tabIndex={0} aria-label={one}>{JSON.stringify(schema, null, 2)}</pre>
            </details>
          ))}
        </section>
      )}
    </div>
  );
}
