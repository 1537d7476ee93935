import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { built_in_schemas, service_names } from "../api/gateway";
import type { SchemaSets } from "../api/types";
import { trouble } from "../parts/trouble";
import { words } from "../words/language";

const sets = signal<SchemaSets["sets"] | null>(null);
const services = signal<string[]>([]);
const problem = signal("");

const file_of = (path: string): string => path.replace(/^xsd\//, "");

/** What programs need: the interfaces of this server, and the schemas that it checks against. To read only. */
export function LinksView() {
  const t = words.value.links;
  useEffect(() => {
    document.title = t.page_title;
  }, [t]);
  useEffect(() => {
    Promise.all([built_in_schemas(), service_names()]).then(
      ([found, names]) => {
        sets.value = found.sets;
        services.value = names;
      },
      (error: unknown) => (problem.value = trouble(error)),
    );
  }, []);
  return (
    <div class="links-view">
      <div class="intro"><h1 tabIndex={-1}>{t.heading}</h1><p>{t.intro}</p></div>
      {problem.value && <p class="note" role="alert">{problem.value}</p>}
      <section class="card" aria-labelledby="links-http">
        <div class="card-head"><h2 id="links-http">{t.interfaces}</h2></div>
        <ul class="link-list">
          <li><a href="docs">docs</a> <span class="soft">{t.docs}</span></li>
          <li><a href="openapi.json">openapi.json</a> <span class="soft">{t.openapi}</span></li>
          <li><a href="schemas">schemas</a> <span class="soft">{t.json_schemas}</span></li>
          {services.value.map((name) => <li key={name}><a href={`emif/services/${name}?wsdl`}>{name}?wsdl</a> <span class="soft">{t.wsdl}</span></li>)}
        </ul>
      </section>
      <section class="card" aria-labelledby="links-schemas">
        <div class="card-head"><h2 id="links-schemas">{t.schemas}</h2></div>
        {!sets.value && !problem.value && <p class="soft pad">{words.value.loading}</p>}
        {sets.value?.map((set, index) => (
          <details key={set.id} open={index === 0}>
            <summary>{set.title} <span class="soft">{set.id} · {t.messages(set.messages.length)}</span></summary>
            <div class="scroll" role="group" aria-label={set.title} tabIndex={0}>
              <table>
                <thead><tr><th scope="col">{t.message}</th><th scope="col">{t.file}</th><th scope="col">{t.namespace}</th></tr></thead>
                <tbody>
                  {set.messages.map((one) => (
                    <tr key={one.root}>
                      <th scope="row">{one.root.replace(/_MarketDocument$/, "")}{one.provisional && <> <span class="status assumed">{t.provisional}</span></>}</th>
                      <td><a href={`v1/schemas/${file_of(one.file)}`}>{file_of(one.file)}</a></td>
                      <td><code>{one.namespace}</code></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        ))}
      </section>
    </div>
  );
}
