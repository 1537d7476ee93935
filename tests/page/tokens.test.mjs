// Who needs a token is told in /openapi.json, and the API pages take one.
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve, start } from "./browser.mjs";
import { with_tokens_of } from "./serve.mjs";

let open_to_all;
let with_tokens;
before(async () => {
  open_to_all = await serve();
  with_tokens = await serve(with_tokens_of(path.join(process.env.WORK, "tokens")));
});
after(async () => {
  await open_to_all?.stop();
  await with_tokens?.stop();
});

const api_of = async (server) => (await fetch(`${server.url}openapi.json`)).json();

test("who needs a token is said, by the name of the scheme and the scopes; the rest is open", async () => {
  const api = await api_of(with_tokens);
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
  const without = await api_of(open_to_all);
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
