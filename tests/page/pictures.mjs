// Renews the pictures in docs/: CIMGATE=build/release/bin/cimgate WORK=/tmp node tests/page/pictures.mjs [NAME…]. Look at them before you commit.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { lines, move_in, put_caret, start, take_example, verdict } from "./browser.mjs";

const at = await start();
const only = process.argv.slice(2);
const picture = async (name, options, act, from = "") => {
  if (only.length > 0 && !only.includes(name)) return;
  const { page, close } = await at.open(options);
  await act(page);
  // The picture begins at the top, or at what it is about.
  await page.evaluate((what) => (what ? document.querySelector(what).scrollIntoView() : scrollTo(0, 0)), from);
  await page.waitForTimeout(300);
  await page.screenshot({ path: `docs/images/page-${name}.png`, fullPage: options.whole ?? false });
  await close();
};
const explained = async (page, value) => {
  await verdict(page).waitFor();
  await lines(page, "result").first().waitFor();
  await put_caret(page, "result", value);
  await page.locator(".explained").waitFor();
};

const wide = { viewport: { width: 1600, height: 900 } };
const telephone = { viewport: { width: 390, height: 844 } };
const dark = { colorScheme: "dark" };
const norsk = { locale: "nb-NO" };

await picture("message", wide, async (page) => {
  await take_example(page, /back in time/);
  await explained(page, "E65");
});
await picture("findings-nb", { ...wide, ...norsk }, async (page) => {
  await take_example(page, /feilstavet/);
  await page.locator(".finding-go").first().click();
});
await picture("narrow", { ...telephone, whole: true }, async (page) => {
  await take_example(page, /back in time/);
  await explained(page, "E65");
});

const with_values = "#/example/quarter-hours-mixed-qualities.xml";
await picture("values", { ...wide, hash: with_values }, async (page) => {
  await page.getByRole("tab", { name: "Values" }).click();
  await page.getByRole("button", { name: "12 estimated" }).click();
});
await picture("values-narrow-nb", { ...telephone, ...norsk, ...dark, hash: with_values }, async (page) => {
  await page.getByRole("tab", { name: "Verdier" }).click();
  await page.locator(".chart").scrollIntoViewIfNeeded();
}, ".values");

await move_in(at.url, 5);
await fetch(`${at.url}hub/v1/clock`, { method: "PUT", body: '{"by":"P6D"}', headers: { "Content-Type": "application/json" } });
await move_in(at.url, 20);
const a_point = async (page) => {
  await page.locator(".point").first().waitFor();
  // A metering point with a process, when there is one.
  const busy = page.locator(".point").filter({ has: page.locator(".process") });
  await ((await busy.count()) > 0 ? busy : page.locator(".point")).first().locator(".point-name").click();
};
await picture("hub-dark", { ...wide, ...dark, hash: "#/hub" }, a_point);
await picture("hub-narrow-nb", { ...telephone, ...norsk, hash: "#/hub" }, a_point);
const a_form = async (page) => page.locator(".send-verdict[data-verdict]").waitFor();
await picture("send", { viewport: { width: 1600, height: 1100 }, hash: "#/hub/send" }, a_form);
await picture("send-narrow-nb", { ...telephone, ...norsk, ...dark, hash: "#/hub/send" }, a_form, ".drafted");

const a_scenario = async (page, run, messages) => {
  await page.locator(".scenario-list li").first().getByRole("button", { name: run }).click();
  await page.locator(".same").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: messages }).first().click();
  await page.locator('.wire[data-by="CIM"] .cm-line').filter({ hasText: "process.processType" }).first().click();
  await page.locator(".mark-linked").first().waitFor();
};
await picture("scenarios", { ...wide, viewport: { width: 1600, height: 1060 }, hash: "#/hub/scenarios" }, (page) => a_scenario(page, /^Run: /, "Show messages"));
await picture("scenarios-dark-nb", { ...norsk, ...dark, viewport: { width: 1600, height: 1060 }, hash: "#/hub/scenarios" }, (page) => a_scenario(page, /^Kjør: /, "Vis meldingene"));
await picture("api", { ...wide, hash: "#/api/operation/getClock" }, async (page) => {
  const one = page.locator("details.operation[open]").first();
  await one.getByRole("button", { name: "Try it" }).click();
  await one.locator(".answered pre").waitFor();
}, ".operation[open]");

// The HTML report of a folder, as `cimgate validate --report html=…` writes it.
const file = `${process.env.WORK ?? "/tmp"}/report.html`;
try {
  execFileSync(process.env.CIMGATE, ["validate", "-q", "--report", `html=${file}`, "examples/RequestStartOfSupply", "examples/CollectedData"], { stdio: "ignore" });
} catch {
  // Some of them are there to be invalid.
}
const report = async (name, options, act = async () => {}) => {
  if (only.length > 0 && !only.includes(name)) return;
  const page = await at.bare(options);
  await page.goto(`file://${path.resolve(file)}`);
  await act(page);
  await page.screenshot({ path: `docs/images/${name}.png` });
  await page.close();
};
await report("report", wide);
await report("report-narrow-nb", { ...telephone, ...dark }, (page) => page.locator('label[for="lang-nb"]').click());
await at.stop();
