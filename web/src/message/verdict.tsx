import { useEffect } from "preact/hooks";
import { announce } from "../parts/announce";
import { trouble } from "../parts/trouble";
import { words } from "../words/language";
import type { Severity } from "../api/types";
import { judged, source } from "./check";

const severities: Severity[] = ["error", "warning", "info"];

/** The answer to "would it be accepted", never by colour alone. */
export function VerdictStrip() {
  const t = words.value.message;
  const { busy, value, failure } = judged.value;
  const count = (severity: Severity) => value?.findings.filter((f) => f.severity === severity && f.outcome === "failed").length ?? 0;

  useEffect(() => {
    if (value) announce(t.live_verdict(t.verdict[value.verdict], count("error"), count("warning")));
  }, [value, t]);

  if (!source.value) return null;
  if (failure)
    return (
      <section class="verdict failure" aria-labelledby="verdict">
        <span class="verdict-sign" aria-hidden="true">!</span>
        <div><h2 id="verdict">{trouble(failure)}</h2></div>
      </section>
    );
  if (!value)
    return (
      <section class="verdict busy" aria-labelledby="verdict">
        <span class="verdict-sign spin" aria-hidden="true" />
        <div><h2 id="verdict">{t.judging}</h2></div>
      </section>
    );
  const set = value.schema && value.schemaChoice?.day ? t.in_force(value.schema, value.schemaChoice.day) : value.schema;
  return (
    <section class={`verdict ${value.verdict} ${busy ? "old" : ""}`} aria-labelledby="verdict" data-verdict={value.verdict}>
      <span class="verdict-sign" aria-hidden="true">{t.signs[value.verdict]}</span>
      <div>
        <h2 id="verdict">{t.verdict[value.verdict]}</h2>
        <p>{t.verdict_text[value.verdict]}</p>
      </div>
      <ul class="counts">
        {severities.filter((severity) => count(severity) > 0).map((severity) => (
          <li key={severity} class={`badge ${severity}`}>{t.counts[severity](count(severity))}</li>
        ))}
      </ul>
      <p class="what">{[value.message?.replaceAll("_MarketDocument", ""), value.process, set].filter(Boolean).join(" · ")}</p>
    </section>
  );
}
