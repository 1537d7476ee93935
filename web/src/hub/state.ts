import { batch, signal } from "@preact/signals";
import * as api from "../api/hub";
import { Failure } from "../api/http";
import type { Clock, HubEvent, Mail, Market, Queue } from "../api/types";
import { announce } from "../parts/announce";
import { words } from "../words/language";
import { clock_text, long_day } from "./time";

export const clock = signal<Clock | null>(null);
export const failure = signal<Failure | null>(null);
export const moving = signal(false);

export const page_size = 20;
export const search = signal("");
/** The GSRN after which each page that was seen begins. */
export const pages = signal<string[]>([""]);
export const market = signal<Market | null>(null);
export const queues = signal<Queue[] | null>(null);
export const mails = signal<Mail[] | null>(null);

export const filter = signal<api.EventFilter>({});
export const events = signal<HubEvent[] | null>(null);
/** Events before this one have not been fetched. */
export const earliest = signal(0);
export const last_event = signal(0);
export const follow = signal(true);

async function tried<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    const value = await work();
    failure.value = null;
    return value;
  } catch (error) {
    failure.value = error instanceof Failure ? error : new Failure(0, {});
    return undefined;
  }
}

export const party_name = (gln: string | undefined): string =>
  (gln && (market.value?.parties.find((party) => party.gln === gln)?.name ?? gln)) || "";

export const now_text = (at: Clock): string => `${long_day(at.now)} ${clock_text(at.now)}`;

/** Fetches what only the newest answer counts of: one that was asked for before does not land on it. `stale` gives up those under way. */
function newest<T>(work: () => Promise<T>, land: (value: T) => void): { fetch: () => Promise<void>; stale: () => void } {
  let asked = 0;
  return {
    fetch: async () => {
      const now = ++asked;
      const value = await tried(work);
      if (value !== undefined && now === asked) land(value);
    },
    stale: () => void asked++,
  };
}

const clock_asked = newest(api.clock, (value) => (clock.value = value));
export const fetch_clock = clock_asked.fetch;

export const fetch_market = newest(
  () => api.market(search.value, pages.value.at(-1) ?? "", page_size),
  (found) => (market.value = found),
).fetch;

export const fetch_queues = newest(api.queues, (value) => (queues.value = value)).fetch;

/** Those that have not left may be on their way: what is fetched again begins in front of the first of them. */
export const fetch_mails = newest(
  async () => {
    const kept = (mails.value ?? []).filter((mail) => mail.post !== "waiting");
    const first = Math.min(...(mails.value ?? []).filter((mail) => mail.post === "waiting").map((mail) => mail.seq));
    const settled = kept.filter((mail) => mail.seq < first);
    return [...(await api.mails(settled[0]?.seq ?? 0)).reverse(), ...settled];
  },
  (found) => (mails.value = found),
).fetch;

/** The number of the newest event: the log is read from its beginning, so its end is looked for by halving. */
async function newest_event(): Promise<number> {
  const any_after = async (seq: number): Promise<boolean> => (await api.events(seq, 1)).events.length > 0;
  let low = 0;
  let high = 64;
  while (await any_after(high)) [low, high] = [high, high * 4];
  if (low === 0 && !(await any_after(0))) return 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await any_after(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** The newest events that fit, and as many earlier ones as make a page. */
export async function fetch_events(): Promise<void> {
  const asked = filter.value;
  const newest = await tried(newest_event);
  if (newest === undefined || asked !== filter.value) return;
  batch(() => {
    events.value = [];
    earliest.value = newest;
    last_event.value = newest;
  });
  await fetch_earlier();
}

export async function fetch_earlier(): Promise<void> {
  const asked = filter.value;
  let span = 100;
  const wanted = (events.value?.length ?? 0) + 50;
  while (earliest.value > 0 && (events.value?.length ?? 0) < wanted) {
    const end = earliest.value;
    const from = Math.max(0, end - span);
    const found = await tried(() => api.events(from, end - from, asked));
    // Somebody else may have fetched them meanwhile.
    if (!found || asked !== filter.value || end !== earliest.value) return;
    const older = found.events.filter((event) => event.seq <= end);
    batch(() => {
      events.value = [...(events.value ?? []), ...older.reverse()];
      earliest.value = from;
    });
    span = Math.min(span * 4, 2000);
  }
}

const fits = (event: HubEvent, by: api.EventFilter): boolean =>
  (!by.kind || event.kind === by.kind) && (!by.process || event.process === by.process) &&
  (!by.meteringPoint || event.meteringPoint === by.meteringPoint) && (!by.party || event.party === by.party);

/** What has happened since; true when something has, whether it fits the filter or not. */
async function fetch_later(): Promise<boolean> {
  const [asked, since] = [filter.value, last_event.value];
  const found = await tried(() => api.events(since, 1000));
  const news = found?.events.filter((event) => event.seq > since) ?? [];
  if (news.length === 0 || asked !== filter.value || since !== last_event.value) return false;
  batch(() => {
    events.value = [...news.filter((event) => fits(event, asked)).reverse(), ...(events.value ?? [])];
    last_event.value = news.at(-1)!.seq;
  });
  return true;
}

export async function refresh(): Promise<void> {
  await Promise.all([fetch_clock(), fetch_market(), fetch_queues(), fetch_mails(), fetch_later()]);
}

export async function start(): Promise<void> {
  await Promise.all([fetch_clock(), fetch_market(), fetch_queues(), fetch_mails(), fetch_events()]);
}

export async function move(how: Parameters<typeof api.move_clock>[0]): Promise<void> {
  moving.value = true;
  clock_asked.stale();
  const moved = await tried(() => api.move_clock(how));
  if (moved) {
    clock_asked.stale();
    clock.value = moved;
    announce(words.value.hub.ran(moved.ran ?? 0, now_text(moved)));
    await Promise.all([fetch_market(), fetch_queues(), fetch_mails(), fetch_later()]);
  }
  moving.value = false;
}

/** Looks for news while somebody looks at the page. */
export function watch(): () => void {
  const timer = setInterval(() => {
    if (!follow.value || document.hidden || moving.value) return;
    // Somebody else may move the clock without anything coming of it.
    void fetch_clock();
    void fetch_later().then((news) => {
      if (news) void Promise.all([fetch_market(), fetch_queues(), fetch_mails()]);
    });
  }, 2000);
  return () => clearInterval(timer);
}
