// Everything has an address, and what is shown stays over a reload.
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { active_line, check_accessible, eventually, lines, paste, start, take_example, verdict } from "./browser.mjs";

let at;
before(async () => void (at = await start()));
after(() => at.stop());

const example = (name) => readFileSync(`examples/${name}`, "utf8");
const misspelt = example("RequestStartOfSupply/invalid/misspelt-element.xml");
const editor = (page) => page.getByRole("textbox", { name: "Message, XML or JSON" });

test("an example and a finding by their address", async () => {
  const { page, close } = await at.open({ hash: "#/example/misspelt-element.xml/finding/2" });
  await verdict(page).filter({ hasText: "Invalid" }).waitFor();
  await page.locator(".finding.at").waitFor();
  const line = await active_line(page);
  await page.locator(".finding").last().getByRole("button").first().click();
  await page.waitForURL(/#\/example\/misspelt-element\.xml\/finding\/\d+$/);
  await eventually(async () => assert.notEqual(await active_line(page), line));
  await take_example(page, /Change of supplier \(101\)/);
  await verdict(page).filter({ hasText: /Valid/ }).waitFor();
  await page.waitForURL(/#\/example\/change-of-supplier\.xml$/);
  await page.goBack();
  await verdict(page).filter({ hasText: "Invalid" }).waitFor();
  await close();
});

test("what is pasted: its first finding, no name of another file; a reload keeps it, in this tab alone", async () => {
  const { page, close } = await at.open();
  await take_example(page, /Change of supplier \(101\)/);
  await verdict(page).filter({ hasText: /Valid/ }).waitFor();
  await editor(page).focus();
  await page.keyboard.press("Control+a");
  await paste(page, misspelt);
  await verdict(page).filter({ hasText: "Invalid" }).waitFor();
  await page.locator(".pane.source .what").filter({ hasText: /^pasted message/ }).waitFor();
  await page.locator(".finding.at").waitFor();
  await eventually(async () => assert.equal(await active_line(page), "24"));
  await page.waitForURL(/#\/message$/);
  // Findings stand beside the text, not below the fold.
  await eventually(async () => {
    const box = await page.locator(".finding.at").boundingBox();
    assert.ok(box && box.y + box.height <= page.viewportSize().height, "the first finding is seen");
  });
  await page.reload();
  await verdict(page).filter({ hasText: "Invalid" }).waitFor();
  await lines(page, "source").filter({ hasText: "StartOfOccurence" }).first().waitFor();
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => /message/.test(key)).length), 0);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.reload();
  await page.getByText("The translation appears here").waitFor();
  await close();
});

test("findings alike are one row with a count, and lead to each of their places", async () => {
  const { page, close } = await at.open();
  const commas = example("CollectedData/valid/hours-25.xml").replaceAll(/(<abie:Metered>\d+)\.(\d+)/g, "$1,$2");
  await editor(page).focus();
  await paste(page, commas);
  await verdict(page).filter({ hasText: "Invalid" }).waitFor();
  const group = page.locator(".finding").filter({ hasText: "25 ×" });
  await group.waitFor();
  assert.ok((await page.locator(".finding").count()) < 5);
  await page.locator(".finding.at").waitFor();
  const first = await active_line(page);
  await group.getByRole("button").first().click();
  await eventually(async () => assert.notEqual(await active_line(page), first, "asked again, it goes on to the next"));
  await group.getByText("More").click();
  await group.locator(".places button").nth(24).waitFor();
  assert.equal(await group.locator(".places button").count(), 25);
  await group.locator(".places button").last().click();
  await eventually(async () => assert.ok(Number(await active_line(page)) > Number(first) + 60));
  await close();
});

test("several files become a report; a file of it is opened", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 }, locale: "nb-NO" }]) {
    const { page, close } = await at.open(options);
    const base = "examples/RequestStartOfSupply";
    await page.locator(".toolbar input[type=file]").setInputFiles([`${base}/invalid/misspelt-element.xml`, `${base}/valid/change-of-supplier.xml`, `${base}/valid/two-addresses.xml`]);
    await page.locator("tr[data-file] .badge").nth(2).waitFor();
    assert.equal(await page.locator("tr[data-file] .badge.valid").count(), 2);
    await check_accessible(page, `report ${JSON.stringify(options)}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `the page is ${sideways} pixels too wide`);
    await page.locator('tr[data-file="misspelt-element.xml"] .as-link').click();
    await page.locator('[data-verdict="invalid"]').waitFor();
    await close();
  }
});

test("what changed between two messages", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
    const { page, close } = await at.open({ ...options, hash: "#/example/change-of-supplier.xml" });
    await verdict(page).waitFor();
    await page.getByRole("link", { name: "Compare" }).click();
    const after = page.getByRole("textbox", { name: "Message after" });
    await after.focus();
    await paste(page, example("RequestStartOfSupply/valid/change-of-supplier.xml").replace(/<abie:StartOfOccurrence>[^<]*/, "<abie:StartOfOccurrence>2026-08-01T00:00:00+02:00"));
    await page.getByText("1 difference.").first().waitFor();
    await page.locator(".differences tr").filter({ hasText: "StartOfOccurrence" }).filter({ hasText: "2026-08-01" }).waitFor();
    await check_accessible(page, `diff ${JSON.stringify(options)}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `the page is ${sideways} pixels too wide`);
    await after.focus();
    await page.keyboard.press("Control+a");
    await paste(page, "<a/>");
    await page.getByText("Only messages that are valid").waitFor();
    await close();
  }
});

test("schemas and WSDLs: every link leads somewhere", async () => {
  for (const options of [{}, { colorScheme: "dark", viewport: { width: 390, height: 844 }, locale: "nb-NO" }]) {
    const { page, close } = await at.open({ ...options, hash: "#/links" });
    await page.locator(".links-view details a").first().waitFor();
    await page.locator(".link-list li").nth(5).waitFor();
    await check_accessible(page, `links ${JSON.stringify(options)}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `the page is ${sideways} pixels too wide`);
    const urls = await page.locator(".links-view a").evaluateAll((all) => all.map((one) => one.href));
    assert.ok(urls.length > 50);
    for (const url of new Set(urls)) assert.equal((await fetch(url)).status, 200, url);
    await close();
  }
  for (const file of ["../README.md", "elhub/none.xsd", "..%2Fsets.yaml", "sets.yaml"])
    assert.ok([400, 404].includes((await fetch(`${at.url}v1/schemas/${file}`)).status), file);
});
