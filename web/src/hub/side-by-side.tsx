import { useSignal } from "@preact/signals";
import type { Step } from "../api/types";
import { form_of } from "../message/places";
import { CodeView } from "../parts/code-view";
import { said, words } from "../words/language";
import type { By, Outcome } from "./scenarios";
import { party_name } from "./state";
import { moment } from "./time";

const steps_of = (outcome: Outcome | undefined): Step[] => (outcome && "played" in outcome ? outcome.played.steps : []);

function Cell({ step, by, outcome, open }: { step: Step | undefined; by: By; outcome: Outcome | undefined; open: boolean }) {
  const t = words.value.hub;
  if (!step)
    return (
      <td class="step-cell soft" data-by={t.by[by]}>
        {outcome && "trouble" in outcome ? outcome.trouble : outcome && "playing" in outcome ? t.playing : "–"}
      </td>
    );
  return (
    <td class={`step-cell ${step.passed ? "passed" : "failed"}`} data-by={t.by[by]}>
      <p>
        <span class={`badge ${step.passed ? "passed" : "failed"}`}>
          <span aria-hidden="true">{step.passed ? "✓" : "✕"}</span><span class="unseen">{step.passed ? t.passed : t.failed}</span>
        </span>{" "}
        {step.party && <>{party_name(step.party)} <span class="soft">{t.step_kinds[step.kind]}</span> </>}
        {step.message && <b class="step-message">{step.message}</b>}
      </p>
      {step.why && !step.passed && <p class="why">{said(step.why)}</p>}
      {step.content && open && (
        <div class="step-code">
          <CodeView text={step.content} form={form_of(step.content)} label={`${t.by[by]}, ${step.message ?? t.message}`} readOnly />
        </div>
      )}
    </td>
  );
}

function Row({ soap, cim, outcomes }: { soap: Step | undefined; cim: Step | undefined; outcomes: Partial<Record<By, Outcome>> }) {
  const t = words.value.hub;
  const open = useSignal(false);
  const step = (soap ?? cim)!;
  return (
    <tr class={`step-${step.kind}`} data-step={step.number}>
      <th scope="row">
        <span class="step-line">
          <span class="step-number">{step.number}</span>
          <span>
            {said(step.text)}
            {step.at && <small class="soft">{moment(step.at)}</small>}
            {(soap?.content || cim?.content) && (
              <button type="button" class="as-link" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
                {open.value ? t.hide_message : t.show_message}
              </button>
            )}
          </span>
        </span>
      </th>
      <Cell step={soap} by="soap" outcome={outcomes.soap} open={open.value} />
      <Cell step={cim} by="cim" outcome={outcomes.cim} open={open.value} />
    </tr>
  );
}

/** The steps of a scenario as they went by SOAP and by CIM. */
export function SideBySide({ outcomes }: { outcomes: Partial<Record<By, Outcome>> }) {
  const t = words.value.hub;
  const [soap, cim] = [steps_of(outcomes.soap), steps_of(outcomes.cim)];
  const numbers = [...new Set([...soap, ...cim].map((step) => step.number))].sort((a, b) => a - b);
  const busy = [outcomes.soap, outcomes.cim].some((outcome) => outcome && "playing" in outcome);
  const same = numbers.every((n) => soap.find((s) => s.number === n)?.passed === cim.find((s) => s.number === n)?.passed);
  if (numbers.length === 0)
    return <p class="soft pad">{busy ? t.playing : [outcomes.soap, outcomes.cim].map((o) => (o && "trouble" in o ? o.trouble : "")).find(Boolean)}</p>;
  return (
    <>
      {!busy && <p class={`same ${same ? "yes" : "no"}`}><span aria-hidden="true">{same ? "=" : "≠"}</span> {same ? t.same : t.differ}</p>}
      <table class="side-by-side">
        <thead><tr><th scope="col">{t.step}</th><th scope="col">{t.by.soap}</th><th scope="col">{t.by.cim}</th></tr></thead>
        <tbody>
          {numbers.map((number) => (
            <Row key={number} soap={soap.find((s) => s.number === number)} cim={cim.find((s) => s.number === number)} outcomes={outcomes} />
          ))}
        </tbody>
      </table>
    </>
  );
}
