import { computed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { DiffView } from "./diff/view";
import { HubView } from "./hub/view";
import { LinksView } from "./links/view";
import { source } from "./message/check";
import { address_of } from "./message/place";
import { MessageView } from "./message/view";
import { Announcer, Toast } from "./parts/announce";
import { Choice } from "./parts/choice";
import { route } from "./route";
import { ReportView } from "./report/view";
import { language, speak, words } from "./words/language";

const views = ["hub", "diff", "report", "links"] as const;
type View = "message" | (typeof views)[number];
const view = computed<View>(() => views.find((name) => name === route.value[0]) ?? "message");

export function App() {
  const t = words.value;
  const at = view.value;
  // Whoever goes to another view starts reading at its heading.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current || location.hash.length > 2) document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    first.current = false;
  }, [at]);
  const link = (name: View, href: string, text: string) => (
    <a href={href} aria-current={at === name ? "page" : undefined}>{text}</a>
  );
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>{t.skip}</a>
      <header class="top">
        <p class="brand"><span class="sign" aria-hidden="true" /> cimgate <span class="tagline">{t.tagline}</span></p>
        <nav aria-label={t.views} class="views">
          {link("message", address_of(source.value), t.view_message)}
          {link("hub", "#/hub", t.view_hub)}
          {link("links", "#/links", t.view_links)}
          <a href="docs">{t.view_api}</a>
        </nav>
        <Choice
          label={t.languages} hideLabel name="language" value={language.value} onChange={speak}
          options={[{ value: "en", label: "English", lang: "en" }, { value: "nb", label: "Norsk", lang: "nb" }]}
        />
      </header>
      <main id="main" tabIndex={-1}>
        {at === "hub" ? <HubView part={route.value[1] ?? ""} /> : at === "diff" ? <DiffView /> : at === "links" ? <LinksView /> : at === "report" ? <ReportView /> : <MessageView />}
      </main>
      <Announcer />
      <Toast />
    </>
  );
}
