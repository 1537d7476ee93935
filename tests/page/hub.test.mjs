import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check_accessible, eventually, move_in, start, take_example, verdict } from "./browser.mjs";

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
  await page.getByRole("searchbox", { name: "Search by metering point id" }).fill(first);
  await count.filter({ hasText: /^1 metering point$/ }).waitFor();
  await page.getByRole("button", { name: first }).click();
  await page.getByText("Grid area").waitFor();
  // What the time line shows is told in words, too.
  await page.locator(".time-line[aria-label]:not([aria-label=''])").first().waitFor();
  await page.getByRole("link", { name: "Its events" }).click();
  await eventually(async () => assert.equal(await page.getByRole("searchbox", { name: "Metering point" }).inputValue(), first));
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
  await page.getByRole("combobox", { name: /^Event/ }).selectOption("clock-moved");
  await page.locator(".events .badge").filter({ hasNotText: "clock moved" }).first().waitFor({ state: "detached" });
  await rows.first().waitFor();
  await page.getByRole("button", { name: "Clear filter" }).click();
  await rows.first().waitFor();
  await close();
});

test("what is being typed stays while the hub has news", async () => {
  const { page, close } = await at.open({ hash: "#/hub/events" });
  const rows = page.locator(".events tbody tr");
  await rows.first().waitFor();
  const newest = Number(await rows.first().getAttribute("data-seq"));
  const point = page.getByRole("searchbox", { name: "Metering point" });
  await point.pressSequentially("70705");
  await page.evaluate(() => fetch("hub/v1/clock", { method: "PUT", body: '{"by":"P1D"}', headers: { "Content-Type": "application/json" } }));
  await page.locator(`.events tr[data-seq="${newest + 1}"]`).waitFor();
  assert.equal(await point.inputValue(), "70705");
  await close();
});

test("the clock that is shown is the newest, whatever answer comes late", async () => {
  const { page, close } = await at.open({ hash: "#/hub" });
  await page.locator(".now").waitFor();
  const before = await now(page);
  // Held back: the clock as it was before it is moved.
  let let_go;
  const held = new Promise((resolve) => (let_go = resolve));
  let asked;
  const was_asked = new Promise((resolve) => (asked = resolve));
  await page.route("**/hub/v1/clock", async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const answer = await route.fetch();
    asked();
    await held;
    await route.fulfill({ response: answer });
  });
  // Somebody else moves it a day; the page asks, and its own move is newer than what it is told then.
  await page.evaluate(() => fetch("hub/v1/clock", { method: "PUT", body: '{"by":"P1D"}', headers: { "Content-Type": "application/json" } }));
  await was_asked;
  await page.getByRole("button", { name: "+1 day" }).click();
  await moved(page, before);
  const after_move = await now(page);
  const late = page.waitForResponse((response) => response.url().endsWith("/hub/v1/clock") && response.request().method() === "GET");
  let_go();
  await late;
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await now(page), after_move);
  await page.unrouteAll({ behavior: "ignoreErrors" });
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
  await dialog.getByRole("button", { name: "Check and translate it" }).click();
  await verdict(page).waitFor();
  await close();
});

test("mails to end users are shown, the newest first, with their text", async () => {
  const json = { "Content-Type": "application/json" };
  const today = (await (await fetch(`${at.url}hub/v1/clock`)).json()).day;
  const body = JSON.stringify({ from: "7099990001053", to: "7099990001015", day: today });
  assert.equal((await fetch(`${at.url}hub/v1/takeovers`, { method: "POST", body, headers: json })).status, 200);
  const { mails } = await (await fetch(`${at.url}hub/v1/mail?limit=500`)).json();
  const { page, close } = await at.open({ hash: "#/hub/mails" });
  const first = page.locator(".party-grid > li").first();
  await first.getByRole("heading", { name: mails.at(-1).en.subject }).waitFor();
  await first.getByText("No recipient: no mail address is known.").waitFor();
  await first.locator("summary").click();
  await first.getByText("If this is right, you need not do anything.").waitFor();
  assert.equal(await page.locator(".party-grid > li").count(), mails.length);
  await close();
});

test("a message of the first view is sent to the hub", async () => {
  const { page, close } = await at.open();
  await take_example(page, /Change of supplier \(101\)/);
  await page.getByRole("button", { name: "Send to the test hub" }).click();
  // Whether the market lets it through is another matter: an answer there is.
  const answer = page.locator(".sent").filter({ hasText: /[Rr]eceived by the test hub/ });
  await answer.waitFor();
  if (/^Received/.test(await answer.textContent())) {
    await answer.getByRole("link", { name: "Events" }).click();
    await page.locator(".events tr").filter({ hasText: "RequestStartOfSupply" }).first().waitFor();
  }
  await close();
});

test("a market is loaded; a mistake is told with its line", async () => {
  const { page, close } = await at.open({ hash: "#/hub/load" });
  await page.getByRole("button", { name: "Insert an example" }).click();
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByRole("table", { name: "Loaded" }).waitFor();
  await page.getByRole("textbox", { name: "Market data, YAML" }).fill("parties:\n  - { gln: }\n  : :\n");
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: /line \d+/ }).waitFor();
  await close();
});

test("every kind of event has words, and can be asked for", async () => {
  const { components } = await (await fetch(`${at.url}openapi.json`)).json();
  for (const locale of ["en-GB", "nb-NO"]) {
    const { page, close } = await at.open({ hash: "#/hub/events", locale });
    const options = page.locator(".filters select").first().locator("option");
    await options.nth(1).waitFor({ state: "attached" });
    const texts = await options.evaluateAll((all) => all.map((one) => [one.value, one.textContent]));
    assert.deepEqual(texts.slice(1).map(([value]) => value).sort(), [...components.schemas.EventKind.enum].sort());
    for (const [value, text] of texts.slice(1)) assert.notEqual(text, value.includes("-") ? value : "");
    await close();
  }
});

test("a metering point and a message in a queue by their address; the message is broken into lines", async () => {
  const { queues } = await (await fetch(`${at.url}hub/v1/queues`)).json();
  const { id } = queues.flatMap(({ messages }) => messages)[0];
  const { page, close } = await at.open({ hash: `#/hub/message/${id}` });
  const dialog = page.getByRole("dialog");
  await dialog.locator(".cm-line").nth(10).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "hidden" });
  const { meteringPoints } = await (await fetch(`${at.url}hub/v1/market?limit=200`)).json();
  const { gsrn } = meteringPoints.at(-1);
  await page.goto(`${at.url}#/hub/points/${gsrn}`);
  await page.locator(`.point.open[data-gsrn="${gsrn}"]`).waitFor();
  // The time line is zoomed and moved.
  const axis = page.locator(".axis");
  const before = await axis.textContent();
  for (let n = 0; n < 5; n++) await page.getByRole("button", { name: "Zoom in" }).first().click();
  await eventually(async () => assert.notEqual(await axis.textContent(), before));
  await page.getByRole("button", { name: "Earlier", exact: true }).first().click();
  await close();
});

/** The form of "Send", with the message of a process for a metering point. */
async function form_for(page, gsrn, process) {
  await page.goto(`${at.url}#/hub/send/${gsrn}`);
  await page.getByText("consumption, active").waitFor();
  await page.locator("#send-what").selectOption(process);
  await page.locator(".drafted").getByLabel(/^Process/).locator(`option:checked[value="${process}"]`).waitFor({ state: "attached" });
}
const sent = (page) => page.locator(".sent b").filter({ hasText: "Received by the test hub" });

test("a process is started from a form, and metering values come to the point", async () => {
  const { meteringPoints } = await (await fetch(`${at.url}hub/v1/market?limit=300`)).json();
  const hourly = meteringPoints.find((one) => one.type === "E17" && one.status === "E22" && one.resolution === "PT1H" && one.processes.length === 0);
  const { page, close } = await at.open({ hash: `#/hub/send/${hourly.gsrn}` });
  await form_for(page, hourly.gsrn, "BRS-NO-102");
  await page.locator('.send-verdict[data-verdict="valid"]').waitFor();
  await page.getByRole("button", { name: "Send to the test hub" }).click();
  await sent(page).waitFor();
  await page.goto(`${at.url}#/hub/events`);
  await page.locator(".events tr").filter({ hasText: hourly.gsrn }).filter({ hasText: "process started" }).first().waitFor();

  await form_for(page, hourly.gsrn, "BRS-NO-313");
  const sender = page.locator("#send-party");
  for (const one of await sender.locator("option").evaluateAll((all) => all.map(({ value }) => value))) {
    await sender.selectOption(one);
    // What is chosen stays chosen while the market is read again.
    await page.waitForResponse((response) => response.url().includes("/hub/v1/events"));
    assert.equal(await sender.inputValue(), one);
    await page.locator(".send-verdict[data-verdict]").waitFor();
    await page.getByRole("button", { name: "Send to the test hub" }).click();
    await page.locator(".sent b").waitFor();
  }
  // A row a value, and its line in the message that it came with.
  await page.goto(`${at.url}#/hub/points/${hourly.gsrn}`);
  await page.locator('.point.open .value-rows table[aria-rowcount="25"]').waitFor();
  await page.locator(".point.open .chart canvas").waitFor();
  const of_value = page.locator(".point.open .value-rows tbody tr:not([aria-hidden])").nth(2);
  const value = await of_value.locator("td.number").textContent();
  await of_value.getByRole("button", { name: /^line \d+$/ }).click();
  await page.locator(".point.open .step-code .cm-activeLine").filter({ hasText: value }).waitFor();
  await check_accessible(page, "a point with its values");
  await close();
});

test("every process that is offered makes a message that is valid by itself, and that the hub takes", async () => {
  const { meteringPoints } = await (await fetch(`${at.url}hub/v1/market?limit=300`)).json();
  const free = meteringPoints.filter((one) => one.type === "E17" && one.status === "E22" && one.resolution === "PT1H" && one.processes.length === 0);
  const { page, close } = await at.open({ hash: `#/hub/send/${free[0].gsrn}` });
  const choice = page.locator("#send-what");
  await choice.waitFor();
  const processes = await choice.locator("optgroup").first().locator("option").evaluateAll((options) => options.map((one) => one.value));
  assert.ok(processes.length >= 14, processes.join(" "));
  for (const [n, process] of processes.entries()) {
    await form_for(page, free[n % free.length].gsrn, process);
    await page.getByRole("button", { name: "Check and translate it" }).click();
    await page.locator(".source .cm-line").filter({ hasText: process }).first().waitFor();
    await page.getByRole("combobox", { name: /^Check/ }).selectOption("message");
    await page.locator('.verdict[data-verdict="valid"]:not(.old)').waitFor();
    await form_for(page, free[n % free.length].gsrn, process);
    await page.getByRole("button", { name: "Send to the test hub" }).click();
    await sent(page).waitFor();
  }
  await close();
});

const all = ["points", "queues", "mails", "events", "send", "scenarios", "load"];

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
