// /openapi.json of a running server, by a validator of OpenAPI 3.1.
import { spawn } from "node:child_process";
import { once } from "node:events";
import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";

const [cimgate] = process.argv.slice(2);
const server = spawn(cimgate, ["-q", "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const [line] = await once(server.stdout, "data");
  const url = String(line).match(/http:\/\/\S+/)[0];
  const answer = await fetch(`${url}/openapi.json`);
  assert.equal(answer.status, 200);
  const document = await answer.json();
  const { valid, errors } = await new Validator().validate(document);
  assert.ok(valid, JSON.stringify(errors, null, 1));
  assert.equal(document.openapi, "3.1.0");
  // Whoever reads it can follow every reference.
  const text = JSON.stringify(document);
  for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = path.split("/").reduce((node, name) => node?.[name], document);
    assert.ok(found, path);
  }
  console.log(`openapi: ${Object.keys(document.paths).length} paths, valid`);
} finally {
  server.kill("SIGTERM");
  await once(server, "exit");
}
