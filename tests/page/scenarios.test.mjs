import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check_accessible, start } from "./browser.mjs";

let at;
before(async () => void (at = await start()));
after(() => at.stop());

const now = (page) => page.locator(".now").getAttribute("data-now");

test("scenarios are played in SOAP and in CIM, side by side", async () => {
  const { page, close } = await at.open({ hash: "#/hub/scenarios" });
  const before = await now(page);
  const scenario = page.locator(".scenario-list li").first();
  await scenario.getByRole("button", { name: /^Run: / }).click();
  await scenario.locator(".badge.passed, .badge.failed").nth(1).waitFor({ timeout: 60_000 });
  const outcomes = (await scenario.locator(".badges").textContent()).trim();
  assert.match(outcomes, /SOAP.*passed.*CIM.*passed/);
  await page.getByText("SOAP and CIM gave the same result").waitFor();
  await page.getByRole("button", { name: "Show messages" }).first().click();
  // What went over the wire: SOAP on one side, CIM on the other.
  const [soap, cim] = [page.locator('.wire[data-by="SOAP"] .cm-line'), page.locator('.wire[data-by="CIM"] .cm-line')];
  await soap.filter({ hasText: "soapenv:Envelope" }).first().waitFor();
  await cim.filter({ hasText: "_MarketDocument" }).first().waitFor();
  assert.equal(await cim.filter({ hasText: "urn:no:elhub" }).count(), 0);
  // A value that is picked is marked on both sides.
  await page.getByText("Put the cursor on a value").waitFor();
  await cim.filter({ hasText: "process.processType" }).first().click();
  await page.locator('.wire[data-by="SOAP"] .mark-linked').filter({ hasText: "BRS-NO-101" }).waitFor();
  // Nothing is said by the name of its type.
  assert.doesNotMatch(await page.locator("main").textContent(), /\[object|undefined/);
  await page.waitForURL(/#\/hub\/scenarios\/[\w-]+$/);  // What is shown has an address.
  assert.equal(await now(page), before, "the running hub is left alone");
  await close();
});

test("axe-core finds nothing in a scenario that was played, wide and narrow", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
    const { page, close } = await at.open({ ...options, hash: "#/hub/scenarios" });
    await page.getByRole("button", { name: /^Run: / }).first().click();
    await page.locator(".same").waitFor({ timeout: 60_000 });
    await check_accessible(page, JSON.stringify(options));
    await close();
  }
});
