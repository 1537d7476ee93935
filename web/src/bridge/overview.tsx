import type { BridgeQueue, BridgeState, PartyUsage } from "../api/types";
import { said, words } from "../words/language";
import { certificates, state } from "./state";
import { Ago, At } from "./time";

/** What the market does: its words, and the colour beside them. */
function Market({ now }: { now: BridgeState }) {
  const t = words.value.bridge;
  const { upstream } = now;
  const [tone, text] = now.shadow ? ["aside", t.market_shadow] : upstream.silentSince ? ["error", t.market_silent] : upstream.heard ? ["valid", t.market_answers] : ["aside", t.market_not_asked];
  return (
    <section class="card pad-card" aria-labelledby="market">
      <h2 id="market">{t.market} <span class={`badge ${tone}`} data-upstream={tone}>{text}</span></h2>
      <dl class="facts">
        {upstream.address && <><dt>{t.address}</dt><dd class="id">{upstream.address}</dd></>}
        {upstream.heard && <><dt>{t.heard}</dt><dd><Ago iso={upstream.heard} now={now.now} /></dd></>}
        {upstream.silentSince && <><dt>{t.silent_since}</dt><dd><At iso={upstream.silentSince} /></dd></>}
        {upstream.why && <><dt>{t.why}</dt><dd lang="en">{upstream.why}</dd></>}
      </dl>
    </section>
  );
}

function Itself({ now }: { now: BridgeState }) {
  const t = words.value.bridge;
  const days = (certificates.value ?? []).flatMap(({ daysLeft }) => (daysLeft === undefined ? [] : [daysLeft]));
  const least = days.length > 0 ? Math.min(...days) : null;
  const soon = certificates.value?.some((one) => one.soon || !one.usable);
  return (
    <section class="card pad-card" aria-labelledby="itself">
      <h2 id="itself">{t.bridge} <span class={`badge ${now.ready ? "valid" : "error"}`} data-ready={now.ready}>{now.ready ? t.ready : t.not_ready}</span></h2>
      <dl class="facts">
        {now.missing && <><dt>{t.why}</dt><dd lang="en">{now.missing}</dd></>}
        <dt>{t.sender}</dt><dd class="id">{now.sender}</dd>
        {least !== null && (
          <><dt>{t.parts.certificates}</dt><dd><a href="#/certificates">{t.days_left(least)}</a> {soon && <span class="badge warning">{t.look}</span>}</dd></>
        )}
      </dl>
    </section>
  );
}

function Counts({ now }: { now: BridgeState }) {
  const t = words.value.bridge;
  const { outbox, inbox } = now;
  const dead = outbox.failed + inbox.unreadable;
  return (
    <section class="card pad-card" aria-labelledby="counts">
      <h2 id="counts">{t.messages} <span class={`badge ${dead > 0 ? "error" : "valid"}`}>{dead > 0 ? t.dead(dead) : t.none_dead}</span></h2>
      <dl class="facts">
        {(["accepted", "sent", "answered", "failed"] as const).map((name) => (
          <><dt key={name}>{t.states[name]}</dt><dd class="number" data-count={name}>{outbox[name]}</dd></>
        ))}
        {outbox.oldest && <><dt>{t.oldest_on_its_way}</dt><dd><Ago iso={outbox.oldest} now={now.now} /></dd></>}
        {inbox.unreadable > 0 && <><dt>{t.states.unreadable}</dt><dd class="number">{inbox.unreadable}</dd></>}
      </dl>
    </section>
  );
}

function Webhook({ webhook }: { webhook: NonNullable<BridgeState["webhook"]> }) {
  const t = words.value.bridge;
  const [tone, text] = webhook.givenUp > 0 ? ["error", t.given_up(webhook.givenUp)] : webhook.retried > 0 ? ["warning", t.retried(webhook.retried)] : ["valid", t.nothing_retried];
  return (
    <section class="card pad-card" aria-labelledby="webhook">
      <h2 id="webhook">Webhook <span class={`badge ${tone}`}>{text}</span></h2>
      <dl class="facts">
        <dt>{t.address}</dt><dd class="id">{webhook.address}</dd>
        <dt>{t.posts}</dt><dd class="number">{webhook.posts}</dd>
        <dt>{t.taken}</dt><dd class="number" data-count="taken">{webhook.taken}</dd>
        <dt>{t.retried_label}</dt><dd class="number">{webhook.retried}</dd>
        <dt>{t.given_up_label}</dt><dd class="number">{webhook.givenUp}</dd>
      </dl>
    </section>
  );
}

function QueueRow({ queue, now }: { queue: BridgeQueue; now: string }) {
  const t = words.value.bridge;
  const [tone, text] = !queue.fetches ? ["aside", t.not_fetched] : queue.trouble ? ["error", t.poll_fails] : queue.polled ? ["valid", t.polled] : ["aside", t.not_polled];
  return (
    <tr>
      <th scope="row"><span class="id">{queue.party}</span> {queue.role && <small>{queue.role}</small>}</th>
      <td>{words.value.hub.queue_names[queue.queue]}</td>
      <td class="number">{queue.waiting}</td>
      <td class="number">{queue.handedOut}</td>
      <td>{queue.oldest && <Ago iso={queue.oldest} now={now} />}</td>
      <td>
        <span class={`badge ${tone}`}>{text}</span> {queue.polled && <Ago iso={queue.polled} now={now} />}
        {queue.trouble && <div class="soft"><span lang="en">{queue.trouble}</span>{queue.troubleSince && <> · {t.since} <At iso={queue.troubleSince} /></>}</div>}
      </td>
    </tr>
  );
}

function Queues({ now }: { now: BridgeState }) {
  const t = words.value.bridge;
  return (
    <section class="card wide" aria-labelledby="queues">
      <div class="card-head"><h2 id="queues">{t.queues}</h2><p class="what">{t.queues_said}</p></div>
      {now.queues.length === 0 ? <p class="soft pad">{t.no_queues}</p> : (
        <div class="scroll" role="group" aria-labelledby="queues" tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{t.party}</th><th scope="col">{t.queue}</th><th scope="col" class="number">{t.states.waiting}</th><th scope="col" class="number">{t.states["handed-out"]}</th><th scope="col">{t.oldest}</th><th scope="col">{t.polling}</th></tr></thead>
            <tbody>{now.queues.map((queue) => <QueueRow key={queue.party + queue.queue} queue={queue} now={now.now} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const tones = { green: "valid", yellow: "warning", red: "error" } as const;

function Usage({ usage }: { usage: PartyUsage[] }) {
  const t = words.value.bridge;
  return (
    <section class="card wide" aria-labelledby="usage">
      <div class="card-head"><h2 id="usage">{t.usage}</h2><p class="what">{t.usage_said}</p></div>
      {usage.length === 0 ? <p class="soft pad">{t.no_usage}</p> : (
        <div class="scroll" role="group" aria-labelledby="usage" tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{t.party}</th><th scope="col">{t.measure}</th><th scope="col">{t.light}</th><th scope="col" class="number">{t.value}</th><th scope="col" class="number">{t.lights.yellow}</th><th scope="col" class="number">{t.lights.red}</th></tr></thead>
            <tbody>
              {usage.map(({ party, measures }) => measures.map((one) => (
                <tr key={party + one.id}>
                  <th scope="row" class="id">{party}</th>
                  <td>{said(one.title)}</td>
                  <td><span class={`badge ${tones[one.level]}`}>{t.lights[one.level]}</span></td>
                  <td class="number">{one.value}</td><td class="number">{one.yellow}</td><td class="number">{one.red}</td>
                </tr>
              )))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

export function Overview() {
  const t = words.value.bridge;
  const now = state.value;
  if (!now) return <p class="soft">{words.value.loading}</p>;
  return (
    <div class="overview">
      <Market now={now} />
      <Itself now={now} />
      <Counts now={now} />
      {now.webhook && <Webhook webhook={now.webhook} />}
      {now.shadow && <section class="card pad-card" aria-labelledby="shadow-link"><h2 id="shadow-link">{t.parts.shadow}</h2><p><a href="#/shadow">{t.to_report}</a></p></section>}
      <Queues now={now} />
      {now.usage611 && <Usage usage={now.usage611} />}
    </div>
  );
}
