import { ask_json } from "../api/http";

// What this view reads of an OpenAPI 3.1 text.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: (string | number)[];
  default?: unknown;
  examples?: unknown[];
}
export interface Parameter {
  name: string;
  in: "query" | "path" | "header" | "cookie";
  required?: boolean;
  description?: string;
  schema?: Schema;
}
interface Content {
  schema?: Schema;
  example?: unknown;
}
interface Body {
  description?: string;
  required?: boolean;
  content?: Record<string, Content>;
}
export interface Operation {
  method: string;
  path: string;
  id: string;
  tag: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body: Body | null;
  responses: { status: string; description: string; content: Record<string, Content> }[];
}
export interface Api {
  title: string;
  version: string;
  tags: { name: string; description: string }[];
  operations: Operation[];
  schemas: Record<string, unknown>;
}

type Node = Record<string, unknown>;

const methods = ["get", "put", "post", "delete", "patch", "head"];

/** Who may ask, as a header that can be filled in like any other. */
function credentials(needs: Record<string, string[]>[], schemes: Record<string, { description?: string }>): Parameter[] {
  if (needs.length === 0) return [];
  const scopes = needs.flatMap((need) => Object.values(need).flat());
  const said = [...new Set(needs.flatMap(Object.keys))].map((name) => schemes[name]?.description ?? name);
  const description = [...said, ...(scopes.length > 0 ? [scopes.join(" · ")] : [])].join(" ");
  return [{ name: "Authorization", in: "header", required: true, description, schema: { type: "string", examples: ["Bearer …"] } }];
}

/** Reads what the server says of itself. */
export async function read_api(): Promise<Api> {
  const whole = await ask_json<Node>("openapi.json");
  const found = <T>(node: unknown): T => {
    const ref = (node as { $ref?: string } | undefined)?.$ref;
    return (ref ? ref.slice(2).split("/").reduce<unknown>((at, key) => (at as Node)[key.replaceAll("~1", "/")], whole) : node) as T;
  };
  const schemes = ((whole.components as Node | undefined)?.securitySchemes ?? {}) as Record<string, { description?: string }>;
  const operations = Object.entries(whole.paths as Record<string, Node>).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const one = item[method] as Node | undefined;
      if (!one) return [];
      const responses = Object.entries((one.responses ?? {}) as Node).map(([status, response]) => {
        const { description = "", content = {} } = found<{ description?: string; content?: Record<string, Content> }>(response);
        return { status, description, content };
      });
      return [{
        method: method.toUpperCase(), path, id: String(one.operationId ?? `${method} ${path}`), tag: (one.tags as string[] | undefined)?.[0] ?? "", summary: String(one.summary ?? ""),
        description: String(one.description ?? ""), parameters: [...((item.parameters ?? []) as unknown[]), ...((one.parameters ?? []) as unknown[])].map((parameter) => found<Parameter>(parameter))
          .concat(credentials((one.security ?? whole.security ?? []) as Record<string, string[]>[], schemes)),
        body: one.requestBody ? found<Body>(one.requestBody) : null, responses,
      }];
    }),
  );
  const { title, version } = whole.info as { title: string; version: string };
  const said = (whole.tags ?? []) as { name: string; description?: string }[];
  const names = [...new Set([...said.map(({ name }) => name), ...operations.map(({ tag }) => tag)])];
  const tags = names.map((name) => ({ name, description: said.find((one) => one.name === name)?.description ?? "" }));
  return { title, version, tags, operations, schemas: ((whole.components as Node | undefined)?.schemas ?? {}) as Node };
}

export interface Filled {
  values: Record<string, string>;
  type: string;
  body: string;
  accept: string;
}

/** The request that a filled form stands for. */
export function request_of({ method, path, parameters, body }: Operation, filled: Filled): { url: string; init: RequestInit & { headers: Record<string, string> } } {
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let url = path.replace(/^\//, "");
  for (const parameter of parameters) {
    const value = filled.values[parameter.name] ?? "";
    if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, value.split("/").map(encodeURIComponent).join("/"));
    else if (value === "") continue;
    else if (parameter.in === "query") query.set(parameter.name, value);
    else if (parameter.in === "header") headers[parameter.name] = value;
  }
  if (filled.accept) headers.Accept = filled.accept;
  if (body) headers["Content-Type"] = filled.type;
  const search = query.toString();
  return { url: url + (search ? `?${search}` : ""), init: { method, headers, ...(body ? { body: filled.body } : {}) } };
}
