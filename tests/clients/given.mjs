// What the tests of clients share: OpenAPI documents as files, programs of npm, and documents for the types to hold.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import assert from "node:assert/strict";

// A compiler that runs here for a minute keeps this program from seeing that the server has closed a connection meanwhile.
const { fetch: fetch_kept } = globalThis;
globalThis.fetch = (input, options = {}) => {
  const headers = new Headers(options.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.set("Connection", "close");
  return fetch_kept(input, { ...options, headers });
};

/** An empty folder for a file of tests. */
export function folder_for(name) {
  const folder = path.join(process.env.WORK, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** What a server says under an address, as a file. */
export async function keep(server, address, file) {
  const answer = await fetch(server.url + address);
  assert.equal(answer.status, 200, address);
  writeFileSync(file, await answer.text());
  return file;
}

/** Runs a program; gives what it said, whatever it ended with. */
export function run(program, ...given) {
  const { status, stdout, stderr, error } = spawnSync(program, given, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (error) throw error;
  return { status, said: stdout + stderr };
}

/** Runs a program that has to end well. */
export function must(program, ...given) {
  const { status, said } = run(program, ...given);
  assert.equal(status, 0, said.slice(-4000));
  return said;
}

/** The compiler of TypeScript, as strict as it gets. */
export const tsc = (...given) =>
  run("web/node_modules/.bin/tsc", "--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2023,dom", ...given);

const json_of_xml = { "Content-Type": "application/xml", Accept: "application/json" };
export const profile = "nmeg-no/0.1";

const valid_examples = () =>
  readdirSync("examples").map((name) => path.join("examples", name, "valid")).filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name))).filter((file) => file.endsWith(".xml")).sort();

/** What every valid example becomes, by name: bundles of CIM documents and supplements. */
export async function bundles(server) {
  const all = {};
  for (const file of valid_examples()) {
    const answer = await fetch(`${server.url}v1/translate?profile=${profile}`, { method: "POST", headers: json_of_xml, body: readFileSync(file) });
    if (answer.status === 422) continue;  // what this profile has no document for
    assert.equal(answer.status, 200, file);
    all[file.replaceAll("/", "-")] = await answer.json();
  }
  assert.ok(Object.keys(all).length > 80, "too few examples are translated");
  return all;
}

/** One of the bundles with a kind of document that there is not. */
export function with_unknown_kind(all, kind) {
  for (const [name, bundle] of Object.entries(structuredClone(all))) {
    const [content] = Object.values(bundle.documents[0]);
    if (!content.type?.value) continue;
    content.type.value = kind;
    return { [name]: bundle };
  }
  assert.fail("no document has a kind");
}

/** What validation says of a message that is not valid. */
export async function findings(server) {
  const body = readFileSync("examples/RequestStartOfSupply/invalid/misspelt-element.xml");
  const answer = await (await fetch(`${server.url}v1/validate`, { method: "POST", headers: json_of_xml, body })).json();
  assert.ok(answer.files[0].findings.length > 0);
  return answer;
}
