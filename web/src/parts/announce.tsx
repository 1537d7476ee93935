import { signal } from "@preact/signals";

const text = signal("");

/** Says something to those who do not see it happen. */
export function announce(what: string): void {
  // The same words again are news again.
  text.value = what === text.value ? what + "\u00a0" : what;
}

export const Announcer = () => (
  <div class="unseen" role="status" aria-live="polite" id="announcer">
    {text}
  </div>
);

const toast_text = signal("");
let timer = 0;

/** Shows and says something for a moment. */
export function toast(what: string): void {
  toast_text.value = what;
  announce(what);
  clearTimeout(timer);
  timer = window.setTimeout(() => (toast_text.value = ""), 4000);
}

export const Toast = () => (toast_text.value ? <div class="toast" aria-hidden="true">{toast_text}</div> : null);
