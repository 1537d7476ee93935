// A client with npm jose against the stand-in's token endpoint and the routes behind tokens.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRemoteJWKSet, importPKCS8, jwtVerify, SignJWT } from "jose";

const [cimgate, folder] = process.argv.slice(2);
const certs = join(folder, "certs");
const issuer = "https://stand-in.example/maskinporten/";
const audience = "https://hub.example/";
const server = spawn(cimgate, ["-q", "serve", "--listen", "127.0.0.1:0", "--token-endpoint", "--token-issuer", issuer, "--token-audience", audience,
  "--token-certificate", join(certs, "hub.pem"), "--token-key", join(certs, "hub.key"),
  "--token-trust", join(certs, "ca.pem")],
  { stdio: ["ignore", "pipe", "inherit"] });
try {
  const [line] = await once(server.stdout, "data");
  const base = String(line).trim();
  const identity = async (name, alg = "RS256") => ({
    key: await importPKCS8(readFileSync(join(certs, `${name}.key`), "utf8"), alg),
    x5c: [readFileSync(join(certs, `${name}.pem`), "utf8").replace(/-----[A-Z ]+-----|\s/g, "")],
  });
  const assertion = async ({ key, x5c }, claims = {}, alg = "RS256") => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ aud: issuer, iss: "client", scope: "elhub:balancesupplier", iat: now, exp: now + 100, ...claims })
      .setProtectedHeader({ alg, x5c }).sign(key);
  };
  const grant = async (assertion) => {
    const body = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
    const answer = await fetch(`${base}/maskinporten/token`, { method: "POST", body });
    return { status: answer.status, body: await answer.json() };
  };
  const queue = (token, gln, path = "/cim/v1/queues/market-processes") =>
    fetch(base + path, { headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), SenderGLN: gln } });

  const party = await identity("7099990001015");
  const given = await grant(await assertion(party));
  assert.equal(given.status, 200, JSON.stringify(given.body));
  const token = given.body.access_token;
  // jose takes it, by our set of keys.
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${base}/maskinporten/jwk`)), { issuer, audience });
  assert.equal(payload.consumer.ID, "0192:313000125");

  assert.equal((await queue(token, "7099990001015")).status, 204);
  const none = await queue("", "7099990001015");
  assert.equal(none.status, 401);
  assert.equal(none.headers.get("www-authenticate"), 'Bearer realm="cimgate"');
  const bad = await queue(token.slice(0, -8), "7099990001015");
  assert.equal(bad.status, 401);
  assert.match(bad.headers.get("www-authenticate"), /error="invalid_token"/);
  const other = await queue(token, "7099990001022");
  assert.equal(other.status, 403);
  assert.equal((await other.json()).type, "urn:cimgate:problem:token-party");
  assert.equal((await queue(token, "")).status, 400);

  // The Access API says the same in its own words, and knows the sender by either name.
  const access = (token, headers) =>
    fetch(`${base}/access/v0/authorization-requests`, { headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers } });
  assert.equal((await access(token, { SenderGln: "7099990001015" })).status, 200);
  assert.equal((await access(token, { Sender: "7099990001015" })).status, 200);
  const unknown = await access("", { SenderGln: "7099990001015" });
  assert.equal(unknown.status, 401);
  assert.equal(unknown.headers.get("www-authenticate"), 'Bearer realm="cimgate"');
  assert.equal((await unknown.json()).errors[0].status, "401");
  for (const name of ["SenderGln", "Sender"]) {
    const stranger = await access(token, { [name]: "7099990001022" });
    assert.equal(stranger.status, 403, name);
    assert.equal((await stranger.json()).errors[0].title, "Not authorized");
  }
  assert.equal((await access(token, { Sender: "7099990001022", SenderGln: "7099990001015" })).status, 400);
  // The end user is for operators to play.
  const answer = { method: "PATCH", body: "{}", headers: { authorization: `Bearer ${token}`, "content-type": "application/vnd.api+json" } };
  assert.equal((await fetch(`${base}/access/v0/authorization-requests/${payload.jti ?? "x"}`, answer)).status, 403);

  // What Maskinporten takes of assertions, and what it does not.
  for (const [alg, status] of [["RS384", 200], ["RS512", 200], ["PS256", 400]])
    assert.equal((await grant(await assertion(await identity("7099990001015", alg), {}, alg))).status, status, alg);

  // Operators have a scope of their own.
  assert.equal((await queue(token, "", "/hub/v1/clock")).status, 403);
  const operator = await grant(await assertion(party, { scope: "cimgate:operator" }));
  assert.equal((await queue(operator.body.access_token, "", "/hub/v1/clock")).status, 200);
  assert.equal((await queue(operator.body.access_token, "7099990001015")).status, 403);
  assert.equal((await fetch(`${base}/livez`)).status, 200);

  // Maskinporten's rules.
  for (const [claims, text] of [[{ aud: `${issuer}token` }, "MP-110"], [{ aud: [issuer] }, "MP-110"], [{ sub: "x" }, "claim"],
                                [{ exp: Math.floor(Date.now() / 1000) + 1000 }, "at most 120"]]) {
    const refused = await grant(await assertion(party, claims));
    assert.equal(refused.status, 400);
    assert.equal(refused.body.error, "invalid_grant");
    assert.ok(refused.body.error_description.includes(text), refused.body.error_description);
  }
  const stranger = await grant(await assertion(await identity("stranger")));
  assert.ok(stranger.body.error_description.includes("MP-120"), stranger.body.error_description);
  console.log("token-clients: as they should be");
} finally {
  server.kill();
}
