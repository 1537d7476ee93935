import { ask_json, query } from "./http";
import type { BridgeState, Certificate, DeadLetters, Incoming, Outgoing, ShadowReport } from "./types";

const bridge = "bridge/v1/";

/** What an operator shows himself by; "" where nobody asks for it. Kept nowhere but in the page's memory. */
export type Token = string;
const with_token = (token: Token): Record<string, string> => (token === "" ? {} : { Authorization: `Bearer ${token}` });
const get = <T>(token: Token, route: string) => ask_json<T>(bridge + route, { headers: with_token(token) });

/** A page of a list, newest first; `after`: the sequence of the last row of the page before, 0 for the first. */
export interface Rows {
  state?: string | undefined;
  after: number;
  limit: number;
}
const rows = ({ state, after, limit }: Rows): string => query({ state, after: after || undefined, limit, order: "newest" });

export const state = (token: Token) => get<BridgeState>(token, "state");
export const certificates = async (token: Token): Promise<Certificate[]> => (await get<{ certificates: Certificate[] }>(token, "certificates")).certificates;
export const outbox = async (token: Token, which: Rows): Promise<Outgoing[]> => (await get<{ messages: Outgoing[] }>(token, "outbox" + rows(which))).messages;
export const inbox = async (token: Token, which: Rows): Promise<Incoming[]> => (await get<{ messages: Incoming[] }>(token, "inbox" + rows(which))).messages;
export const dead_letters = (token: Token, limit: number) => get<DeadLetters>(token, "dead-letters" + rows({ after: 0, limit }));
export const send_again = (token: Token, id: string) =>
  ask_json<{ id: string }>(`${bridge}dead-letters/${encodeURIComponent(id)}/retry`, {
    method: "POST", body: "{}", headers: { ...with_token(token), "Content-Type": "application/json" },
  });
export const shadow_report = (token: Token, day: string) => get<ShadowReport>(token, "shadow/report" + query({ day }));
