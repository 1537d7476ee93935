import { batch, signal } from "@preact/signals";
import * as api from "../api/bridge";
import { Failure } from "../api/http";
import type { BridgeState, Certificate, DeadLetters, Incoming, Outgoing } from "../api/types";
import { announce, toast } from "../parts/announce";
import { trouble } from "../parts/trouble";
import { words } from "../words/language";

export const parts = ["overview", "outbox", "dead-letters", "inbox", "certificates", "shadow"] as const;
export type Part = (typeof parts)[number];

/** What the operator pasted. It is in this page's memory and nowhere else: a reload forgets it. */
export const token = signal("");
export const failure = signal<Failure | null>(null);

export const state = signal<BridgeState | null>(null);
export const certificates = signal<Certificate[] | null>(null);
export const outbox = signal<Outgoing[] | null>(null);
export const inbox = signal<Incoming[] | null>(null);
export const dead = signal<DeadLetters | null>(null);

export const page_size = 50;
export const most_dead = 500;
/** Of a list: the state that is looked for, and the sequence behind which each page that was seen begins. */
export interface Place {
  state: string;
  pages: number[];
}
export const outbox_at = signal<Place>({ state: "", pages: [0] });
export const inbox_at = signal<Place>({ state: "", pages: [0] });

const rows_at = ({ state, pages }: Place): api.Rows => ({ state: state || undefined, after: pages.at(-1) ?? 0, limit: page_size });

/** What each part shows, beside the state that all of them do. */
const fetches: Record<Part, (by: string) => Promise<() => void>> = {
  overview: async (by) => {
    const found = await api.certificates(by);
    return () => (certificates.value = found);
  },
  certificates: async (by) => fetches.overview(by),
  outbox: async (by) => {
    const place = outbox_at.value;
    const found = await api.outbox(by, rows_at(place));
    return () => place === outbox_at.value && (outbox.value = found);
  },
  inbox: async (by) => {
    const place = inbox_at.value;
    const found = await api.inbox(by, rows_at(place));
    return () => place === inbox_at.value && (inbox.value = found);
  },
  "dead-letters": async (by) => {
    const found = await api.dead_letters(by, most_dead);
    return () => (dead.value = found);
  },
  shadow: async () => () => {},
};

let asked = 0;
/** Asks anew for what a part shows. Only the newest answer counts, and only for the token that it was given to. */
export async function refresh(part: Part): Promise<void> {
  const now = ++asked;
  const by = token.value;
  try {
    const [found, land] = await Promise.all([api.state(by), fetches[part](by)]);
    if (now !== asked) return;
    batch(() => {
      state.value = found;
      land();
      failure.value = null;
    });
  } catch (error) {
    if (now !== asked) return;
    failure.value = error instanceof Failure ? error : new Failure(0, {});
  }
}

/** Nothing that was shown by one token is left to be seen without it. */
export function use_token(text: string): void {
  batch(() => {
    token.value = text.trim().replace(/^Bearer\s+/i, "");
    state.value = certificates.value = outbox.value = inbox.value = dead.value = null;
    failure.value = null;
  });
}

/** Sends them again, the oldest first, so that what is about one metering point keeps its order. True: all of them. */
export async function send_again(messages: Outgoing[]): Promise<boolean> {
  const t = words.value.bridge;
  try {
    for (const { id } of messages.toSorted((a, b) => a.sequence - b.sequence)) await api.send_again(token.value, id);
    announce(messages.length === 1 ? t.sent_again(messages[0]!.message) : t.all_sent_again(messages.length));
    return true;
  } catch (error) {
    toast(trouble(error));
    return false;
  } finally {
    await refresh("dead-letters");
  }
}

/** Looks for news while somebody looks at the page. */
export function watch(part: Part): () => void {
  void refresh(part);
  const timer = setInterval(() => {
    if (!document.hidden) void refresh(part);
  }, 2000);
  return () => clearInterval(timer);
}
