import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Incoming, Outgoing } from "../api/types";
import { words } from "../words/language";
import { dead, most_dead, send_again, state } from "./state";
import { Ago } from "./time";

/** Why it failed: what CIM calls it, and what Elhub said itself. */
function Reason({ message }: { message: Outgoing }) {
  const t = words.value.bridge;
  const { problem } = message;
  const type = problem?.type.replace("urn:cimgate:problem:", "") ?? "";
  return (
    <dl class="facts">
      {problem && <><dt>{t.in_cim}</dt><dd><strong>{t.problems[type] ?? problem.title}</strong> <code>{type}</code></dd></>}
      {message.faultGroup ? (
        <><dt>{t.by_market}</dt><dd><strong>{message.faultGroup}</strong> <span lang="en">{message.fault}</span></dd></>
      ) : (
        <><dt>{t.last_try}</dt><dd lang="en">{message.fault}</dd></>
      )}
      <dt>{t.tries}</dt><dd class="number">{message.tries}</dd>
    </dl>
  );
}

function Again({ messages, label, onDone }: { messages: Outgoing[]; label: ComponentChildren; onDone: () => void }) {
  const busy = useSignal(false);
  const again = async () => {
    busy.value = true;
    if (await send_again(messages)) onDone();
    busy.value = false;
  };
  return <button type="button" class={messages.length === 1 ? "main" : ""} disabled={busy.value} onClick={() => void again()}>{busy.value ? words.value.bridge.sending : label}</button>;
}

function Failed({ message, onDone }: { message: Outgoing; onDone: () => void }) {
  const t = words.value.bridge;
  return (
    <li class="card letter" data-id={message.id}>
      <div class="letter-head">
        <h3>{message.message} <small class="soft">{message.process}</small></h3>
        <p class="soft"><span class="id">{message.id}</span> · <span class="id">{message.sender}</span> · {state.value && <Ago iso={message.accepted} now={state.value.now} />}</p>
      </div>
      <Reason message={message} />
      <Again messages={[message]} label={<>{t.send_again}<span class="unseen"> {message.message} {message.id}</span></>} onDone={onDone} />
    </li>
  );
}

function Unreadable({ message }: { message: Incoming }) {
  const t = words.value.bridge;
  return (
    <li class="card letter" data-id={message.id}>
      <div class="letter-head">
        <h3>{message.message || t.unknown_message} <small class="soft">{words.value.hub.queue_names[message.queue]}</small></h3>
        <p class="soft"><span class="id">{message.id}</span> · <span class="id">{message.party}</span> · {state.value && <Ago iso={message.received} now={state.value.now} />}</p>
      </div>
      <dl class="facts"><dt>{t.why}</dt><dd lang="en">{message.problem}</dd></dl>
    </li>
  );
}

export function DeadLetters() {
  const t = words.value.bridge;
  const heading = useRef<HTMLHeadingElement>(null);
  const letters = dead.value;
  if (!letters) return <p class="soft">{words.value.loading}</p>;
  const { outgoing, incoming } = letters;
  // The button that was pressed goes with its letter: reading goes on at the heading.
  const on_done = () => heading.current?.focus();
  return (
    <>
      <section aria-labelledby="dead-out">
        <div class="section-head"><h2 id="dead-out" ref={heading} tabIndex={-1}>{t.dead_out}</h2><p class="soft">{t.dead_out_said}</p>
          {outgoing.length > 1 && <Again messages={outgoing} label={t.send_all_again(outgoing.length)} onDone={on_done} />}
        </div>
        {outgoing.length === 0 ? <p class="soft">{t.none_dead_out}</p> : <ul class="letters">{outgoing.map((one) => <Failed key={one.id} message={one} onDone={on_done} />)}</ul>}
        {outgoing.length === most_dead && <p class="soft">{t.only_newest(most_dead)}</p>}
      </section>
      <section aria-labelledby="dead-in">
        <div class="section-head"><h2 id="dead-in">{t.dead_in}</h2><p class="soft">{t.dead_in_said}</p></div>
        {incoming.length === 0 ? <p class="soft">{t.none_dead_in}</p> : <ul class="letters">{incoming.map((one) => <Unreadable key={one.sequence} message={one} />)}</ul>}
        {incoming.length === most_dead && <p class="soft">{t.only_newest(most_dead)}</p>}
      </section>
    </>
  );
}
