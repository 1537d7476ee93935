import type { Language } from "../words/language";
import { ask, ask_json, query } from "./http";
import { report_kinds, type ReportKind } from "./report_kinds";
import type { Comparison, Explained, MessageFields, SchemaSets, Validation } from "./types";

export type Target = "cim-json" | "cim-xml" | "bim";
export type Profile = "nmeg/0.1" | "nmeg-no/0.1" | "nmeg-dk/0.1";
/** How far to judge: by the message alone, or by the market that the server knows, too. */
export type Level = "message" | "market";

interface Call {
  body: Blob;
  language: Language;
  signal?: AbortSignal | undefined;
}

const init = (call: Call, accept: string): RequestInit => ({
  method: "POST",
  body: call.body,
  headers: { Accept: accept, "Accept-Language": call.language, "Content-Type": call.body.type },
  ...(call.signal ? { signal: call.signal } : {}),
});

const target_types: Record<Target, string> = { "cim-json": "application/json", "cim-xml": "application/xml", bim: "application/xml" };

export const routes = {
  validate: (level: Level, file?: string) => "v1/validate" + query({ level: level === "message" ? undefined : level, file }),
  translate: (to: Target, profile: Profile) => "v1/translate" + query({ to, profile: to === "bim" ? undefined : profile }),
  explain: (profile: Profile) => "v1/explain" + query({ profile }),
};

export const accepts = { validate: "application/json", explain: "application/json", translate: (to: Target) => target_types[to] };

export const validate = (call: Call, level: Level): Promise<Validation> =>
  ask_json<Validation>(routes.validate(level), init(call, accepts.validate));

/** The findings as a report about a file of this name. */
export const report = async (call: Call, level: Level, kind: ReportKind, file: string): Promise<Blob> =>
  (await ask(routes.validate(level, file), init(call, report_kinds[kind].type))).blob();

export const translate = async (call: Call, to: Target, profile: Profile): Promise<Response> =>
  ask(routes.translate(to, profile), init(call, accepts.translate(to)));

export const explain = (call: Call, profile: Profile): Promise<Explained> =>
  ask_json<Explained>(routes.explain(profile), init(call, accepts.explain));

export interface DiffSide {
  name: string;
  text: string;
}
export const diff = (first: DiffSide, second: DiffSide, language: Language, signal: AbortSignal): Promise<Comparison> =>
  ask_json<Comparison>("v1/diff", {
    method: "POST", body: JSON.stringify({ first, second }), signal, headers: { "Content-Type": "application/json", "Accept-Language": language },
  });

export const built_in_schemas = (): Promise<SchemaSets> => ask_json<SchemaSets>("v1/schemas");

export const message_fields = (message: string): Promise<MessageFields> => ask_json<MessageFields>(`v1/messages/${encodeURIComponent(message)}`);

/** The SOAP services that this server has: "MarketProcesses". */
export async function service_names(): Promise<string[]> {
  const { paths } = await ask_json<{ paths: Record<string, unknown> }>("openapi.json");
  return Object.keys(paths).flatMap((path) => /^\/emif\/services\/(\w+)$/.exec(path)?.[1] ?? []);
}
