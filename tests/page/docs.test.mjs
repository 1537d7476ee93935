// The API pages at /docs: Swagger UI over /openapi.json, to read and to try, offline.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { check_accessible, serve, start } from "./browser.mjs";

let at;
let bridge;
before(async () => {
  at = await start();
  const database = path.join(process.env.WORK, "docs-bridge.db");
  bridge = await serve(["--database", database, "--upstream", at.url, "--gln", "7099990001015", "--party", "7099990001015:DDQ", "--ws-security", "off"], "bridge");
});
after(async () => {
  await bridge?.stop();
  await at?.stop();
});

const ids_of = ({ paths }) => Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId)).filter(Boolean);

/** The ids of all operations that the page shows, from its top to its end: of a long list only what is in sight is drawn. */
async function operations_of(page) {
  const seen = new Set();
  await page.evaluate(() => scrollTo(0, 0));
  for (let stays = 0; stays < 3; ) {
    const ids = await page.locator(".opblock").evaluateAll((all) => all.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length, "an operation is there twice");
    ids.forEach((id) => seen.add(id));
    const moved = await page.evaluate(() => {
      const before = scrollY;
      scrollBy(0, innerHeight / 2);
      return scrollY > before;
    });
    await page.waitForFunction(() => document.querySelector(".opblock"));
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    stays = moved ? 0 : stays + 1;
  }
  return [...seen];
}
const api_of = async (url) => (await fetch(`${url}openapi.json`)).json();

test("the pages have every operation of /openapi.json, and lead to the page and to the WSDL of each service", async () => {
  const api = await api_of(at.url);
  const ids = ids_of(api);
  assert.ok(ids.length > 20);
  const { page, close } = await at.open({ hash: "docs" });
  await page.locator(".opblock").first().waitFor();
  const shown = await operations_of(page);
  for (const id of ids) assert.equal(shown.filter((one) => one.endsWith(`-${id}`)).length, 1, id);
  const services = Object.keys(api.paths).filter((name) => name.startsWith("/emif/services/") && !name.includes("{"));
  assert.equal(services.length, 5);
  for (const name of services) {
    const href = await page.getByRole("link", { name: `${name.split("/").at(-1)}.wsdl`, exact: true }).getAttribute("href");
    assert.match(await (await fetch(at.url + href)).text(), /<wsdl:definitions/);
  }
  await page.getByRole("link", { name: "The page" }).click();
  await page.getByRole("link", { name: "API", exact: true }).click();
  await page.locator(".opblock").first().waitFor();
  await close();
});

test("a message is sent, and the answer shown", async () => {
  const { page, close } = await at.open({ hash: "docs#/check/validate" });
  const one = page.locator("#operations-check-validate");
  const message = readFileSync("examples/RequestStartOfSupply/valid/change-of-supplier.xml", "utf8");
  await one.getByRole("textbox", { name: "Body" }).fill(message);
  const asked = page.waitForRequest((request) => request.url().includes("/v1/validate"));
  await one.getByRole("button", { name: "Execute" }).click();
  assert.equal((await asked).postData(), message);
  await one.locator(".live-responses-table").filter({ hasText: '"verdict": "valid"' }).waitFor();
  await one.getByRole("textbox", { name: "Body" }).fill("<a/>");
  await one.getByRole("button", { name: "Execute" }).click();
  await one.locator(".live-responses-table").filter({ hasText: "schema.unknown-root" }).waitFor();
  await close();
});

test("Swagger UI is loaded on its own pages only", async () => {
  const { page, close } = await at.open();
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  assert.ok(loaded.some((name) => name.endsWith("/assets/page.js")));
  assert.deepEqual(loaded.filter((name) => /docs|swagger/.test(name)), []);
  await close();
});

test("the bridge has them, too, over its own operations", async () => {
  const api = await api_of(bridge.url);
  const browser = await start(bridge.url);
  const { page, close } = await browser.open({ hash: "docs" });
  await page.locator(".opblock").first().waitFor();
  const shown = await operations_of(page);
  for (const id of ids_of(api)) assert.equal(shown.filter((one) => one.endsWith(`-${id}`)).length, 1, id);
  assert.equal(await page.getByRole("link", { name: "The page" }).count(), 1);
  await close();
  await browser.stop();
});

test("axe-core finds nothing, wide and narrow, before an answer and after", async () => {
  for (const options of [{}, { viewport: { width: 390, height: 844 } }]) {
    const { page, close } = await at.open({ ...options, hash: "docs#/check/validate" });
    const one = page.locator("#operations-check-validate");
    await one.getByRole("textbox", { name: "Body" }).fill("<a/>");
    await check_accessible(page, `API ${JSON.stringify(options)}`);
    await one.getByRole("button", { name: "Execute" }).click();
    await one.locator(".live-responses-table").waitFor();
    await check_accessible(page, `API with an answer ${JSON.stringify(options)}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `${sideways} pixels too wide`);
    await close();
  }
});

test("who wants no motion has none", async () => {
  const { page, close } = await at.open({ hash: "docs#/check/validate" });
  const execute = page.locator("#operations-check-validate").getByRole("button", { name: "Execute" });
  await execute.waitFor();
  const lasts = () => execute.evaluate((button) => Number.parseFloat(getComputedStyle(button).transitionDuration));
  assert.ok((await lasts()) > 0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  assert.equal(await lasts(), 0);
  await close();
});
