// The API view: /openapi.json to read and to try, offline.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check_accessible, start } from "./browser.mjs";

let at;
before(async () => (at = await start()));
after(() => at.stop());

test("/docs leads to the API view, which has every operation of /openapi.json", async () => {
  const answer = await fetch(`${at.url}docs`, { redirect: "manual" });
  assert.equal(answer.status, 307);
  const { page, close } = await at.open();
  await page.goto(`${at.url}docs`);
  await page.getByRole("heading", { level: 1, name: "API" }).waitFor();
  await page.locator("details.operation").first().waitFor();
  const { paths, components } = await (await fetch(`${at.url}openapi.json`)).json();
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId)).filter(Boolean);
  assert.ok(operations.length > 20);
  for (const id of operations) assert.equal(await page.locator(`#operation-${id}`).count(), 1, id);
  for (const name of Object.keys(components.schemas)) assert.equal(await page.locator(`#schema-${name}`).count(), 1, name);
  await close();
});

test("an operation is tried: parameters, a body, and an answer that says no", async () => {
  const { page, close } = await at.open({ hash: "#/api/operation/showMessage" });
  const show = page.locator("#operation-showMessage");
  await show.getByRole("textbox", { name: /^message/ }).fill("ConfirmStartOfSupply");
  await show.getByRole("button", { name: "Try it" }).click();
  await show.locator(".answered").filter({ hasText: "Status 200" }).filter({ hasText: '"ConfirmStartOfSupply"' }).waitFor();
  await show.getByRole("textbox", { name: /^message/ }).fill("Nothing");
  await show.getByRole("button", { name: "Try it" }).click();
  await show.locator(".answered").filter({ hasText: "Status 404" }).waitFor();
  const clock = page.locator("#operation-getClock");
  await clock.locator("summary").click();
  await clock.getByRole("button", { name: "Copy as curl" }).click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl -sS .*hub\/v1\/clock'$/);
  const validate = page.locator("#operation-validate");
  await validate.locator("summary").click();
  await validate.getByRole("textbox", { name: /^Body/ }).fill("<a/>");
  await validate.getByRole("button", { name: "Try it" }).click();
  await validate.locator(".answered").filter({ hasText: "Status 200" }).filter({ hasText: "schema.unknown-root" }).waitFor();
  await close();
});

test("axe-core finds nothing in the API view, wide and narrow, light and dark", async () => {
  for (const options of [{}, { colorScheme: "dark", viewport: { width: 390, height: 844 }, locale: "nb-NO" }]) {
    const { page, close } = await at.open({ ...options, hash: "#/api/operation/validate" });
    await page.locator("details.operation[open]").waitFor();
    await check_accessible(page, `API ${JSON.stringify(options)}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `${sideways} pixels too wide`);
    await close();
  }
});
