import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { HubView } from "./hub/view";
import { MessageView } from "./message/view";
import { Announcer, Toast } from "./parts/announce";
import { Choice } from "./parts/choice";
import { language, speak, words } from "./words/language";

const route = signal(location.hash.replace(/^#\/?/, ""));
addEventListener("hashchange", () => (route.value = location.hash.replace(/^#\/?/, "")));
export const view = computed(() => (route.value.startsWith("hub") ? "hub" : "message"));
const hub_part = computed(() => route.value.split("/")[1] ?? "");

export function App() {
  const t = words.value;
  const at = view.value;
  // Whoever goes to another view starts reading at its heading.
  const visited = route.value;
  useEffect(() => {
    if (visited) document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [at]);
  const link = (name: "message" | "hub", href: string, text: string) => (
    <a href={href} aria-current={at === name ? "page" : undefined}>{text}</a>
  );
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>{t.skip}</a>
      <header class="top">
        <p class="brand"><span class="sign" aria-hidden="true" /> cimgate <span class="tagline">{t.tagline}</span></p>
        <nav aria-label={t.views} class="views">
          {link("message", "#/", t.view_message)}
          {link("hub", "#/hub", t.view_hub)}
        </nav>
        <Choice
          label={t.languages} hideLabel name="language" value={language.value} onChange={speak}
          options={[{ value: "en", label: "English", lang: "en" }, { value: "nb", label: "Norsk", lang: "nb" }]}
        />
      </header>
      <main id="main" tabIndex={-1}>{at === "hub" ? <HubView part={hub_part.value} /> : <MessageView />}</main>
      <Announcer />
      <Toast />
    </>
  );
}
