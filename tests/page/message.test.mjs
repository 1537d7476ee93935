import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { active_line, check_accessible, eventually, lines, paste, put_caret, start, take_example, verdict } from "./browser.mjs";

let at;
before(async () => void (at = await start()));
after(() => at.stop());

const example = (name) => readFileSync(`examples/${name}`, "utf8");
const misspelt = example("RequestStartOfSupply/invalid/misspelt-element.xml");
const move_in = example("RequestStartOfSupply/valid/move-in-back-in-time.xml");

test("an invalid message that is pasted: verdict, findings, their lines", async () => {
  const { page, close } = await at.open();
  await page.getByRole("textbox", { name: "Message, XML or JSON" }).focus();
  await paste(page, misspelt);
  await verdict(page).filter({ hasText: "Invalid" }).waitFor();
  await eventually(async () => assert.match(await verdict(page).textContent(), /2 errors.*1 warning/));
  const finding = page.locator(".finding").filter({ hasText: "has no element StartOfOccurence" });
  await finding.getByRole("button").click();
  await eventually(async () => {
    assert.equal(await active_line(page), "24");
    assert.match(await lines(page, "source").and(page.locator(".cm-activeLine")).textContent(), /StartOfOccurence/);
    assert.equal(await page.locator(".pane.source .line-error").count(), 2);
  });
  // The other way: from the sign beside the line to the finding.
  await page.locator(".pane.source .sign-warning").click();
  await page.locator(".finding.at").filter({ hasText: "check digit" }).waitFor();
  // What is told to those who do not see the colours.
  await page.locator("#announcer").filter({ hasText: /Invalid: 2 errors, 1 warning/ }).waitFor({ state: "attached" });
  await page.getByText("It could not be translated").waitFor();
  // Once it is mended, it is judged again.
  await page.getByRole("textbox", { name: "Message, XML or JSON" }).focus();
  await page.keyboard.press("Control+a");
  await paste(page, move_in);
  await verdict(page).filter({ hasText: /Valid/ }).waitFor();
  await close();
});

test("a value of the translation: its source is marked, and the rule is told", async () => {
  const { page, close } = await at.open();
  await take_example(page, /back in time/);
  await lines(page, "result").filter({ hasText: "process.processType" }).waitFor();
  await page.locator("#explanation").waitFor();
  await put_caret(page, "result", "E65");
  const panel = page.locator(".explanation");
  await panel.getByText("translated by a code table").waitFor();
  await eventually(async () => {
    assert.equal(await page.locator(".pane.source .mark-linked").textContent(), "BRS-NO-103");
    assert.equal(await page.locator(".pane.result .mark-picked").textContent(), "E65");
    assert.match(await panel.textContent(), /mappings\/blocks\/header\.yaml:\d+.*mappings\/messages\/RequestStartOfSupply\.yaml:\d+/s);
    assert.match(await panel.textContent(), /mappings\/codes\/process\.yaml:\d+.*assumed/s);
  });
  await close();
});

test("a value of the message: what became of it, in another document and in the supplement", async () => {
  const { page, close } = await at.open();
  await take_example(page, /back in time/);
  await lines(page, "result").filter({ hasText: "process.processType" }).waitFor();
  await put_caret(page, "source", "9995");
  await page.locator(".pane.result .mark-linked").filter({ hasText: "9995" }).waitFor();
  await page.getByRole("tab", { name: "RequestChangeCustomerCharacteristics", selected: true }).waitFor();
  await put_caret(page, "source", "Sletthøg");
  await page.getByRole("tab", { name: "Supplement", selected: true }).or(page.locator(".switcher")).first().waitFor();
  await page.locator(".explanation").filter({ hasText: "Sletthøg" }).waitFor();
  await close();
});

test("a value that is picked before its explanation has come is linked when it comes", async () => {
  const { page, close } = await at.open();
  let let_go;
  const held = new Promise((done) => (let_go = done));
  await page.route("**/v1/explain*", async (route) => {
    await held;
    await route.continue();
  });
  await take_example(page, /back in time/);
  await lines(page, "result").filter({ hasText: "process.processType" }).waitFor();
  await put_caret(page, "source", "9995");
  let_go();
  await page.locator(".pane.result .mark-linked").filter({ hasText: "9995" }).waitFor();
  await close();
});

test("CIM as XML, with Norwegian codes; and CIM to Elhub's form, with its supplement", async () => {
  const { page, close } = await at.open();
  await take_example(page, /back in time/);
  await page.getByRole("radio", { name: "XML" }).check({ force: true });
  await lines(page, "result").filter({ hasText: "<cim:process.processType>E65<" }).waitFor();
  await put_caret(page, "result", ">E65<");
  await page.locator(".pane.source .mark-linked").filter({ hasText: "BRS-NO-103" }).waitFor();
  await page.getByLabel("Profile").selectOption("nmeg-no/0.1");
  await lines(page, "result").filter({ hasText: "<cim:process.processType>" }).filter({ hasNotText: "E65" }).waitFor();
  await take_example(page, /Move-in, with its supplement/);
  await lines(page, "result").filter({ hasText: "RequestStartOfSupply" }).first().waitFor();
  await put_caret(page, "result", "Jørn-Åge");
  await page.locator(".pane.source .mark-linked").filter({ hasText: "Jørn-Åge" }).waitFor();
  await page.locator(".explanation").filter({ hasText: "the supplement" }).waitFor();
  await close();
});

test("Norwegian: chosen, remembered, and by the browser", async () => {
  const first = await at.open();
  await first.page.getByRole("radio", { name: "Norsk" }).check({ force: true });
  await first.page.getByRole("heading", { level: 1, name: "Kontroller og oversett" }).waitFor();
  await first.page.locator("html[lang=nb]").waitFor();
  await take_example(first.page, /feilstavet/);
  await first.page.getByText("har ikke noe element StartOfOccurence").waitFor();
  await first.page.reload();
  await first.page.getByRole("heading", { level: 1, name: "Kontroller og oversett" }).waitFor();
  await first.close();
  const second = await at.open({ locale: "nb-NO" });
  await second.page.locator("html[lang=nb]").waitFor();
  await eventually(async () => assert.match(await second.page.title(), /Melding/));
  await second.close();
});

test("the keyboard alone: example, finding, editor, value, tabs, menus", async () => {
  const { page, close } = await at.open();
  const { keyboard } = page;
  const focused = () => page.evaluate(() => {
    const element = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
  });
  const tab_to = async (pattern) => {
    for (let n = 0; n < 60; n++) {
      if (pattern.test(await focused())) return;
      await keyboard.press("Tab");
    }
    assert.fail(`no way by Tab to ${pattern}`);
  };
  await keyboard.press("Tab");
  assert.match(await focused(), /To the content/);
  await tab_to(/^Examples/);
  await keyboard.press("Enter");
  await page.getByRole("menuitem").first().waitFor();
  await keyboard.press("End");
  await keyboard.press("Home");
  for (let n = 0; !/Move-in, back in time/.test(await focused()); n++) {
    assert.ok(n < 30);
    await keyboard.press("ArrowDown");
  }
  await keyboard.press("Enter");
  await verdict(page).filter({ hasText: /Valid/ }).waitFor();
  await eventually(async () => assert.match(await focused(), /^Examples/, "the focus goes back to the button"));
  // Tab goes through the editors, it is not kept in them.
  await tab_to(/^Message, XML/);
  await tab_to(/^RequestChangeOfSupplier$/);
  await keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "RequestChangeCustomerCharacteristics", selected: true }).waitFor();
  await keyboard.press("ArrowLeft");
  await tab_to(/^Translation, RequestChangeOfSupplier_MarketDocument, read-only/);
  for (let n = 0; n < 4; n++) await keyboard.press("ArrowDown");
  await page.locator(".explanation").getByText("translated by a code table").waitFor();
  await close();
});

test("downloads and curl", async () => {
  const { page, close } = await at.open();
  await take_example(page, /back in time/);
  await lines(page, "result").first().waitFor();
  const download = async (name) => {
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
  };
  const bundle = await download(/one file/);
  assert.equal(bundle.name, "move-in-back-in-time.cim.json");
  assert.equal(JSON.parse(bundle.text).documents.length, 2);
  assert.equal((await download(/zip/)).text.slice(0, 2), "PK");
  const sarif = await download(/SARIF/);
  assert.equal(sarif.name, "move-in-back-in-time.sarif");
  assert.equal(JSON.parse(sarif.text).version, "2.1.0");
  assert.match((await download(/HTML/)).text, /<!doctype html>/i);
  assert.match((await download(/JUnit/)).text, /<testsuites/);
  assert.match((await download(/Markdown/)).text, /1 valid/);
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByRole("menuitem", { name: /translate/ }).click();
  await page.getByText("The command reads move-in-back-in-time.xml").first().waitFor({ state: "attached" });
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(command, /^curl .*--data-binary @'move-in-back-in-time\.xml'.*\/v1\/translate\?to=cim-json&profile=nmeg%2F0\.1'$/);
  await close();
});

test("a big file is judged without being shown, and the page stays awake", async () => {
  const { page, close } = await at.open();
  const series = example("CollectedData/valid/hours-25.xml");
  const [head, one, tail] = [/^[\s\S]*?(?=\s*<rsm:PayloadEnergyTimeSeries>)/, /\s*<rsm:PayloadEnergyTimeSeries>[\s\S]*<\/rsm:PayloadEnergyTimeSeries>/, /\s*<\/rsm:CollectedData>\s*$/]
    .map((part) => part.exec(series)[0]);
  let number = 0;
  const uuid = () => `07a9ce9a-8d53-4760-8789-${String(++number).padStart(12, "0")}`;
  const many = Array.from({ length: Math.ceil(30e6 / one.length) }, () => one.replace(/(<abie:Identification>)[0-9a-f-]{36}/, (_, tag) => tag + uuid()));
  const file = path.join(process.env.WORK, "values.xml");
  writeFileSync(file, head + many.join("") + tail);
  await page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
    }, 20);
  });
  await page.locator(".toolbar input[type=file]").setInputFiles(file);
  await page.getByText("Too big to show").waitFor();
  await verdict(page).waitFor({ timeout: 120_000 });
  await page.locator(".pane.source").filter({ hasText: "more than the 1.0 MB" }).waitFor();
  // The editor does not have the text: with it the page would stand still for ten seconds and more.
  assert.ok((await page.locator(".pane.source").evaluate((pane) => pane.textContent.length)) < 1_000_000);
  console.log(`longest standstill ${Math.round(await page.evaluate(() => globalThis.longest))} ms`);
  await close();
});

test("a file that is dropped is opened, in its own encoding", async () => {
  const { page, close } = await at.open();
  const bytes = [...readFileSync("examples/RequestStartOfSupply/valid/change-of-supplier-utf-16.xml")];
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(all)], "utf-16.xml", { type: "application/xml" }));
    return data;
  }, bytes);
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  await verdict(page).filter({ hasText: /Valid/ }).waitFor();
  await lines(page, "source").filter({ hasText: "Sølvåsen" }).first().waitFor();
  await page.getByText("UTF-16LE. Once you change it here").waitFor();
  await close();
});

test("axe-core finds nothing, in light and dark, wide and narrow", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }, { locale: "nb-NO" }]) {
    const { page, close } = await at.open(options);
    await check_accessible(page, "empty");
    await take_example(page, /misspelt|feilstavet/);
    await verdict(page).waitFor();
    await check_accessible(page, "invalid");
    await take_example(page, /back in time|tilbake i tid/);
    await lines(page, "result").first().waitFor();
    await put_caret(page, "result", "E65");
    await page.locator(".explained").waitFor();
    await page.getByRole("button", { name: /^(Download|Last ned)/ }).click();
    await check_accessible(page, "explained, with a menu open");
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `the page is ${sideways} pixels too wide`);
    await close();
  }
});

test("no server: that is said", async () => {
  const { page, close } = await at.open();
  await page.route("**/v1/**", (route) => route.abort());
  await take_example(page, /back in time/);
  await page.getByText("The server does not answer").first().waitFor();
  await page.unroute("**/v1/**");
  await take_example(page, /misspelt/);
  await verdict(page).filter({ hasText: "Invalid" }).waitFor();
  await page.close();
  await close().catch((error) => assert.match(error.message, /errors in the console/));
});
