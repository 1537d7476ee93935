// What the server says it answers is what it answers, and what the page takes it for.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020.js";
import { move_in, serve } from "./browser.mjs";

let server;
let openapi;
let ajv;
before(async () => {
  server = await serve();
  openapi = await (await fetch(`${server.url}openapi.json`)).json();
  ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "openapi", components: openapi.components });
});
after(() => server.stop());

const at_home = (ref) => ref.replace("#/", "openapi#/");
const found = (node) => (node.$ref ? node.$ref.slice(2).split("/").reduce((at, key) => at[key], openapi) : node);

/** The route of a path, and the schema of its answer; members that no schema names count as mistakes. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, key === "$ref" ? at_home(value) : closed(value)]));
  if (copy.properties && !("additionalProperties" in copy)) copy.additionalProperties = false;
  return copy;
}

async function asked(pattern, path, init = {}) {
  const answer = await fetch(server.url + path, { headers: { Accept: "application/json", ...init.headers }, ...init });
  const body = await answer.json();
  const route = openapi.paths[pattern]?.[(init.method ?? "GET").toLowerCase()];
  assert.ok(route, `no ${pattern} in /openapi.json`);
  const content = found(route.responses[String(answer.status)] ?? assert.fail(`${path}: no status ${answer.status}`)).content;
  const type = answer.headers.get("content-type").split(";")[0];
  const { schema } = content[type] ?? assert.fail(`${path}: no ${type}`);
  const whole = { ...closed(schema) };
  const holds = ajv.compile(whole);
  assert.ok(holds(body), `${path}: ${ajv.errorsText(holds.errors)} ${holds.errors?.map((e) => JSON.stringify(e.params)).slice(0, 3)}`);
  return body;
}

test("every answer that the page reads is as its schema has it", async () => {
  ajv.removeSchema("openapi");
  ajv.addSchema({ $id: "openapi", components: closed(openapi.components) });
  const xml = { "Content-Type": "application/xml" };
  const json = { "Content-Type": "application/json" };
  const post = (body, headers = xml) => ({ method: "POST", body, headers: { ...headers, Accept: "application/json" } });
  const example = (name) => readFileSync(`examples/${name}`, "utf8");
  for (const name of ["RequestStartOfSupply/invalid/misspelt-element.xml", "RequestStartOfSupply/valid/move-in-back-in-time.xml", "CollectedData/valid/hours-25.xml"])
    await asked("/v1/validate", "v1/validate?level=market", post(example(name)));
  const explained = await asked("/v1/explain", "v1/explain", post(example("RequestStartOfSupply/valid/move-in-back-in-time.xml")));
  assert.ok(explained.values.some((value) => value.codes));
  const two = { first: { name: "a", text: example("CollectedData/valid/hours-25.xml") }, second: { text: example("CollectedData/valid/hours-25.xml").replace("0.511", "0.512") } };
  const compared = await asked("/v1/diff", "v1/diff", post(JSON.stringify(two), json));
  assert.deepEqual(compared.differences.map(({ kind, first, second }) => [kind, first.value, second.value]), [["value", "0.511", "0.512"]]);
  assert.equal(compared.equal, false);
  const { sets } = await asked("/v1/schemas", "v1/schemas");
  for (const { root } of sets.flatMap(({ messages }) => messages)) await asked("/v1/messages/{message}", `v1/messages/${root}`);
  await asked("/v1/messages/{message}", "v1/messages/RequestStartOfSupply?schema=elhub/2.4.1");
  await asked("/v1/messages/{message}", "v1/messages/RequestStartOfSuply");

  await move_in(server.url, 20);
  await asked("/hub/v1/clock", "hub/v1/clock");
  await asked("/hub/v1/clock", "hub/v1/clock", { method: "PUT", body: '{"by":"P1D"}', headers: json });
  const { meteringPoints } = await asked("/hub/v1/market", "hub/v1/market?limit=500");
  assert.ok(meteringPoints.some(({ processes }) => processes.length > 0));
  await asked("/hub/v1/values", `hub/v1/values?meteringPoint=${meteringPoints[0].gsrn}`);
  await asked("/hub/v1/points/{id}/gaps", `hub/v1/points/${meteringPoints[0].gsrn}/gaps`);
  await asked("/hub/v1/events", "hub/v1/events");
  await asked("/hub/v1/queues", "hub/v1/queues");
  await asked("/hub/v1/takeovers", "hub/v1/takeovers", post('{"from":"7099990001053","to":"7099990001015","day":"2026-06-02"}', json));
  const { mails } = await asked("/hub/v1/mail", "hub/v1/mail");
  assert.ok(mails.length > 0);
  await asked("/hub/v1/market", "hub/v1/market", post("parties: []\n", { "Content-Type": "application/yaml" }));
  await asked("/hub/v1/market", "hub/v1/market", post("parties: 1\n", { "Content-Type": "application/yaml" }));
  const { scenarios } = await asked("/hub/v1/scenarios", "hub/v1/scenarios");
  assert.ok(scenarios.length > 50);
  for (const by of ["soap", "cim"]) await asked("/hub/v1/scenarios/{name}", `hub/v1/scenarios/SYS-DDQ101-01?by=${by}`, { method: "POST" });
});

test("the page's types are made from the schemas of this server", () => {
  execFileSync("scripts/update-api-types", ["--check", process.env.CIMGATE], { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, PAGE_URL: server.url } });
});

test("what went over the wire is told: SOAP by SOAP, CIM by CIM", async () => {
  const play = async (by) => (await (await fetch(`${server.url}hub/v1/scenarios/SYS-DDQ101-01?by=${by}`, { method: "POST" })).json()).steps.filter((step) => step.wire);
  const [soap, cim] = [await play("soap"), await play("cim")];
  assert.ok(soap.length >= 4 && soap.length === cim.length);
  for (const { wire } of soap) assert.match(wire.received + wire.sent, /Envelope/);
  for (const { wire, content } of cim) {
    assert.match(wire.target, /^\/cim\/v1\//);
    assert.doesNotMatch(wire.received + wire.sent, /Envelope|urn:no:elhub/);
    assert.match(content, /urn:no:elhub/);
  }
});

test("a comparison of something else is refused in words", async () => {
  for (const body of ["[]", "{", '{"first":{"text":"<a/>"}}', '{"first":"<a/>","second":"<b/>"}']) {
    const answer = await fetch(`${server.url}v1/diff`, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    assert.equal(answer.status, 400, body);
    assert.equal((await answer.json()).type, "urn:cimgate:problem:bad-body");
  }
  const texts = JSON.stringify({ first: { text: "<a/>" }, second: { text: "nothing" } });
  const { equal, first } = await (await fetch(`${server.url}v1/diff`, { method: "POST", body: texts, headers: { "Content-Type": "application/json" } })).json();
  assert.equal(equal, false);
  assert.ok(first.findings.length > 0);
});
