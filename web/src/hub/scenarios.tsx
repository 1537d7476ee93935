import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Failure } from "../api/http";
import * as api from "../api/hub";
import type { Played, Scenario } from "../api/types";
import { trouble } from "../parts/trouble";
import { announce } from "../parts/announce";
import { address, go, route } from "../route";
import { said, words } from "../words/language";
import { said_code } from "./codes";
import { SideBySide } from "./side-by-side";

export type By = "soap" | "cim";
/** What came of playing a scenario in one language. */
export type Outcome = { playing: true } | { played: Played } | { trouble: string };

const list = signal<Scenario[] | null>(null);
const problem = signal("");
const outcomes = signal<Record<string, Partial<Record<By, Outcome>>>>({});
/** Which one is shown is in the address. */
const chosen = computed(() => (route.value[1] === "scenarios" ? (route.value[2] ?? "") : ""));
const choose = (name: string): void => go(address("hub", "scenarios", name));
const playing_all = signal(false);

const set = (name: string, by: By, outcome: Outcome): void => {
  outcomes.value = { ...outcomes.value, [name]: { ...outcomes.value[name], [by]: outcome } };
};

async function play_one(name: string, by: By): Promise<void> {
  set(name, by, { playing: true });
  try {
    set(name, by, { played: await api.play(name, by) });
  } catch (error) {
    set(name, by, { trouble: trouble(error) });
  }
}

const passed = (outcome: Outcome | undefined): boolean => outcome !== undefined && "played" in outcome && outcome.played.passed;

function word(outcome: Outcome | undefined): string {
  const t = words.value.hub;
  if (!outcome) return t.not_played;
  if ("playing" in outcome) return t.playing;
  return passed(outcome) ? t.passed : t.failed;
}

async function play(scenario: Scenario): Promise<void> {
  choose(scenario.name);
  // A scenario that only one of the languages can say is played in that one.
  await Promise.all(scenario.by.map((by) => play_one(scenario.name, by)));
  const both = outcomes.value[scenario.name];
  announce(words.value.hub.outcome(said(scenario.title), scenario.by.map((by) => `${words.value.hub.by[by]} ${word(both?.[by])}`).join(", ")));
}

async function play_all(): Promise<void> {
  playing_all.value = true;
  const all = list.value ?? [];
  for (const scenario of all) await Promise.all(scenario.by.map((by) => play_one(scenario.name, by)));
  const failed = all.filter(({ name, by }) => by.some((one) => !passed(outcomes.value[name]?.[one])));
  announce(failed.length === 0 ? words.value.hub.all_passed(all.length) : words.value.hub.some_failed(failed.length, all.length));
  playing_all.value = false;
}

function OutcomeBadge({ by, outcome }: { by: By; outcome: Outcome | undefined }) {
  const t = words.value.hub;
  if (!outcome) return null;
  const tone = "playing" in outcome ? "aside" : passed(outcome) ? "passed" : "failed";
  const sign = "playing" in outcome ? "…" : passed(outcome) ? "✓" : "✕";
  return <span class={`badge ${tone}`}>{t.by[by]} <span aria-hidden="true">{sign}</span><span class="unseen"> {word(outcome)}</span></span>;
}

function Item({ scenario }: { scenario: Scenario }) {
  const t = words.value.hub;
  const both = outcomes.value[scenario.name];
  const at = chosen.value === scenario.name;
  return (
    <li class={at ? "at" : ""} data-scenario={scenario.name}>
      <button
        type="button" class="scenario-name" aria-pressed={at}
        onClick={() => (both ? choose(scenario.name) : void play(scenario))}
      >
        <span class="title">{said(scenario.title)}</span>
        <span class="soft">{[scenario.roles.map((role) => said_code(t.roles, role)).join(", "), scenario.processes.map((name) => name.replace("BRS-NO-", "")).join(", ")].filter(Boolean).join(" · ")}</span>
      </button>
      <span class="badges"><OutcomeBadge by="soap" outcome={both?.soap} /><OutcomeBadge by="cim" outcome={both?.cim} /></span>
      <button type="button" onClick={() => void play(scenario)} aria-label={t.play_this(said(scenario.title))}>
        <span class="play-sign" aria-hidden="true" />
      </button>
    </li>
  );
}

/** Where a scenario comes from: an address is a link, whatever stands beside it. */
function Ref({ text }: { text: string }) {
  const url = /https?:\/\/[^\s)]+/.exec(text);
  if (!url) return <>{text}</>;
  return <>{text.slice(0, url.index)}<a href={url[0]} rel="noreferrer">{url[0].replace(/^https?:\/\//, "")}</a>{text.slice(url.index + url[0].length)}</>;
}

export function Scenarios() {
  const t = words.value.hub;
  useEffect(() => {
    if (!list.value)
      api.scenarios().then(
        (all) => (list.value = all),
        (error: unknown) => {
          // A server without them says that there is no such route.
          if (error instanceof Failure && error.status === 404) list.value = [];
          else problem.value = trouble(error);
        },
      );
  }, []);
  if (!list.value) return <p class="soft">{problem.value || words.value.loading}</p>;
  const scenario = list.value.find(({ name }) => name === chosen.value);
  return (
    <div class="scenarios">
      <section class="card" aria-labelledby="scenarios">
        <div class="card-head">
          <h2 id="scenarios">{t.scenarios}</h2>
          <span class="grow" />
          <button type="button" disabled={playing_all.value || list.value.length === 0} onClick={() => void play_all()}>
            {playing_all.value ? t.playing : t.play_all}
          </button>
        </div>
        <p class="soft pad">{list.value.length === 0 ? t.no_scenarios : t.scenario_hint}</p>
        <ul class="scenario-list">{list.value.map((one) => <Item key={one.name} scenario={one} />)}</ul>
      </section>
      <section class="card played" aria-labelledby="played">
        {scenario ? (
          <>
            <div class="card-head">
              <h2 id="played">{said(scenario.title)}</h2>
              <p class="what">
                {scenario.processes.join(", ")}
                {scenario.by.length === 1 && <> · {t.only_by(t.by[scenario.by[0]!])}</>}
                {" · "}<span class={`status ${scenario.source.status}`}>{words.value.message.statuses[scenario.source.status]}</span> <Ref text={scenario.source.ref} />
              </p>
            </div>
            {outcomes.value[scenario.name] ? <SideBySide outcomes={outcomes.value[scenario.name]!} />
              : <p class="pad"><button type="button" class="main" onClick={() => void play(scenario)}>{t.play}</button></p>}
          </>
        ) : (
          <div class="empty"><h2 id="played" class="unseen">{t.scenario}</h2><p>{t.choose_scenario}</p></div>
        )}
      </section>
    </div>
  );
}
