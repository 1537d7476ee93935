import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { language, speak, words } from "../words/language";
import { Announcer, Toast } from "./announce";
import { Choice } from "./choice";

/** What stands around every view: the name, the ways to the other views, the language. */
export function Shell<Name extends string>(props: {
  views: { name: Name; href: string; text: string }[];
  at: string;
  tagline: string;
  children: ComponentChildren;
}) {
  const t = words.value;
  // Whoever goes to another view starts reading at its heading.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current || location.hash.length > 2) document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    first.current = false;
  }, [props.at]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>{t.skip}</a>
      <header class="top">
        <p class="brand"><span class="sign" aria-hidden="true" /> cimgate <span class="tagline">{props.tagline}</span></p>
        <nav aria-label={t.views} class="views">
          {props.views.map(({ name, href, text }) => (
            <a key={name} href={href} aria-current={props.at === name ? "page" : undefined}>{text}</a>
          ))}
        </nav>
        <Choice
          label={t.languages} hideLabel name="language" value={language.value} onChange={speak}
          options={[{ value: "en", label: "English", lang: "en" }, { value: "nb", label: "Norsk", lang: "nb" }]}
        />
      </header>
      <main id="main" tabIndex={-1}>{props.children}</main>
      <Announcer />
      <Toast />
    </>
  );
}
