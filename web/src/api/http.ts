import type { Problem } from "./types";

/** What the server said no to, or that there was no answer. Never holds what was sent. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
  }
}

async function problem_of(answer: Response): Promise<Problem> {
  try {
    if (answer.headers.get("content-type")?.includes("json")) return (await answer.json()) as Problem;
  } catch {
    // An answer that breaks off has its status still.
  }
  return { title: answer.statusText, status: answer.status };
}

/** The answer to a request of our own server; a Failure when it is none of 2xx or there is none (status 0). */
export async function ask(route: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(route, { ...init, credentials: "omit" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure(0, {});
  }
  if (!answer.ok) throw new Failure(answer.status, await problem_of(answer));
  return answer;
}

export async function ask_json<T>(route: string, init: RequestInit = {}): Promise<T> {
  const headers = { Accept: "application/json", ...(init.headers as Record<string, string> | undefined) };
  return (await (await ask(route, { ...init, headers })).json()) as T;
}

export function query(values: Record<string, string | number | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return set.length === 0 ? "" : "?" + new URLSearchParams(set.map(([key, value]) => [key, String(value)]));
}
