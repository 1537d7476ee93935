import { useEffect } from "preact/hooks";
import { trouble } from "../parts/trouble";
import { words } from "../words/language";
import { Certificates } from "./certificates";
import { DeadLetters } from "./dead-letters";
import { Inbox } from "./inbox";
import { Outbox } from "./outbox";
import { Overview } from "./overview";
import { ShadowReport } from "./shadow";
import { failure, parts, refresh, state, token, watch, type Part } from "./state";
import { TokenBox } from "./token";

const views: Record<Part, () => preact.JSX.Element> = {
  overview: Overview, outbox: Outbox, "dead-letters": DeadLetters, inbox: Inbox, certificates: Certificates, shadow: ShadowReport,
};

export function Operations({ part }: { part: string }) {
  const t = words.value.bridge;
  const at: Part = parts.find((name) => name === part) ?? "overview";
  useEffect(() => watch(at), [at, token.value]);
  useEffect(() => {
    document.title = `${t.parts[at]} · ${t.page_title}`;
  }, [t, at]);
  const now = state.value;
  const needs_token = failure.value?.status === 401 || failure.value?.status === 403;
  const shown = parts.filter((name) => name !== "shadow" || now?.shadow || at === "shadow");
  const dead = now ? now.outbox.failed + now.inbox.unreadable : 0;
  const View = views[at];
  return (
    <div class="hub-view bridge-view">
      <div class="intro"><h1 tabIndex={-1}>{t.heading}</h1><p>{now?.shadow ? t.shadow_intro : t.intro}</p></div>
      {failure.value && (!needs_token || token.value !== "") && (
        <p class="note" role="alert">{trouble(failure.value)} <button type="button" onClick={() => void refresh(at)}>{words.value.try_again}</button></p>
      )}
      {(needs_token || token.value !== "") && <TokenBox wanted={needs_token} />}
      {!needs_token && (
        <>
          <nav class="parts" aria-label={t.parts_label}>
            {shown.map((name) => (
              <a key={name} href={name === "overview" ? "#/" : `#/${name}`} aria-current={name === at ? "page" : undefined}>
                {t.parts[name]}
                {name === "dead-letters" && dead > 0 && <span class="bubble bad"><span class="unseen">, </span>{dead}</span>}
              </a>
            ))}
          </nav>
          <View />
        </>
      )}
    </div>
  );
}
