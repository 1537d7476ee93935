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

test("the API view asks for the token, and sends it", async () => {
  const browser = await start(with_tokens.url);
  const { page, close } = await browser.open({ hash: "#/api/operation/getClock" });
  const clock = page.locator("#operation-getClock");
  await clock.getByText("cimgate:operator").waitFor();
  await clock.getByRole("textbox", { name: /^Authorization/ }).fill("Bearer nothing");
  const asked = page.waitForRequest((request) => request.url().includes("/hub/v1/clock"));
  await clock.getByRole("button", { name: "Try it" }).click();
  assert.equal((await asked).headers().authorization, "Bearer nothing");
  await clock.locator(".answered").filter({ hasText: "Status 401" }).waitFor();
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
