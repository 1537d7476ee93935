// What the tests share: the server, the browser, and what people do on the page.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

export { serve };

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** PAGE_DELAY=250: every answer to the page comes up to 250 ms late, in any order; PAGE_SEED gives another order. */
const delay = Number(process.env.PAGE_DELAY ?? 0);
let random = Number(process.env.PAGE_SEED ?? 1);
async function late(route) {
  random = (random * 48_271) % 2_147_483_647;
  await new Promise((done) => setTimeout(done, random % (delay + 1)));
  // The page may have gone meanwhile, or given the request up.
  await route.continue().catch(() => {});
}

/** Server and browser for a file of tests: `const at = await start(); after(at.stop);` With `url`, a server that is there. */
export async function start(url) {
  const server = url ? { url, stop: () => {} } : await serve();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  return {
    url: server.url,
    stop: async () => {
      await browser.close();
      await server.stop();
    },
    /** A page that shows something else than the server's. */
    bare: async (options) => (await browser.newContext(options)).newPage(),
    /** A page of its own; what its console says of errors, and where its requests go, is kept. */
    open: async (options = {}) => {
      const { hash = "", ...context_options } = options;
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", permissions: ["clipboard-read", "clipboard-write"], ...context_options });
      if (delay > 0) await context.route(/\/(v1|openapi\.json|scenarios)\b/, late);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const errors = [];
      const elsewhere = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        // A refused message is told by a status, which the console calls an error.
        if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) errors.push(message.text());
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(server.url) && !request.url().startsWith("blob:")) elsewhere.push(request.url());
      });
      await page.goto(server.url + hash);
      await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
      return {
        page,
        close: async () => {
          await context.close();
          assert.deepEqual(errors, [], "errors in the console");
          assert.deepEqual(elsewhere, [], "requests to other servers");
        },
      };
    },
  };
}

/** A move-in on a metering point of the demo market, some days ahead, handed in as a supplier would; gives its GSRN. */
export async function move_in(url, days = 20) {
  const json = async (route) => (await fetch(url + route)).json();
  const { now, day } = await json("hub/v1/clock");
  const { meteringPoints } = await json("hub/v1/market?limit=100");
  const supplier = "7099990001015";
  const free = ({ type, status, contracts, processes }) =>
    type === "E17" && status === "E22" && processes.length === 0 && contracts.some((one) => one.to === null && one.supplier !== supplier && one.role === "DDQ");
  const { gsrn } = meteringPoints.find(free);
  const start = new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  const message = readFileSync("examples/RequestStartOfSupply/valid/move-in-future.xml", "utf8")
    .replace(/(<abie:Identification>)[0-9a-f-]{36}/, `$1${randomUUID()}`)
    .replace(/(<abie:Creation>)[^<]*/, `$1${now}`)
    .replace(/(<abie:StartOfOccurrence>)[^<]*/, `$1${start}T00:00:00+02:00`)
    .replace(/(<abie:MeteringPointUsedDomainLocation>\s*<abie:Identification[^>]*>)\d+/, `$1${gsrn}`)
    .replaceAll(/(Sender|Supplier)([A-Za-z]*EnergyParty>\s*<abie:Identification[^>]*>)\d+/g, `$1$2${supplier}`);
  const bundle = await (await fetch(`${url}v1/translate`, { method: "POST", body: message, headers: { "Content-Type": "application/xml", Accept: "application/json" } })).text();
  const answer = await fetch(`${url}cim/v1/documents`, { method: "POST", body: bundle, headers: { "Content-Type": "application/json", SenderGLN: supplier } });
  assert.equal(answer.status, 202, await answer.text());
  return gsrn;
}

/** The example of this name from the menu. */
export async function take_example(page, name) {
  await page.getByRole("button", { name: /^(Examples|Eksempler)/ }).click();
  await page.getByRole("menuitem", { name }).click();
}

/** From the clipboard, with the keys for it, into what has the focus. */
export async function paste(page, text) {
  await page.evaluate((what) => navigator.clipboard.writeText(what), text);
  await page.keyboard.press("Control+v");
}

/** What an assertion says becomes true: the page draws what it knows a little after it knows it. */
export async function eventually(check) {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

export const verdict = (page) => page.locator("[data-verdict]:not(.old)");

/** Text of the lines that the editor of a pane shows. */
export const lines = (page, pane) => page.locator(`.pane.${pane} .cm-line`);

/** The line in which the caret of the message editor is. */
export const active_line = (page) => page.locator(".pane.source .cm-lineNumbers .cm-activeLineGutter").textContent();

/** Where `wanted` stands on the screen, when it stays there: the editor measures its lines after it has scrolled, and panes move when an answer comes. */
const place_at_rest = (line, wanted) => line.evaluate(async (element, wanted) => {
  const scroller = element.closest(".cm-scroller");
  const left = scroller.scrollLeft;
  element.scrollIntoView({ block: "nearest" });
  scroller.scrollLeft = left;
  const place = () => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let all = "";
    const nodes = [];
    while (walker.nextNode()) {
      nodes.push([all.length, walker.currentNode]);
      all += walker.currentNode.data;
    }
    if (!element.isConnected || !all.includes(wanted)) return null;
    const at = all.indexOf(wanted) + 1;
    const [start, node] = nodes.findLast(([from]) => from <= at);
    const range = document.createRange();
    range.setStart(node, at - start);
    range.setEnd(node, Math.min(at - start + 1, node.length));
    const { x, y, height } = range.getBoundingClientRect();
    return { x: x + 1, y: y + height / 2 };
  };
  let before = place();
  for (let frames = 0; frames < 60; frames++) {
    await new Promise(requestAnimationFrame);
    const now = place();
    if (!now) return null;
    if (before && now.x === before.x && now.y === before.y) return now;
    before = now;
  }
  return null;
}, wanted);

/** Puts the caret into a line of an editor, where this text begins in it. Like a user whose click went beside, tries again. */
export async function put_caret(page, pane, text) {
  const with_text = (what) => page.locator(`.pane.${pane} .${what}`).filter({ hasText: text });
  for (let tries = 0; ; tries++) {
    assert.ok(tries < 20, `the caret cannot be put at ${text}`);
    const place = await place_at_rest(with_text("cm-line").first(), text);
    if (!place) continue;
    await page.mouse.click(place.x, place.y);
    if (await with_text("cm-activeLine").count()) return;
  }
}

/** When nothing fades any more: in between, colours are neither those from before nor those after. What turns all the time is not waited for. */
const at_rest = (page) => page.waitForFunction(() => !document.getAnimations().some((one) => one instanceof CSSTransition && one.playState !== "finished"));

/** No violations of WCAG 2.2 A and AA, nor of what axe calls best practice. */
export async function check_accessible(page, where) {
  await page.evaluate(axe);
  await at_rest(page);
  // What is as it should be is not told, in every detail, as axe would by itself: most of its time goes there.
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
  })).violations);
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.flat().join(" ")} — ${node.failureSummary}`).slice(0, 4).join("\n  ")}`);
  assert.deepEqual(told, [], where);
}
