import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check_accessible, move_in, start, take_example, verdict } from "./browser.mjs";

let at;
before(async () => {
  at = await start();
  // Something has happened, and something is to come.
  await move_in(at.url, 5);
  await fetch(`${at.url}hub/v1/clock`, { method: "PUT", body: '{"by":"P6D"}', headers: { "Content-Type": "application/json" } });
  await move_in(at.url, 20);
});
after(() => at.stop());

const now = (page) => page.locator(".now").getAttribute("data-now");
const moved = (page, before) => page.locator(`.now:not([data-now="${before}"])`).waitFor();

test("metering points: search, pages, contracts and processes", async () => {
  const { page, close } = await at.open({ hash: "#/hub" });
  await page.locator(".point").first().waitFor();
  const count = page.locator(".points .what");
  const total = Number(/\d+/.exec(await count.textContent())[0]);
  assert.ok(total >= 100, `${total} metering points`);
  const first = await page.locator(".point").first().getAttribute("data-gsrn");
  await page.getByRole("button", { name: "Next" }).click();
  await page.locator(`.point:not([data-gsrn="${first}"])`).first().waitFor();
  await page.locator(`.point[data-gsrn="${first}"]`).waitFor({ state: "detached" });
  await page.getByRole("searchbox", { name: "Search by GSRN" }).fill(first);
  await count.filter({ hasText: /^1 metering point$/ }).waitFor();
  await page.getByRole("button", { name: first }).click();
  await page.getByText("Grid area").waitFor();
  // What the time line shows is told in words, too.
  assert.ok((await page.locator(".time-line").getAttribute("aria-label")).length > 0);
  await page.getByRole("link", { name: "Its events" }).click();
  assert.equal(await page.getByRole("searchbox", { name: "Metering point" }).inputValue(), first);
  await close();
});

test("the clock: a day on, to a date, and the step that is due", async () => {
  const { page, close } = await at.open({ hash: "#/hub" });
  await page.locator(".now").waitFor();
  let before = await now(page);
  await page.getByRole("button", { name: "+1 day" }).click();
  await moved(page, before);
  const day = (iso) => Date.parse(iso.slice(0, 10));
  assert.equal(day(await now(page)) - day(before), 86_400_000);
  const step = page.locator("#clock-step");
  if (await step.isEnabled()) {
    before = await now(page);
    const { next } = await page.evaluate(async () => (await fetch("hub/v1/clock")).json());
    await step.click();
    await moved(page, before);
    assert.equal(await now(page), next);
    await page.locator("#announcer").filter({ hasText: /steps? run\. It is/ }).waitFor({ state: "attached" });
  }
  before = await now(page);
  const later = new Date(day(before) + 10 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("To date").fill(later);
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await moved(page, before);
  assert.match(await now(page), new RegExp(`^${later}T00:00:00`));
  await page.getByRole("link", { name: "Events" }).click();
  await page.locator(".events tr").filter({ hasText: "clock moved" }).first().waitFor();
  await close();
});

test("events are filtered and followed", async () => {
  const { page, close } = await at.open({ hash: "#/hub/events" });
  const rows = page.locator(".events tbody tr");
  await rows.first().waitFor();
  const newest = Number(await rows.first().getAttribute("data-seq"));
  await page.evaluate(() => fetch("hub/v1/clock", { method: "PUT", body: '{"by":"P1D"}', headers: { "Content-Type": "application/json" } }));
  await page.locator(`.events tr[data-seq="${newest + 1}"]`).waitFor();
  await page.getByLabel("Kind").selectOption("clock-moved");
  await page.locator(".events .badge").filter({ hasNotText: "clock moved" }).first().waitFor({ state: "detached" });
  assert.ok(await rows.count() > 0);
  await page.getByRole("button", { name: "Clear filter" }).click();
  await rows.first().waitFor();
  await close();
});

test("queues: a message is read, and taken to the other view", async () => {
  const { page, close } = await at.open({ hash: "#/hub/queues" });
  const message = page.locator(".queue .as-link").first();
  await message.waitFor();
  await message.click();
  const dialog = page.getByRole("dialog");
  await dialog.locator(".cm-line").first().waitFor();
  await dialog.getByRole("radio", { name: /CIM/ }).check({ force: true });
  await dialog.locator(".cm-line").filter({ hasText: "_MarketDocument" }).first().waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await message.click();
  await dialog.locator(".cm-line").first().waitFor();
  await dialog.getByRole("button", { name: "Judge and translate it" }).click();
  await verdict(page).waitFor();
  await close();
});

test("a message of the first view is sent to the hub", async () => {
  const { page, close } = await at.open();
  await take_example(page, /Change of supplier \(101\)/);
  await page.getByRole("button", { name: "Send to the hub" }).click();
  // Whether the market lets it through is another matter: an answer there is.
  const answer = page.locator(".sent").filter({ hasText: /The hub ha[sd] (not )?taken it/ });
  await answer.waitFor();
  if (/ha[sd] taken/.test(await answer.textContent())) {
    await answer.getByRole("link", { name: "Events" }).click();
    await page.locator(".events tr").filter({ hasText: "RequestStartOfSupply" }).first().waitFor();
  }
  await close();
});

test("a market is loaded; a mistake is told with its line", async () => {
  const { page, close } = await at.open({ hash: "#/hub/load" });
  await page.getByRole("button", { name: "Put in an example" }).click();
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByRole("table", { name: "Loaded" }).waitFor();
  await page.getByRole("textbox", { name: "Market, YAML" }).fill("parties:\n  - { gln: }\n  : :\n");
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: /line \d+/ }).waitFor();
  await close();
});

const all = ["points", "queues", "events", "scenarios", "load"];

test("axe-core finds nothing in the hub, in light and dark, wide and narrow", async () => {
  const narrow = { viewport: { width: 390, height: 844 }, locale: "nb-NO" };
  for (const [options, parts] of [[{}, all], [{ colorScheme: "dark" }, ["points", "scenarios"]], [narrow, all]])
    for (const part of parts) {
      const { page, close } = await at.open({ ...options, hash: `#/hub/${part}` });
      await page.locator(".parts a[aria-current]").waitFor();
      await page.waitForLoadState("networkidle");
      if (part === "points") await page.locator(".point-name").nth(1).click();
      await check_accessible(page, `${part} ${JSON.stringify(options)}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(sideways <= 0, `${part} is ${sideways} pixels too wide`);
      await close();
    }
});
