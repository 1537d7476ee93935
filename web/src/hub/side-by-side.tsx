import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import type { Step } from "../api/types";
import { said, words } from "../words/language";
import type { By, Outcome } from "./scenarios";
import { StepMessages } from "./step-messages";
import { moment } from "./time";

const steps_of = (outcome: Outcome | undefined): Step[] => (outcome && "played" in outcome ? outcome.played.steps : []);

const signs = { passed: "✓", failed: "✕", undetermined: "?" };

function Cell({ step, by, outcome }: { step: Step | undefined; by: By; outcome: Outcome | undefined }) {
  const t = words.value.hub;
  if (!step)
    return (
      <td class="step-cell soft" data-by={t.by[by]}>
        {outcome && "trouble" in outcome ? outcome.trouble : outcome && "playing" in outcome ? t.playing : "–"}
      </td>
    );
  return (
    <td class={`step-cell ${step.outcome}`} data-by={t.by[by]}>
      <span class={`badge ${step.outcome}`}>
        <span aria-hidden="true">{signs[step.outcome]}</span> {t.outcomes[step.outcome]}
      </span>
      {step.why && !step.passed && <p class="why">{said(step.why)}</p>}
    </td>
  );
}

function Row({ soap, cim, outcomes }: { soap: Step | undefined; cim: Step | undefined; outcomes: Partial<Record<By, Outcome>> }) {
  const t = words.value.hub;
  const open = useSignal(false);
  const step = (soap ?? cim)!;
  return (
    <>
      <tr class={`step-${step.kind}`} data-step={step.number}>
        <th scope="row">
          <span class="step-line">
            <span class="step-number">{step.number}</span>
            <span>
              {said(step.text)}
              {step.at && <small class="soft">{moment(step.at)}</small>}
              {(soap?.wire || cim?.wire) && (
                <button type="button" class="as-link" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
                  {open.value ? t.hide_message : t.show_message}
                </button>
              )}
            </span>
          </span>
        </th>
        <Cell step={soap} by="soap" outcome={outcomes.soap} />
        <Cell step={cim} by="cim" outcome={outcomes.cim} />
      </tr>
      {open.value && <tr class="step-wires"><td colSpan={3}><StepMessages soap={soap} cim={cim} /></td></tr>}
    </>
  );
}

/** The steps of a scenario as they went by SOAP and by CIM. */
export function SideBySide({ outcomes }: { outcomes: Partial<Record<By, Outcome>> }) {
  const t = words.value.hub;
  const [soap, cim] = [steps_of(outcomes.soap), steps_of(outcomes.cim)];
  const numbers = [...new Set([...soap, ...cim].map((step) => step.number))].sort((a, b) => a - b);
  const busy = [outcomes.soap, outcomes.cim].some((outcome) => outcome && "playing" in outcome);
  const both = outcomes.soap && outcomes.cim;
  const same = numbers.every((n) => soap.find((s) => s.number === n)?.passed === cim.find((s) => s.number === n)?.passed);
  if (numbers.length === 0)
    return <p class="soft pad">{busy ? t.playing : [outcomes.soap, outcomes.cim].map((o) => (o && "trouble" in o ? o.trouble : "")).find(Boolean)}</p>;
  return (
    <>
      {!busy && both && <p class={`same ${same ? "yes" : "no"}`}><span aria-hidden="true">{same ? "=" : "≠"}</span> {same ? t.same : t.differ}</p>}
      <table class="side-by-side">
        <thead><tr><th scope="col">{t.step}</th><th scope="col">{t.by.soap}</th><th scope="col">{t.by.cim}</th></tr></thead>
        <tbody>
          {numbers.map((number) => (
            <Fragment key={number}>
              <Row soap={soap.find((s) => s.number === number)} cim={cim.find((s) => s.number === number)} outcomes={outcomes} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </>
  );
}
