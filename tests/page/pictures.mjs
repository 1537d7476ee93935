// Renews the pictures in docs/: CIMGATE=build/release/bin/cimgate WORK=/tmp node tests/page/pictures.mjs [NAME…]. Look at them before you commit.
// With ALL=FOLDER every view goes there instead, wide and narrow, light and dark, in English and Norwegian.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { lines, move_in, put_caret, serve, start, take_example, verdict } from "./browser.mjs";
import { change_of_supplier, hand_in, open_market, supplier } from "./rehearsal.mjs";

const at = await start();
const only = process.argv.slice(2);
const all = process.env.ALL;

const wide = { viewport: { width: 1600, height: 900 } };
const tall = { viewport: { width: 1600, height: 1100 } };
const telephone = { viewport: { width: 390, height: 844 } };
const dark = { colorScheme: "dark" };
const norsk = { locale: "nb-NO" };

const explained = async (page, value) => {
  await verdict(page).waitFor();
  await lines(page, "result").first().waitFor();
  await put_caret(page, "result", value);
  await page.locator(".explained").waitFor();
};

/** Operations of a bridge whose market refuses one of three documents. */
async function bridge(file, { hash = "", ...options }) {
  const market = await open_market();
  const database = path.resolve(process.env.WORK ?? "/tmp", "pictures.db");
  for (const ending of ["", "-wal", "-shm", ".lock"]) rmSync(database + ending, { force: true });
  const { url, stop } = await serve(["--database", database, "--upstream", market.url, "--ws-security", "off", "--gln", supplier, "--party", `${supplier}:DDQ`], "bridge");
  const documents = await Promise.all([1, 2, 3].map(() => change_of_supplier(at.url)));
  market.refuses = documents[1].id;
  for (const one of documents) await hand_in(url, one);
  const browser = await start(url);
  const { page, close } = await browser.open({ ...options, hash });
  await page.locator(".bubble.bad").waitFor();
  await page.locator(hash.includes("dead") ? ".letter" : ".overview").waitFor();
  await page.screenshot({ path: file });
  await close();
  await browser.stop();
  await stop();
  market.stop();
}

/** What there is to see: where it is, what is done there, and what a narrow picture begins with. */
const views = {
  message: { act: async (page) => {
    await take_example(page, /back in time|tilbake i tid/);
    await explained(page, "E65");
  } },
  findings: { act: async (page) => {
    await take_example(page, /misspelt|feilstavet/);
    await page.locator(".finding-go").first().click();
  } },
  values: { hash: "#/example/quarter-hours-mixed-qualities.xml", from: ".values", act: async (page) => {
    await page.getByRole("tab", { name: /^(Values|Verdier)/ }).click();
    await page.getByRole("button", { name: /^12 / }).click();
  } },
  hub: { hash: "#/hub", act: async (page) => {
    await page.locator(".point").first().waitFor();
    // A metering point with a process, when there is one.
    const busy = page.locator(".point").filter({ has: page.locator(".process") });
    await ((await busy.count()) > 0 ? busy : page.locator(".point")).first().locator(".point-name").click();
    await page.locator(".point.open").waitFor();
  } },
  send: { hash: "#/hub/send", from: ".drafted", act: (page) => page.locator(".send-verdict[data-verdict]").waitFor() },
  events: { hash: "#/hub/events", act: (page) => page.locator(".events tbody tr").first().waitFor() },
  scenarios: { hash: "#/hub/scenarios", from: ".scenario-list li", act: async (page) => {
    await page.locator(".scenario-list li").first().getByRole("button", { name: /^(Run|Kjør): / }).click();
    await page.locator(".same").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: /^(Show messages|Vis meldingene)/ }).first().click();
    await page.locator('.wire[data-by="CIM"] .cm-line').filter({ hasText: "process.processType" }).first().click();
    await page.locator(".mark-linked").first().waitFor();
  } },
};

async function picture(file, view, { whole = false, from = "", ...options }) {
  const { hash, act } = views[view];
  const { page, close } = await at.open({ ...options, hash });
  await act(page);
  // The picture begins at the top, or at what it is about.
  await page.evaluate((what) => (what ? document.querySelector(what).scrollIntoView() : scrollTo(0, 0)), from);
  await page.waitForTimeout(300);
  await page.screenshot({ path: file, fullPage: whole });
  await close();
}

/** The HTML report of a folder, as `cimgate validate --report html=…` writes it. */
const html = path.resolve(process.env.WORK ?? "/tmp", "report.html");
try {
  execFileSync(process.env.CIMGATE, ["validate", "-q", "--report", `html=${html}`, "examples/RequestStartOfSupply", "examples/CollectedData"], { stdio: "ignore" });
} catch {
  // Some of them are there to be invalid.
}
async function report(file, { locale, part = "", ...options }) {
  const page = await at.bare(options);
  await page.goto(`file://${html}`);
  if (locale === norsk.locale) await page.locator('label[for="lang-nb"]').click();
  await page.evaluate((what) => {
    if (what === "") return scrollTo(0, 0);
    const found = [...document.querySelectorAll(".file")].find(({ dataset }) => dataset.name.includes(what));
    found.open = true;
    found.scrollIntoView();
  }, part);
  await page.screenshot({ path: file });
  await page.close();
}
const with_chart = "quarter-hours-mixed-qualities";

// Something has happened, and something is to come.
await move_in(at.url, 5);
await fetch(`${at.url}hub/v1/clock`, { method: "PUT", body: '{"by":"P6D"}', headers: { "Content-Type": "application/json" } });
await move_in(at.url, 20);

const pictures = {
  "page-message": ["message", wide],
  "page-findings-nb": ["findings", { ...wide, ...norsk }],
  "page-narrow": ["message", { ...telephone, whole: true }],
  "page-values": ["values", wide],
  "page-values-narrow-nb": ["values", { ...telephone, ...norsk, ...dark, from: ".values" }],
  "page-hub-dark": ["hub", { ...wide, ...dark }],
  "page-hub-narrow-nb": ["hub", { ...telephone, ...norsk }],
  "page-send": ["send", tall],
  "page-send-narrow-nb": ["send", { ...telephone, ...norsk, ...dark, from: ".drafted" }],
  "page-scenarios": ["scenarios", tall],
  "page-scenarios-dark-nb": ["scenarios", { ...tall, ...norsk, ...dark }],
  "page-bridge": ["bridge", { ...wide, viewport: { width: 1600, height: 620 }, hash: "#/dead-letters" }],
  "page-bridge-dark-nb": ["bridge", { ...wide, ...dark, ...norsk }],
  "report": ["report", wide],
  "report-narrow-nb": ["report", { ...telephone, ...norsk, ...dark }],
  "report-values": ["report", { ...wide, viewport: { width: 1600, height: 460 }, part: with_chart }],
  "report-values-narrow-nb": ["report", { ...telephone, ...norsk, ...dark, part: with_chart }],
};
const taken = (file, view, options) => (view === "report" ? report(file, options) : view === "bridge" ? bridge(file, options) : picture(file, view, options));
if (all) {
  mkdirSync(all, { recursive: true });
  for (const view of [...Object.keys(views), "report", "report-values"].filter((name) => only.length === 0 || only.includes(name)))
    for (const [size, screen] of [["wide", wide], ["narrow", telephone]])
      for (const [colours, scheme] of [["light", {}], ["dark", dark]])
        for (const [language, tongue] of [["en", {}], ["nb", norsk]]) {
          const of_report = view.startsWith("report");
          const options = { ...screen, ...scheme, ...tongue, ...(of_report ? { part: view === "report" ? "" : with_chart } : { from: size === "narrow" ? views[view].from : "" }) };
          await taken(path.join(all, `${view}-${size}-${colours}-${language}.png`), of_report ? "report" : view, options);
        }
} else
  for (const [name, [view, options]] of Object.entries(pictures))
    if (only.length === 0 || only.includes(name)) await taken(`docs/images/${name}.png`, view, options);
await at.stop();
