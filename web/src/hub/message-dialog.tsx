import { computed, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as api from "../api/hub";
import { form_of } from "../message/places";
import { from_text } from "../message/source";
import { take } from "../message/check";
import { trouble } from "../parts/trouble";
import { Choice } from "../parts/choice";
import { CodeView } from "../parts/code-view";
import { pretty } from "../parts/pretty";
import { address, go, route } from "../route";
import { words } from "../words/language";

/** Which one is shown is in the address. */
const shown = computed(() => (route.value[0] === "hub" && route.value[1] === "message" ? (route.value[2] ?? "") : ""));
/** Where it was opened. */
let before = "#/hub/queues";

export function show_message(id: string): void {
  if (!shown.peek()) before = location.hash;
  go(address("hub", "message", id));
}

/** "NotifyStartOfSupply" of what begins so, in either form. */
const kind_of = (text: string): string => (/<(?:\w+:)?([A-Z]\w+)/.exec(text) ?? /"(\w+)_MarketDocument"/.exec(text))?.[1] ?? "";

const as = signal<"xml" | "json">("xml");
const content = signal<{ text: string } | { trouble: string } | null>(null);

/** A message of the hub, in its own form or as CIM, over the page. */
export function MessageDialog() {
  const t = words.value.hub;
  const dialog = useRef<HTMLDialogElement>(null);
  const at = shown.value;

  useEffect(() => {
    if (at && !dialog.current?.open) dialog.current?.showModal();
    if (!at) return void dialog.current?.close();
    let gone = false;
    content.value = null;
    api.message(at, as.value).then(
      (text) => !gone && (content.value = { text: pretty(text, form_of(text)) }),
      (error: unknown) => !gone && (content.value = { trouble: trouble(error) }),
    );
    return () => void (gone = true);
  }, [at, as.value]);

  const got = content.value;
  const kind = got && "text" in got ? kind_of(got.text) : "";
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} class="message-dialog" aria-labelledby="message-title" onClose={() => shown.peek() && go(before, true)}>
      {at && (
        <>
          <div class="card-head">
            <h2 id="message-title">{kind || t.message_title}</h2>
            <p class="what id">{at}</p>
            <span class="grow" />
            <Choice
              label={t.content} hideLabel name="message-as" value={as.value} onChange={(value) => (as.value = value)}
              options={[{ value: "xml", label: t.as_xml }, { value: "json", label: t.as_cim }]}
            />
          </div>
          <div class="dialog-code">
            {got && "text" in got ? <CodeView text={got.text} form={form_of(got.text)} label={kind || t.message_title} readOnly />
              : <p class="soft pad" role="status">{got ? got.trouble : words.value.loading}</p>}
          </div>
          <div class="dialog-foot">
            <button
              type="button" disabled={!got || !("text" in got)}
              onClick={() => {
                if (!got || !("text" in got)) return;
                take({ ...from_text(`${kind || "message"}.${as.value}`, got.text), typed: false });
                go("#/message");
              }}
            >
              {t.open_in_message}
            </button>
            <button type="button" class="main" onClick={close}>{words.value.close}</button>
          </div>
        </>
      )}
    </dialog>
  );
}
