import { computed, signal } from "@preact/signals";

/** What stands behind the # of the address: "#/hub/points/7070…" is ["hub", "points", "7070…"]. */
const parts_of = (hash: string): string[] => hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decoded);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const hash = signal(location.hash);
addEventListener("hashchange", () => (hash.value = location.hash));

export const route = computed(() => parts_of(hash.value));

export const address = (...parts: (string | number)[]): string => "#/" + parts.map((part) => encodeURIComponent(part)).join("/");

/** Goes to an address; `quietly` without a step in the browser's history. */
export function go(to: string, quietly = false): void {
  if (location.hash === to || (to === "#/" && location.hash === "")) return;
  if (quietly) history.replaceState(history.state, "", to);
  else history.pushState(null, "", to);
  hash.value = location.hash;
}
addEventListener("popstate", () => (hash.value = location.hash));
