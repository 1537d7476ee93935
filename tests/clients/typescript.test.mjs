// The linter of Redocly, and types and clients of TypeScript that are made from the OpenAPI documents.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve, with_tokens_of } from "../page/serve.mjs";
import { bundles, findings, folder_for, keep, must, profile, tsc, with_unknown_kind } from "./given.mjs";

const folder = folder_for("typescript");
const of = (name) => path.join(folder, name);
let server;
before(async () => {
  server = await serve();
});
after(() => server?.stop());

test("the linter of Redocly has nothing to say: with tokens and without, of a bridge, in OpenAPI 3.1 and 3.0", async () => {
  Object.assign(process.env, { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" });
  const bridge = [
    "--shadow", "--database", of("bridge.db"), "--upstream", "http://127.0.0.1:9", "--ws-security", "off",
    "--gln", "7099990001015", "--party", "7099990001015:DDQ",
  ];
  const more = await Promise.all([serve(with_tokens_of(of("certificates"))), serve(bridge, "bridge")]);
  try {
    const files = [];
    for (const [number, one] of [server, ...more].entries())
      for (const version of ["3.1", "3.0"])
        files.push(await keep(one, `openapi.json?version=${version}`, of(`lint-${number}-${version}.json`)));
    const said = must(process.execPath, "tests/clients/node_modules/@redocly/cli/bin/cli.js", "lint", "--format=json", ...files);
    const totals = [...said.matchAll(/"totals": (\{[^}]*\})/g)].map(([, json]) => JSON.parse(json));
    assert.equal(totals.length, files.length, said);
    for (const { errors, warnings, ignored } of totals) assert.deepEqual([errors, warnings, ignored], [0, 0, 0], said);
  } finally {
    for (const one of more) await one.stop();
  }
});

test("types made by openapi-typescript compile, hold real answers and the documents of every example, and refuse wrong ones", async () => {
  const types = async (address, name) => must("web/node_modules/.bin/openapi-typescript", await keep(server, address, of(`${name}.json`)), "-o", of(`${name}.ts`));
  await types("openapi.json", "api");
  await types(`schemas/${profile}/bundle.json?draft=openapi-3.0`, "cim");
  const answer = await findings(server);
  const clock = await (await fetch(`${server.url}hub/v1/clock`)).json();
  const documents = await bundles(server);
  const program = (answer, documents) => `import type { components, paths } from "./api";
import type { components as cim } from "./cim";
type Json<T> = T extends { content: { "application/json": infer J } } ? J : never;
export const validated: Json<paths["/v1/validate"]["post"]["responses"][200]> = ${JSON.stringify(answer)};
export const clock: Json<paths["/hub/v1/clock"]["get"]["responses"][200]> = ${JSON.stringify(clock)};
export const problem: components["schemas"]["Problem"] = { title: "t", status: 400 };
export const documents: Record<string, cim["schemas"]["Bundle"]> = ${JSON.stringify(documents, undefined, 1)};
`;
  const compiled = (...given) => {
    writeFileSync(of("use.ts"), program(...given));
    return tsc("--noEmit", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler", of("use.ts"));
  };
  const right = compiled(answer, documents);
  assert.equal(right.status, 0, right.said);
  const spoilt = structuredClone(answer);
  spoilt.files[0].verdict = "perhaps";
  const wrong = compiled(spoilt, with_unknown_kind(documents, "X99"));
  for (const what of [/use\.ts.*perhaps/, /use\.ts.*X99/]) assert.match(wrong.said, what);
});

test("a client made by swagger-typescript-api compiles, sends a message, and holds the answer", async () => {
  const file = await keep(server, "openapi.json", of("client.json"));
  const made = of("client");
  mkdirSync(made, { recursive: true });
  must("tests/clients/node_modules/.bin/swagger-typescript-api", "generate", "-p", file, "-o", made, "-n", "Api.ts");
  writeFileSync(path.join(made, "package.json"), '{"type": "module"}');
  const program = (member) => `import { Api, ContentType } from "./Api.js";
export async function ask(baseUrl: string, message: string): Promise<[string, string[]]> {
  const { v1 } = new Api({ baseUrl, baseApiParams: { format: "json", headers: { Accept: "application/json" } } });
  const answer = await v1.validate(message, { level: "codes", lang: "nb" }, { type: ContentType.Text });
  const verdict: "valid" | "invalid" | "undetermined" = answer.data.files[0]!.${member};
  const bundle = await v1.translate(message, { to: "cim-json" }, { type: ContentType.Text });
  return [verdict, (bundle.data.documents ?? []).flatMap((one) => Object.keys(one))];
}
`;
  const compiled = (member) => {
    writeFileSync(path.join(made, "use.ts"), program(member));
    return tsc("--module", "nodenext", "--moduleResolution", "nodenext", path.join(made, "use.ts"));
  };
  const right = compiled("verdict");
  assert.equal(right.status, 0, right.said);
  const { ask } = await import(path.join(made, "use.js"));
  const message = readFileSync("examples/RequestStartOfSupply/valid/change-of-supplier.xml", "utf8");
  const [verdict, documents] = await ask(server.url.replace(/\/$/, ""), message);
  assert.equal(verdict, "valid");
  assert.ok(documents.some((name) => name.endsWith("_MarketDocument")), documents.join(" "));
  assert.match(compiled("verdickt").said, /use\.ts.*verdickt/);
});
