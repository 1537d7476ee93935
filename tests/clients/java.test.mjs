// Clients and types that openapi-generator makes. The one that npm has knows OpenAPI 3.0; it is a program in Java, whose file
// has the libraries that the Java it makes needs.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "../page/serve.mjs";
import { bundles, findings, folder_for, keep, must, profile, run, tsc, with_unknown_kind } from "./given.mjs";

const jar = "tests/clients/node_modules/@openapitools/openapi-generator-cli/bin/openapi-generator.jar";
const quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
const folder = folder_for("java");
const of = (name) => path.join(folder, name);
let server;
before(async () => {
  server = await serve();
});
after(() => server?.stop());

const generate = (file, made, ...given) =>
  must("java", ...quick, "-jar", jar, "generate", "-i", file, "-o", made, ...given);
const only = "modelDocs=false,modelTests=false,apiDocs=false,apiTests=false";
const java = ["-g", "java", "--library", "native", "--additional-properties", "openApiNullable=false,hideGenerationTimestamp=true"];
const java_files = (in_folder) =>
  readdirSync(in_folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? java_files(path.join(in_folder, one.name)) : one.name.endsWith(".java") ? [path.join(in_folder, one.name)] : []);
const classes = of("classes");

test("Java made by openapi-generator compiles, and holds the documents of every example", async () => {
  const file = await keep(server, `schemas/${profile}/bundle.json?draft=openapi-3.0`, of("cim.json"));
  generate(file, of("cim"), ...java, "--model-package", "no.example.cim", "--global-property", `models,${only}`);
  must("javac", ...quick.map((one) => `-J${one}`), "-proc:none", "-nowarn", "-g:none", "-cp", jar, "-d", classes, "tests/clients/Hold.java", ...java_files(of("cim")));
  const hold = (documents) => {
    const given = of("given");
    const held = of("held");
    for (const one of [given, held]) mkdirSync(one, { recursive: true });
    for (const [name, bundle] of Object.entries(documents)) writeFileSync(path.join(given, `${name}.json`), JSON.stringify(bundle));
    return run("java", ...quick, "-cp", `${classes}:${jar}`, "Hold", given, held);
  };
  const documents = await bundles(server);
  const right = hold(documents);
  assert.equal(right.status, 0, right.said);
  for (const [name, bundle] of Object.entries(documents))
    assert.deepEqual(JSON.parse(readFileSync(of(`held/${name}.json`), "utf8")), bundle, name);
  const wrong = hold(with_unknown_kind(documents, "X99"));
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.said, /X99/);
});

test("a client made by openapi-generator compiles, in Java and in TypeScript; that in Java asks a server, and holds the answer", async () => {
  const file = await keep(server, "openapi.json?version=3.0", of("api.json"));
  const parts = ["--global-property", `apis,models,supportingFiles,${only}`];
  generate(file, of("client"), ...java, "--model-package", "no.example.model", "--api-package", "no.example.api", "--invoker-package", "no.example", ...parts);
  must("javac", ...quick.map((one) => `-J${one}`), "-proc:none", "-nowarn", "-g:none", "-cp", jar, "-d", classes, "tests/clients/Ask.java", ...java_files(of("client/src/main")));
  const answer = await findings(server);
  writeFileSync(of("answer.json"), JSON.stringify(answer));
  const said = must("java", ...quick, "-cp", `${classes}:${jar}`, "Ask", server.url, of("answer.json"), of("answer-again.json"));
  assert.deepEqual(JSON.parse(readFileSync(of("answer-again.json"), "utf8")), answer);
  const { now } = await (await fetch(`${server.url}hub/v1/clock`)).json();
  assert.match(said, new RegExp(`^${now.slice(0, 10)}`, "m"));
  generate(file, of("fetch"), "-g", "typescript-fetch", "--additional-properties", "typescriptThreePlus=true", ...parts);
  const compiled = tsc("--noEmit", "--module", "esnext", "--moduleResolution", "bundler", of("fetch/index.ts"));
  assert.equal(compiled.status, 0, compiled.said);
});
