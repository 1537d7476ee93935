import { ask, ask_json, query } from "./http";
import type { Clock, EventKind, Events, Loaded, Mail, Mails, Market, Played, Queue, Scenario, Values } from "./types";

const hub = "hub/v1/";

export const clock = () => ask_json<Clock>(hub + "clock");
export const move_clock = (how: { to: string } | { by: string } | { step: true }) =>
  ask_json<Clock>(hub + "clock", { method: "PUT", body: JSON.stringify(how), headers: { "Content-Type": "application/json" } });

export const market = (search: string, after: string, limit: number) => ask_json<Market>(hub + "market" + query({ search, after, limit }));
export const load_market = (yaml: string) =>
  ask_json<Loaded>(hub + "market", { method: "POST", body: yaml, headers: { "Content-Type": "application/yaml" } });

export interface EventFilter {
  kind?: EventKind | undefined;
  process?: string | undefined;
  meteringPoint?: string | undefined;
  party?: string | undefined;
}
export const events = (after: number, limit: number, filter: EventFilter = {}) =>
  ask_json<Events>(hub + "events" + query({ after, limit, ...filter }));

export const values = (meteringPoint: string, signal: AbortSignal) => ask_json<Values>(hub + "values" + query({ meteringPoint, limit: 1000 }), { signal });

export const queues = async (): Promise<Queue[]> => (await ask_json<{ queues: Queue[] }>(hub + "queues")).queues;

/** All mails behind a number, as many pages as there are. */
export async function mails(after: number): Promise<Mail[]> {
  const found = (await ask_json<Mails>(hub + "mail" + query({ after, limit: 500 }))).mails;
  return found.length < 500 ? found : [...found, ...(await mails(found.at(-1)!.seq))];
}

export const message = async (id: string, as: "xml" | "json"): Promise<string> =>
  (await ask(`${hub}messages/${encodeURIComponent(id)}`, { headers: { Accept: `application/${as}` } })).text();

export const scenarios = async (): Promise<Scenario[]> => (await ask_json<{ scenarios: Scenario[] }>(hub + "scenarios")).scenarios;
export const play = (name: string, by: "soap" | "cim") =>
  ask_json<Played>(`${hub}scenarios/${encodeURIComponent(name)}${query({ by })}`, { method: "POST" });

export interface Submitted {
  id: string;
  repeated: boolean;
}
/** Hands documents of CIM in, in the name of their sender. */
export const submit = (body: Blob, sender: string, on_behalf_of: string) =>
  ask_json<Submitted>("cim/v1/documents", {
    method: "POST", body,
    headers: { "Content-Type": body.type, SenderGLN: sender, ...(on_behalf_of === sender ? {} : { OnBehalfOfGLN: on_behalf_of }) },
  });
