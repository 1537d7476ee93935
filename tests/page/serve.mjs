// The server that tests ask.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import assert from "node:assert/strict";

async function free_port() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Options of a server that asks for tokens; its certificates are made in this folder. */
export function with_tokens_of(folder) {
  execFileSync(process.env.CIMGATE, ["certs", "demo", folder], { stdio: "ignore" });
  const of = (name) => path.join(folder, name);
  return [
    "--token-issuer", "https://tokens.example.no/", "--token-audience", "https://cimgate.example.no/", "--token-endpoint",
    "--token-certificate", of("hub.pem"), "--token-key", of("hub.key"), "--token-trust", of("ca.pem"),
  ];
}

/** `cimgate serve` with its demo market and other options, or another verb that serves, or what PAGE_URL names. */
export async function serve(options = [], verb = "serve") {
  if (process.env.PAGE_URL && options.length === 0) return { url: process.env.PAGE_URL, stop: () => {} };
  const port = await free_port();
  const server = spawn(process.env.CIMGATE, [verb, "--listen", `127.0.0.1:${port}`, ...options], { cwd: process.env.WORK, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (text) => (said += text));
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; ; tries++) {
    assert.ok(server.exitCode === null && tries < 300, `cimgate ${verb} did not start: ${said}`);
    try {
      if ((await fetch(`${url}readyz`)).ok) break;
    } catch {
      // Not yet.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    url,
    stop: () => new Promise((done) => {
      server.once("exit", done);
      server.kill("SIGTERM");
    }),
  };
}
