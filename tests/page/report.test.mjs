// HTML reports, of messages and of scenarios, as a browser shows them.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check_accessible, start } from "./browser.mjs";

let at;
const file = (name) => path.join(process.env.WORK, name);
before(async () => {
  at = await start();
  const written = (...args) => assert.ok([0, 1].includes(spawnSync(process.env.CIMGATE, args).status), args.join(" "));
  written("validate", "-q", "--report", `html=${file("messages.html")}`, "examples/RequestStartOfSupply/invalid", "examples/CollectedData/valid");
  written("rehearse", "-q", "--by", "soap", "BRS-101-first-day", "BRS-313-values", "--report", `html=${file("scenarios.html")}`);
});
after(() => at.stop());

const looks = [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }];

async function check(page, where) {
  await check_accessible(page, where);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${where} is ${sideways} pixels too wide`);
}

test("axe-core finds nothing in a report of messages, folded and unfolded, in both languages", async () => {
  for (const look of looks) {
    const page = await at.bare(look);
    await page.goto(`file://${file("messages.html")}`);
    await check(page, `report ${JSON.stringify(look)}`);
    await page.locator('label[for="lang-nb"]').click();
    await page.getByRole("button", { name: "Brett ut alle" }).click();
    await page.locator(".all-values").evaluateAll((all) => all.forEach((one) => (one.open = true)));
    await check(page, `unfolded report ${JSON.stringify(look)}`);
    await page.close();
  }
});

test("axe-core finds nothing in a report of scenarios", async () => {
  for (const look of looks) {
    const page = await at.bare(look);
    await page.goto(`file://${file("scenarios.html")}`);
    await page.locator("details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
    await check(page, `scenarios ${JSON.stringify(look)}`);
    await page.close();
  }
});

test("a chart has its labels where their times are, and a legend in words", async () => {
  const page = await at.bare({ viewport: { width: 1200, height: 900 } });
  await page.goto(`file://${file("messages.html")}`);
  const day = page.locator('.file[data-name*="hours-25"]');
  await day.locator("> summary").click();
  await day.locator(".says").filter({ hasText: "2026-10-25 has 25 hours" }).waitFor();
  const chart = await day.locator("svg").boundingBox();
  const noon = await day.locator(".along span").filter({ hasText: "12:00" }).boundingBox();
  assert.ok(Math.abs(noon.x + noon.width / 2 - (chart.x + (chart.width * 13) / 25)) < 2, "noon is after 13 of the 25 hours");
  await day.getByText("Every value").click();
  assert.equal(await day.locator(".all-values tbody tr").count(), 25);
  await day.getByRole("img", { name: /707057599000100316 · consumption/ }).waitFor();
  await page.close();
});
