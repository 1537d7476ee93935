import { useEffect, useRef } from "preact/hooks";
import { trouble } from "../parts/trouble";
import { words } from "../words/language";
import { ClockBar } from "./clock";
import { Events } from "./events";
import { Load } from "./load";
import { Mails } from "./mails";
import { MessageDialog } from "./message-dialog";
import { Points } from "./points";
import { Prepare } from "./prepare";
import { Queues } from "./queues";
import { Scenarios } from "./scenarios";
import { failure, queues, start, watch } from "./state";

const parts = ["points", "queues", "mails", "events", "send", "scenarios", "load"] as const;
type Part = (typeof parts)[number];
const views: Record<Part, () => preact.JSX.Element> = { points: Points, queues: Queues, mails: Mails, events: Events, send: Prepare, scenarios: Scenarios, load: Load };

export function HubView({ part }: { part: string }) {
  const t = words.value.hub;
  // A message is shown over the part in which it was found.
  const last = useRef<Part>("queues");
  const at: Part = parts.find((name) => name === part) ?? (part === "message" ? last.current : "points");
  last.current = at;
  const View = views[at];
  useEffect(() => {
    void start();
    return watch();
  }, []);
  useEffect(() => {
    document.title = `${t[at]} · ${t.page_title}`;
  }, [t, at]);
  const waiting = (queues.value ?? []).reduce((sum, queue) => sum + queue.waiting, 0);
  return (
    <div class="hub-view">
      <div class="intro"><h1 tabIndex={-1}>{t.heading}</h1><p>{t.intro}</p></div>
      {failure.value && (
        <p class="note" role="alert">{failure.value.status === 404 ? t.no_hub : trouble(failure.value)} <button type="button" onClick={() => void start()}>{words.value.try_again}</button></p>
      )}
      <ClockBar />
      <nav class="parts" aria-label={t.parts}>
        {parts.map((name) => (
          <a key={name} href={`#/hub/${name}`} aria-current={name === at ? "page" : undefined}>
            {t[name]}
            {name === "queues" && waiting > 0 && <span class="bubble"><span class="unseen">, </span>{waiting}<span class="unseen"> {t.waiting(waiting).replace(/^\d+ /, "")}</span></span>}
          </a>
        ))}
      </nav>
      <View />
      <MessageDialog />
    </div>
  );
}
