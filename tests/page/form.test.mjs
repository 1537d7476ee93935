// The form of a message: it has what the schema has, and what comes of it is the message.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { build } from "../../web/node_modules/esbuild/lib/main.js";
import { check_accessible, start } from "./browser.mjs";

let at;
let entries;
before(async () => {
  at = await start();
  const made = await build({ entryPoints: [path.resolve("web/src/form/entries.ts")], bundle: true, format: "iife", globalName: "entries", write: false, logLevel: "error" });
  entries = made.outputFiles[0].text;
});
after(() => at.stop());

const json = async (route, init) => (await fetch(at.url + route, init)).json();
const validated = async (text, level) =>
  (await json(`v1/validate?level=${level}`, { method: "POST", body: text, headers: { "Content-Type": "application/xml", Accept: "application/json" } })).files[0];

test("an example that is read into a form is written as the message that it was", async () => {
  const { page, close } = await at.open({ hash: "#/links" });
  await page.evaluate(`${entries}; window.entries = entries;`);
  const danish = readdirSync("examples/dk").map((name) => ({ name: `dk/${name}` }));
  const files = readdirSync("examples", { withFileTypes: true })
    .filter((folder) => folder.isDirectory() && folder.name !== "cim")
    .concat(danish)
    .flatMap(({ name }) => {
      try {
        return readdirSync(`examples/${name}/valid`).map((file) => `examples/${name}/valid/${file}`);
      } catch {
        return [];
      }
    })
    .filter((file) => file.endsWith(".xml") && !/utf-16|iso-8859|envelope/.test(file));
  let compared = 0;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const again = await page.evaluate(async (xml) => {
      const { documentElement } = new DOMParser().parseFromString(xml, "application/xml");
      const answer = await fetch(`v1/messages/${documentElement.localName}`);
      if (!answer.ok) return null;
      const { root } = await answer.json();
      return root.namespace === documentElement.namespaceURI ? globalThis.entries.to_xml(globalThis.entries.read(root, documentElement)) : null;
    }, text);
    if (again === null) continue;
    const { equal, differences } = await json("v1/diff", { method: "POST", body: JSON.stringify({ first: { text }, second: { text: again } }), headers: { "Content-Type": "application/json" } });
    assert.ok(equal, `${file}: ${JSON.stringify(differences?.slice(0, 3))}`);
    ++compared;
  }
  assert.ok(compared >= 76, `${compared} of ${files.length} examples`);
  await close();
});

test("an empty form of any message has every element that must be there, in the order of its schema", async () => {
  const { page, close } = await at.open({ hash: "#/links" });
  await page.evaluate(`${entries}; window.entries = entries;`);
  const { sets } = await json("v1/schemas");
  const newest = sets.find(({ messages }) => messages.some(({ root }) => root === "RequestStartOfSupply"));
  assert.ok(newest.messages.length > 20);
  for (const { root: name } of newest.messages) {
    const text = await page.evaluate(async (message) => globalThis.entries.to_xml(globalThis.entries.made((await (await fetch(`v1/messages/${message}`)).json()).root)), name);
    const { findings } = await validated(text, "schema");
    // Values are what is missing, and nothing else.
    const others = findings.filter(({ rule }) => !/^schema\.(bad|missing)-value|^schema\.bad-attribute|^schema\.value/.test(rule));
    assert.deepEqual(others.map(({ rule, text: said }) => `${name}: ${rule} ${said.en}`), []);
  }
  await close();
});

test("a field that is wrong says so beside it; what is optional comes and goes", async () => {
  const { page, close } = await at.open({ hash: "#/hub/send" });
  const form = page.locator(".drafted");
  await page.locator(".send-verdict[data-verdict]").waitFor();
  const code = page.locator(".send-code .cm-line");
  const point = form.getByRole("group", { name: /^Message part/ }).getByLabel(/^Metering point/);
  const right = await point.inputValue();
  await point.fill("12x");
  await page.locator('.send-verdict[data-verdict="invalid"]').waitFor();
  await form.locator('[aria-invalid="true"]').waitFor();
  assert.equal(await point.getAttribute("aria-invalid"), "true");
  assert.match(await page.locator(`#${await point.getAttribute("aria-describedby")}`).textContent(), /12x/);
  await check_accessible(page, "a form with a finding");
  await point.fill(right);
  await form.locator(".field-found").filter({ hasText: "12x" }).waitFor({ state: "detached" });
  const end_user = form.getByRole("group", { name: /^End user/ });
  await end_user.getByRole("button", { name: "Remove Given name" }).click();
  await end_user.getByRole("textbox", { name: "Given name" }).waitFor({ state: "detached" });
  await end_user.getByRole("combobox", { name: "Add to End user" }).selectOption("GivenName");
  await end_user.getByRole("textbox", { name: "Given name" }).fill("Brage");
  await code.filter({ hasText: "Brage" }).first().waitFor();
  // A message without a process has the fields of its schema, too.
  await page.locator("#send-what").selectOption("ConfirmStartOfSupply");
  await page.locator('.drafted[data-message="ConfirmStartOfSupply"]').waitFor();
  await page.locator(".send-verdict[data-verdict]").waitFor();
  await check_accessible(page, "an empty form");
  await close();
});
