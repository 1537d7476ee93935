import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as api from "../api/hub";
import { form_of } from "../message/places";
import { from_text } from "../message/source";
import { take } from "../message/check";
import { trouble } from "../message/actions";
import { Choice } from "../parts/choice";
import { CodeView } from "../parts/code-view";
import { words } from "../words/language";

const shown = signal<{ id: string; type?: string | undefined } | null>(null);

export const show_message = (id: string, type?: string): void => void (shown.value = { id, type });

const as = signal<"xml" | "json">("xml");
const content = signal<{ text: string } | { trouble: string } | null>(null);

/** A message of the hub, in its own form or as CIM, over the page. */
export function MessageDialog() {
  const t = words.value.hub;
  const dialog = useRef<HTMLDialogElement>(null);
  const at = shown.value;

  useEffect(() => {
    if (at && !dialog.current?.open) dialog.current?.showModal();
    if (!at) return;
    let gone = false;
    content.value = null;
    api.message(at.id, as.value).then(
      (text) => !gone && (content.value = { text }),
      (error: unknown) => !gone && (content.value = { trouble: trouble(error) }),
    );
    return () => void (gone = true);
  }, [at, as.value]);

  const got = content.value;
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} class="message-dialog" aria-labelledby="message-title" onClose={() => (shown.value = null)}>
      {at && (
        <>
          <div class="card-head">
            <h2 id="message-title">{at.type || t.message_title}</h2>
            <p class="what id">{at.id}</p>
            <span class="grow" />
            <Choice
              label={t.content} hideLabel name="message-as" value={as.value} onChange={(value) => (as.value = value)}
              options={[{ value: "xml", label: t.as_xml }, { value: "json", label: t.as_cim }]}
            />
          </div>
          <div class="dialog-code">
            {got && "text" in got ? <CodeView text={got.text} form={form_of(got.text)} label={at.type ?? t.message_title} readOnly />
              : <p class="soft pad" role="status">{got ? got.trouble : words.value.loading}</p>}
          </div>
          <div class="dialog-foot">
            <button
              type="button" disabled={!got || !("text" in got)}
              onClick={() => {
                if (!got || !("text" in got)) return;
                take({ ...from_text(`${at.type ?? "message"}.${as.value}`, got.text), typed: false });
                close();
                location.hash = "#/";
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
