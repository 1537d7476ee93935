// Operations of `cimgate bridge`, as its page shows them.
import { execFileSync } from "node:child_process";
import { createSign, randomUUID, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020.js";
import { check_accessible, eventually, serve, start } from "./browser.mjs";
import { change_of_supplier, hand_in, open_market, supplier } from "./rehearsal.mjs";

const folder = path.join(process.env.WORK, "bridge");
const of = (name) => path.join(folder, "certs", name);
const running = [];
let hub;
let signed;
let market;

async function bridge(name, options) {
  const made = await serve([
    "--database", path.join(folder, `${name}.db`), "--gln", supplier, "--party", `${supplier}:DDQ:313000133`, "--hub-gln", "7099990000018",
    "--poll-interval", "200", "--retry-first", "50", ...options,
  ], "bridge");
  running.push({ ...made, open_to_all: !options.includes("--token-issuer") });
  return made;
}

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync(process.env.CIMGATE, ["certs", "demo", path.join(folder, "certs")], { stdio: "ignore" });
  hub = await serve(["--ws-security", "required", "--ws-trust", of("ca.pem"), "--ws-certificate", of("hub.pem"), "--ws-key", of("hub.key")]);
  running.push(hub);
  market = await open_market();
  signed = await bridge("signed", [
    "--upstream", hub.url.replace(/\/$/, ""), "--ws-certificate", of(`${supplier}.pem`), "--ws-key", of(`${supplier}.key`), "--ws-trust", of("hub.pem"),
  ]);
});
after(async () => {
  for (const one of running) await one.stop();
  market?.stop();
});

const document = () => change_of_supplier(hub.url);

/** A page of this bridge, in a browser that looks for errors and for requests to other servers. */
async function open(url, options = {}) {
  const at = await start(url);
  const opened = await at.open(options);
  return { page: opened.page, close: async () => (await opened.close(), await at.stop()) };
}

const part = (page, name) => page.getByRole("navigation", { name: /^(Parts of operations|Deler av driftsvisningen)/ }).getByRole("link", { name });

test("a document is followed from hand to hand, and certificates have their days", async () => {
  const { url } = signed;
  const { page, close } = await open(url);
  await page.locator('[data-upstream="valid"]').filter({ hasText: "answers" }).waitFor();
  await page.locator('[data-ready="true"]').waitFor();
  const one = await document();
  await hand_in(url, one);
  // The page finds it by itself.
  await page.locator('[data-count="answered"]').filter({ hasText: /^1$/ }).waitFor();
  const queue = page.getByRole("row").filter({ hasText: supplier }).filter({ hasText: "Market processes" });
  await eventually(async () => assert.equal(await queue.getByRole("cell").nth(1).textContent(), "1"));
  await part(page, "Outbox").click();
  const row = page.locator(`tr[data-id="${one.id}"]`);
  await row.filter({ hasText: "Answered" }).filter({ hasText: "RequestStartOfSupply" }).waitFor();
  await page.getByRole("combobox", { name: "State" }).selectOption("failed");
  await page.getByText("Nothing here.").waitFor();
  await page.getByRole("combobox", { name: "State" }).selectOption("answered");
  await row.waitFor();
  await part(page, "Inbox").click();
  await page.getByRole("row").filter({ hasText: "Waiting" }).filter({ hasText: one.id }).waitFor();
  const taken = await (await fetch(`${url}cim/v1/queues/market-processes`, { headers: { SenderGLN: supplier } })).json();
  await fetch(`${url}cim/v1/queues/market-processes/${taken.id}`, { method: "DELETE", headers: { SenderGLN: supplier } });
  await page.getByRole("row").filter({ hasText: "Done" }).filter({ hasText: one.id }).waitFor();

  await part(page, "Certificates and keys").click();
  const days = Math.floor((Date.parse(new X509Certificate(readFileSync(of(`${supplier}.pem`))).validTo) - Date.now()) / 86_400_000);
  await page.locator('tr[data-use="ws-security"]').filter({ hasText: `${days} day` }).filter({ hasText: "in use" }).waitFor();
  await page.locator('tr[data-use="ws-security trust"]').filter({ hasText: "no certificate of our own" }).waitFor();
  await close();
});

test("a poisoned document becomes a dead letter with both reasons, stands in nobody's way, and is sent again by the keyboard", async () => {
  const { url } = await bridge("poisoned", ["--upstream", market.url, "--ws-security", "off"]);
  const [poisoned, other] = [await document(), await document()];
  market.refuses = poisoned.id;
  const { page, close } = await open(url);
  await hand_in(url, poisoned);
  await hand_in(url, other);
  await page.locator('[data-count="failed"]').filter({ hasText: /^1$/ }).waitFor();
  await page.locator('[data-count="sent"]').filter({ hasText: /^1$/ }).waitFor();
  await part(page, /^Dead letters\W+1$/).click();
  const letter = page.locator(`.letter[data-id="${poisoned.id}"]`);
  await letter.filter({ hasText: "The document is not valid against its schema." }).filter({ hasText: "XSD" }).filter({ hasText: "The schema says no" }).waitFor();
  const again = letter.getByRole("button", { name: `Send again RequestStartOfSupply ${poisoned.id}` });

  // As long as the market refuses it, it comes back.
  await again.click();
  await letter.filter({ hasText: /Tries\s*2/ }).waitFor();
  assert.ok(!market.taken.some((body) => body.includes(poisoned.id)));

  market.refuses = "";
  await again.focus();
  await page.keyboard.press("Enter");
  await letter.waitFor({ state: "detached" });
  await page.locator("#announcer").filter({ hasText: "RequestStartOfSupply is on its way again." }).waitFor({ state: "attached" });
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.textContent), "Documents that failed"));
  await page.getByText("No document has failed.").waitFor();
  await eventually(async () => assert.equal(market.taken.filter((body) => body.includes(poisoned.id)).length, 1));
  await part(page, "Overview").click();
  await page.locator('[data-count="sent"]').filter({ hasText: /^2$/ }).waitFor();

  // After a bad day, all of them at once, in the order in which they came.
  market.refuses = "RequestStartOfSupply";
  const [first, second] = [await document(), await document()];
  for (const one of [first, second]) await hand_in(url, one);
  await part(page, /^Dead letters\W+2$/).click();
  market.refuses = "";
  market.taken.length = 0;
  await page.getByRole("button", { name: "Send all 2 again" }).click();
  await page.getByText("No document has failed.").waitFor();
  await eventually(async () => assert.equal(market.taken.length, 2));
  assert.ok(market.taken[0].includes(first.id) && market.taken[1].includes(second.id));
  await close();
});

test("a market that does not answer is told, and a queue that cannot be fetched", async () => {
  const { url } = await bridge("alone", ["--upstream", "http://127.0.0.1:9", "--ws-security", "off"]);
  const { page, close } = await open(url, { locale: "nb-NO" });
  await page.locator('[data-upstream="error"]').filter({ hasText: "svarer ikke" }).waitFor();
  await page.getByRole("row").filter({ hasText: "Markedsprosesser" }).filter({ hasText: "mislykkes" }).waitFor();
  await hand_in(url, await document());
  await page.locator('[data-count="accepted"]').filter({ hasText: /^1$/ }).waitFor();
  await page.getByText("Eldste underveis").waitFor();
  await close();
});

/** An operator's token from the bridge's own endpoint, asked for with a certificate. */
async function operator_token(url) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const x5c = [new X509Certificate(readFileSync(of(`${supplier}.pem`))).raw.toString("base64")];
  const head = `${part({ alg: "RS256", x5c })}.${part({ aud: "https://tokens.example.no/", iss: "test", scope: "cimgate:operator", iat: now, exp: now + 60, jti: randomUUID() })}`;
  const assertion = `${head}.${createSign("sha256").update(head).sign(readFileSync(of(`${supplier}.key`))).toString("base64url")}`;
  const answer = await fetch(`${url}maskinporten/token`, { method: "POST", body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }) });
  const said = await answer.json();
  assert.ok(said.access_token, JSON.stringify(said));
  return said.access_token;
}

test("where tokens are asked for, one is pasted, and kept in the page's memory alone", async () => {
  const { url } = await bridge("guarded", [
    "--upstream", market.url, "--ws-security", "off", "--token-issuer", "https://tokens.example.no/", "--token-audience", "https://bridge.example.no/",
    "--token-endpoint", "--token-certificate", of("hub.pem"), "--token-key", of("hub.key"), "--token-trust", of("ca.pem"),
  ]);
  for (const route of ["state", "outbox", "inbox", "dead-letters", "certificates"]) assert.equal((await fetch(`${url}bridge/v1/${route}`)).status, 401, route);
  const { page, close } = await open(url);
  const field = page.getByLabel("Token", { exact: true });
  await field.fill("nothing");
  await page.getByRole("button", { name: "Use" }).click();
  await page.getByRole("alert").filter({ hasText: "token" }).waitFor();
  await check_accessible(page, "a token is asked for");
  const token = await operator_token(url);
  await field.fill(token);
  await page.keyboard.press("Enter");
  await page.locator('[data-ready="true"]').waitFor();
  await part(page, "Certificates and keys").click();
  await page.locator('tr[data-use="tokens"]').filter({ hasText: /\d+ days left/ }).waitFor();
  assert.deepEqual(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href.includes("token")]), [{}, {}, "", false]);
  await page.getByRole("button", { name: "Forget it" }).click();
  await field.waitFor();
  await page.locator("tr[data-use]").first().waitFor({ state: "detached" });
  await field.fill(token);
  await page.keyboard.press("Enter");
  await page.locator("tr[data-use]").first().waitFor();
  await page.reload();
  await field.waitFor();
  await close();
});

test("the report of shadow mode is read on the page", async () => {
  const { url } = await bridge("shadow", ["--upstream", market.url, "--ws-security", "off", "--shadow"]);
  const one = await document();
  await hand_in(url, one);
  const { page, close } = await open(url);
  await page.getByRole("link", { name: "The report of a day" }).click();
  await page.getByText("Only handed in as CIM · 1").waitFor();
  await page.getByText("Only handed in as CIM · 1").click();
  await page.getByText(one.id).waitFor();
  await check_accessible(page, "the shadow report");
  await close();
});

test("every part can be read by everybody: wide and narrow, light and dark, in both languages", async () => {
  const seen = await bridge("seen", ["--upstream", market.url, "--ws-security", "off"]);
  const poisoned = await document();
  market.refuses = poisoned.id;
  await hand_in(seen.url, poisoned);
  const views = [[seen.url, ["#/", "#/outbox", "#/dead-letters"]], [signed.url, ["#/", "#/inbox", "#/certificates"]]];
  for (const options of [{}, { locale: "nb-NO", colorScheme: "dark", viewport: { width: 390, height: 844 } }]) {
    for (const [url, hashes] of views) {
      const { page, close } = await open(url, options);
      for (const hash of hashes) {
        await page.evaluate((to) => (location.hash = to), hash);
        await page.locator({ "#/": ".overview", "#/dead-letters": ".letter" }[hash] ?? "tbody tr").first().waitFor();
        await check_accessible(page, `${hash} ${JSON.stringify(options)}`);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wider <= 0, `${hash} is ${wider} pixels too wide`);
      }
      await close();
    }
  }
});

test("every answer of a bridge is as its schema has it", async () => {
  const closed = (schema) => {
    if (Array.isArray(schema)) return schema.map(closed);
    if (schema === null || typeof schema !== "object") return schema;
    const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, key === "$ref" ? value.replace("#/", "openapi#/") : closed(value)]));
    if (copy.properties && !("additionalProperties" in copy)) copy.additionalProperties = false;
    return copy;
  };
  for (const { url } of running.filter((one) => one.open_to_all)) {
    const openapi = await (await fetch(`${url}openapi.json`)).json();
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({ $id: "openapi", components: closed(openapi.components) });
    const day = new Date().toISOString().slice(0, 10);
    for (const route of ["state", "outbox", "inbox", "dead-letters", "certificates", "shadow/report"]) {
      const described = openapi.paths[`/bridge/v1/${route}`];
      if (!described) continue;
      const body = await (await fetch(`${url}bridge/v1/${route}${route.startsWith("shadow") ? `?day=${day}` : ""}`)).json();
      const holds = ajv.compile(closed(described.get.responses["200"].content["application/json"].schema));
      assert.ok(holds(body), `${url} ${route}: ${ajv.errorsText(holds.errors)}`);
    }
  }
});
