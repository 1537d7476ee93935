// What other people's tools make of /openapi.json: a linter, and types that real answers hold.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve, start } from "./browser.mjs";

const folder = path.join(process.env.WORK, "openapi");
const web = path.resolve("web/node_modules/.bin");
let open_to_all;
let with_tokens;
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  open_to_all = await serve();
  const certificates = path.join(folder, "certs");
  execFileSync(process.env.CIMGATE, ["certs", "demo", certificates], { stdio: "ignore" });
  const of = (name) => path.join(certificates, name);
  with_tokens = await serve([
    "--token-issuer", "https://tokens.example.no/", "--token-audience", "https://cimgate.example.no/", "--token-endpoint",
    "--token-certificate", of("hub.pem"), "--token-key", of("hub.key"), "--token-trust", of("ca.pem"),
  ]);
});
after(async () => {
  await open_to_all?.stop();
  await with_tokens?.stop();
});

const read = async (server, name) => {
  const text = await (await fetch(`${server.url}openapi.json`)).text();
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return { file, api: JSON.parse(text) };
};

test("the linter of Redocly has nothing to say, with tokens and without", async () => {
  for (const [server, name] of [[open_to_all, "open.json"], [with_tokens, "tokens.json"]]) {
    const { file } = await read(server, name);
    const done = spawnSync(process.execPath, ["tests/page/node_modules/@redocly/cli/bin/cli.js", "lint", "--format=json", file], {
      encoding: "utf8", env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    });
    assert.equal(done.status, 0, done.stdout + done.stderr);
    const { totals } = JSON.parse(done.stdout.slice(done.stdout.indexOf("{")));
    assert.deepEqual([totals.errors, totals.warnings, totals.ignored], [0, 0, 0], done.stdout);
  }
});

test("who needs a token is said, by the name of the scheme and the scopes; the rest is open", async () => {
  const { api } = await read(with_tokens, "tokens.json");
  assert.equal(api.components.securitySchemes.maskinporten.scheme, "bearer");
  assert.deepEqual(api.security, []);
  const needs = (at, method) => api.paths[at][method].security?.map((one) => one.maskinporten[0]);
  assert.ok(needs("/cim/v1/documents", "post").includes("elhub:gridowner"));
  assert.equal(needs("/hub/v1/clock", "put").length, 1);
  assert.equal(needs("/v1/validate", "post"), undefined);
  // And so it is: what is said to need one refuses a request without one.
  for (const [at, methods] of Object.entries(api.paths)) {
    if (!methods.get || at.includes("{")) continue;
    const { status } = await fetch(with_tokens.url + at.slice(1), { redirect: "manual", headers: { Accept: "*/*" } });
    assert.equal(status === 401, methods.get.security !== undefined, `${at}: ${status}`);
  }
  const without = (await read(open_to_all, "open.json")).api;
  assert.equal(without.components.securitySchemes, undefined);
});

test("the API pages take a token once, and send it where it is asked for", async () => {
  const browser = await start(with_tokens.url);
  const { page, close } = await browser.open({ hash: "docs#/hub/getClock" });
  const clock = page.locator("#operations-hub-getClock");
  await clock.locator("button.authorization__btn").click();
  const dialog = page.locator(".dialog-ux");
  await dialog.locator("input").fill("nothing");
  await dialog.getByRole("button", { name: "Apply credentials" }).click();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const asked = page.waitForRequest((request) => request.url().includes("/hub/v1/clock"));
  await clock.getByRole("button", { name: "Execute" }).click();
  assert.equal((await asked).headers().authorization, "Bearer nothing");
  await clock.locator(".live-responses-table").filter({ hasText: "401" }).waitFor();
  await close();
  await browser.stop();
});

test("types made by openapi-typescript compile, hold real answers, and refuse wrong ones", async () => {
  const { file } = await read(open_to_all, "open.json");
  execFileSync(path.join(web, "openapi-typescript"), [file, "-o", path.join(folder, "api.ts")], { stdio: "ignore" });
  const xml = { "Content-Type": "application/xml", Accept: "application/json" };
  const message = readFileSync("examples/RequestStartOfSupply/invalid/misspelt-element.xml");
  const answer = await (await fetch(`${open_to_all.url}v1/validate`, { method: "POST", headers: xml, body: message })).json();
  assert.ok(answer.files[0].findings.length > 0);
  const program = (answer, clock) => `import type { components, paths } from "./api";
type Json<T> = T extends { content: { "application/json": infer J } } ? J : never;
export const validated: Json<paths["/v1/validate"]["post"]["responses"][200]> = ${JSON.stringify(answer)};
export const clock: Json<paths["/hub/v1/clock"]["get"]["responses"][200]> = ${JSON.stringify(clock)};
export const problem: components["schemas"]["Problem"] = { title: "t", status: 400 };
`;
  const clock = await (await fetch(`${open_to_all.url}hub/v1/clock`)).json();
  const compiled = (text) => {
    writeFileSync(path.join(folder, "use.ts"), text);
    return spawnSync(path.join(web, "tsc"), ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", path.join(folder, "use.ts")], { encoding: "utf8" });
  };
  const right = compiled(program(answer, clock));
  assert.equal(right.status, 0, right.stdout);
  const spoilt = structuredClone(answer);
  spoilt.files[0].verdict = "perhaps";
  assert.match(compiled(program(spoilt, clock)).stdout, /use\.ts.*perhaps/);
});

test("a client made by swagger-typescript-api compiles, sends a message, and holds the answer", async () => {
  const { file } = await read(open_to_all, "client.json");
  const made = path.join(folder, "client");
  mkdirSync(made, { recursive: true });
  const generator = path.resolve("tests/page/node_modules/.bin/swagger-typescript-api");
  const generated = spawnSync(generator, ["generate", "-p", file, "-o", made, "-n", "Api.ts"], { encoding: "utf8" });
  assert.equal(generated.status, 0, generated.stdout + generated.stderr);
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
    return spawnSync(path.join(web, "tsc"), ["--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2023,dom", "--module", "nodenext", "--moduleResolution", "nodenext", path.join(made, "use.ts")], { encoding: "utf8" });
  };
  const right = compiled("verdict");
  assert.equal(right.status, 0, right.stdout);
  const { ask } = await import(path.join(made, "use.js"));
  const message = readFileSync("examples/RequestStartOfSupply/valid/change-of-supplier.xml", "utf8");
  const [verdict, documents] = await ask(open_to_all.url.replace(/\/$/, ""), message);
  assert.equal(verdict, "valid");
  assert.ok(documents.some((name) => name.endsWith("_MarketDocument")), documents.join(" "));
  assert.match(compiled("verdickt").stdout, /use\.ts.*verdickt/);
});
