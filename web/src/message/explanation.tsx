import type { Explanation } from "../api/types";
import { words } from "../words/language";
import { explained, linkable, link_limit, picked, source, translated } from "./check";
import { short_name } from "./translation";

/** The last steps of a path, which is what people look for; the whole is there to be read. */
function Path({ path }: { path: string }) {
  const steps = path.split("/").filter(Boolean);
  return (
    <span class="path" title={path}>
      <span class="folder">{steps.slice(0, -1).map((step) => <>{short_name(step)}<wbr />/<wbr /></>)}</span>
      <b>{steps.at(-1)}</b>
    </span>
  );
}

const File = ({ at }: { at: string }) => <code class="file-line">{at}</code>;

function Value({ value, supplement }: { value: Explanation; supplement: boolean }) {
  const t = words.value.message;
  return (
    <dl class="explained">
      <dt>{t.value}</dt>
      <dd><span class="value target">{value.value}</span> <Path path={value.path} /></dd>
      <dt>{t.from}</dt>
      <dd>
        {value.source ? (
          <>
            <span class="value source">{value.source.value}</span> <Path path={value.source.path} />
            {value.source.line ? <span class="soft"> · {words.value.line(value.source.line)}</span> : null}
          </>
        ) : (
          <span class={supplement ? "" : "soft"}>{supplement ? t.in_supplement : t.no_source}</span>
        )}
      </dd>
      <dt>{t.how}</dt>
      <dd>
        <span class={`how ${value.how}`}>{t.hows[value.how] ?? value.how}</span>
        {value.steps.length > 0 && <ol class="steps">{value.steps.map((step, index) => <li key={index}>{step}</li>)}</ol>}
      </dd>
      {value.codes && (
        <>
          <dt>{t.code_table}</dt>
          <dd>
            <p>
              <b>{value.codes.table}</b>: <code>{value.codes.from}</code> → <code>{value.codes.to}</code>
              {!value.codes.exact && <span class="soft"> ({t.nearest})</span>}
            </p>
            <File at={value.codes.rule} />
            <p class="ref"><span class={`status ${value.codes.source.status}`}>{t.statuses[value.codes.source.status]}</span> {value.codes.source.ref}</p>
          </dd>
        </>
      )}
      {value.reason && <><dt>{t.because}</dt><dd lang="en">{value.reason}</dd></>}
      {value.rule && <><dt>{t.mapping_rule}</dt><dd><File at={value.rule} /></dd></>}
      {value.usedFrom && value.usedFrom.length > 0 && (
        <><dt>{t.used_from}</dt><dd>{value.usedFrom.map((at) => <div key={at}><File at={at} /></div>)}</dd></>
      )}
    </dl>
  );
}

export function ExplanationPanel({ onShow }: { onShow: (at: number) => void }) {
  const t = words.value.message;
  if (!source.value || !translated.value.value) return null;
  const pick = picked.value;
  const link = pick?.links[pick.at];
  return (
    <section class="card explanation" aria-labelledby="explanation" tabIndex={0}>
      <div class="card-head">
        <h2 id="explanation">{t.explanation}</h2>
        {pick && pick.links.length > 1 && (
          <div class="switcher" role="group" aria-label={t.becomes(pick.links.length)}>
            <button type="button" aria-label={words.value.previous} onClick={() => onShow((pick.at - 1 + pick.links.length) % pick.links.length)}>‹</button>
            <span>{t.values_of(pick.at + 1, pick.links.length)}</span>
            <button type="button" aria-label={words.value.next} onClick={() => onShow((pick.at + 1) % pick.links.length)}>›</button>
          </div>
        )}
      </div>
      <div aria-live="polite">
        {link ? <Value value={link.value} supplement={link.source?.document === -1} />
          : <p class="soft">{!linkable.value ? t.explanation_big(words.value.bytes(link_limit))
            : pick ? (pick.side === "source" ? t.not_mapped : t.explanation_none)
            : explained.value.failure ? t.explanation_none : t.explanation_hint}</p>}
      </div>
    </section>
  );
}
