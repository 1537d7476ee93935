// Renews the pictures in docs/: CIMGATE=build/release/bin/cimgate WORK=/tmp node tests/page/pictures.mjs [NAME…]. Look at them before you commit.
import { lines, move_in, put_caret, start, take_example, verdict } from "./browser.mjs";

const at = await start();
const only = process.argv.slice(2);
const picture = async (name, options, act) => {
  if (only.length > 0 && !only.includes(name)) return;
  const { page, close } = await at.open(options);
  await act(page);
  await page.evaluate(() => scrollTo(0, 0));
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

await picture("message", { viewport: { width: 1440, height: 900 } }, async (page) => {
  await take_example(page, /back in time/);
  await explained(page, "E65");
});
await picture("findings-nb", { locale: "nb-NO", viewport: { width: 1440, height: 800 } }, async (page) => {
  await take_example(page, /feilstavet/);
  await page.locator(".finding-go").first().click();
});
await picture("values", { viewport: { width: 1440, height: 900 }, hash: "#/example/quarter-hours-mixed-qualities.xml" }, async (page) => {
  await page.getByRole("tab", { name: "Values" }).click();
  await page.getByRole("button", { name: "12 estimated" }).click();
});
await picture("narrow", { viewport: { width: 390, height: 844 }, whole: true }, async (page) => {
  await take_example(page, /back in time/);
  await explained(page, "E65");
});
await move_in(at.url, 5);
await fetch(`${at.url}hub/v1/clock`, { method: "PUT", body: '{"by":"P6D"}', headers: { "Content-Type": "application/json" } });
await move_in(at.url, 20);
await picture("hub-dark", { colorScheme: "dark", hash: "#/hub" }, async (page) => {
  await page.locator(".point").first().waitFor();
  // A metering point with a process, when there is one.
  const busy = page.locator(".point").filter({ has: page.locator(".process") });
  await ((await busy.count()) > 0 ? busy : page.locator(".point")).first().locator(".point-name").click();
});
await picture("scenarios", { hash: "#/hub/scenarios", viewport: { width: 1440, height: 1060 } }, async (page) => {
  const scenario = page.locator(".scenario-list li").first();
  await scenario.getByRole("button", { name: /^Run: / }).click();
  await page.locator(".same").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Show messages" }).first().click();
  await page.getByText("Put the cursor on a value").waitFor();
  await page.locator('.wire[data-by="CIM"] .cm-line').filter({ hasText: "process.processType" }).first().click();
  await page.locator(".mark-linked").first().waitFor();
});
await at.stop();
