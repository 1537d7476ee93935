import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { shadow_report } from "../api/bridge";
import type { ShadowReport as Report } from "../api/types";
import { trouble } from "../parts/trouble";
import { words } from "../words/language";
import { state, token } from "./state";
import { today } from "./time";

function Alone({ title, list }: { title: string; list: Report["onlySoap"] }) {
  const t = words.value.bridge;
  if (list.length === 0) return null;
  return (
    <details>
      <summary>{title} · {list.length}</summary>
      <ul>{list.map((one) => <li key={one.id}>{one.message || t.unknown_message} {one.process} <span class="id">{one.id}</span> <span class="soft" lang="en">{one.why}</span></li>)}</ul>
    </details>
  );
}

/** What both sides would have sent on a day. */
export function ShadowReport() {
  const t = words.value.bridge;
  const day = useSignal("");
  const report = useSignal<Report | null>(null);
  const problem = useSignal("");
  const now = state.value?.now;
  const chosen = day.value || (now ? today(now) : "");
  useEffect(() => {
    if (!chosen) return;
    let current = true;
    shadow_report(token.value, chosen).then(
      (found) => current && ((report.value = found), (problem.value = "")),
      (error: unknown) => current && ((report.value = null), (problem.value = trouble(error))),
    );
    return () => void (current = false);
  }, [chosen]);
  const at = report.value;
  return (
    <section class="card pad-card" aria-labelledby="shadow">
      <h2 id="shadow">{t.parts.shadow}</h2>
      <p class="soft">{t.shadow_said}</p>
      <label class="inline"><span>{t.day}</span><input type="date" value={chosen} onInput={(event) => (day.value = event.currentTarget.value)} /></label>
      {problem.value && <p role="alert">{problem.value}</p>}
      {at && (
        <>
          <dl class="facts">
            <dt>{t.equal}</dt><dd class="number">{at.equal}</dd>
            <dt>{t.different}</dt><dd class="number">{at.different}</dd>
            <dt>{t.alone}</dt><dd class="number">{at.alone}</dd>
          </dl>
          {at.differences.length > 0 && (
            <div class="scroll" role="group" aria-label={t.different} tabIndex={0}>
              <table>
                <thead><tr><th scope="col">{t.message}</th><th scope="col">{t.process}</th><th scope="col">SOAP</th><th scope="col">CIM</th><th scope="col">{t.places}</th></tr></thead>
                <tbody>
                  {at.differences.map((one) => (
                    <tr key={one.soap + one.cim}>
                      <th scope="row">{one.message}</th><td>{one.process}</td><td class="id">{one.soap}</td><td class="id">{one.cim}</td>
                      <td>{one.places.map((place) => <code key={place} class="place">{place}</code>)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <Alone title={t.only_soap} list={at.onlySoap} />
          <Alone title={t.only_cim} list={at.onlyCim} />
        </>
      )}
    </section>
  );
}
