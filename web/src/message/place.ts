import { effect } from "@preact/signals";
import { address, go, route } from "../route";
import { source, take, wished } from "./check";
import { from_text, type Source } from "./source";

// Where a message is, in the address and over a reload. What is not an example is kept in the browser's memory for
// this tab, and nowhere else.

const key = "cimgate-message";

/** The address of what is shown. */
export const address_of = (of: Source | null): string => (!of ? "#/" : of.example ? address("example", of.example) : address("message"));

function keep(of: Source | null): void {
  try {
    if (!of) sessionStorage.removeItem(key);
    else if (of.text !== null && !of.example) sessionStorage.setItem(key, JSON.stringify({ name: of.name, text: of.text }));
  } catch {
    // Without that memory a reload begins anew.
  }
}

function kept(): Source | null {
  try {
    const { name, text } = JSON.parse(sessionStorage.getItem(key) ?? "null") as { name: string; text: string };
    return { ...from_text(name, text), typed: false };
  } catch {
    return null;
  }
}

export async function take_example(file: string): Promise<void> {
  const wish = wished();
  const { groups } = await import("./examples");
  if (!wish.newest()) return;
  const found = groups.flatMap(({ examples }) => examples).find((one) => one.file === file);
  if (found) take({ ...from_text(found.file, found.text), typed: false, example: found.file });
}

/** The finding that the address asks for, counted from 1; 0 for none. */
export const finding_asked = (): number => {
  const parts = route.value;
  const at = parts.indexOf("finding");
  return at > 0 ? Number(parts[at + 1]) || 0 : 0;
};

const is_here = (): boolean => [undefined, "message", "example"].includes(route.peek()[0]);

let settled = false;

/** Lets address and message follow each other. */
export function follow_address(): () => void {
  const brought = source.peek();
  if (brought && route.peek().length === 0) {
    keep(brought);
    go(address_of(brought), true);
  }
  const by_address = effect(() => {
    const [what, which] = route.value;
    const now = source.peek();
    if (what === "example" && which && now?.example !== which) void take_example(which);
    else if (what === "message" && (!now || now.example)) {
      const before = kept();
      if (before) take(before);
    } else if (!settled && !what && !now) {
      const before = kept();
      if (before) take(before);
    }
    settled = true;
  });
  let last: Source | null = source.peek();
  const by_message = effect(() => {
    const now = source.value;
    if (now === last) return;
    const replaced = address_of(now) === address_of(last);
    last = now;
    keep(now);
    if (is_here() && !(now?.example && route.peek()[1] === now.example)) go(address_of(now), replaced || now?.typed === true);
  });
  return () => (by_address(), by_message());
}
