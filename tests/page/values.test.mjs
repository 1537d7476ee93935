// Metering values, drawn and in rows.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { dialects, for_esbuild } from "../../web/dialects.mjs";
import { build } from "../../web/node_modules/esbuild/lib/main.js";
import { active_line, check_accessible, eventually, start, verdict } from "./browser.mjs";

let at;
let page_code;
before(async () => {
  at = await start();
  const outfile = path.join(process.env.WORK, "values.mjs");
  const stdin = {
    contents: `export * from "./read"; export * from "./curves"; export * from "./clock"; export * from "./time";`, resolveDir: path.resolve("web/src/values"), loader: "ts",
  };
  // The language of the page is asked of the browser, which is not here.
  const banner = { js: 'globalThis.document ??= { documentElement: {} }; globalThis.localStorage ??= { getItem: () => "en" };' };
  await build({ stdin, bundle: true, format: "esm", outfile, banner, plugins: [for_esbuild()], logLevel: "error" });
  page_code = await import(outfile);
});
after(() => at.stop());

const folder = "examples/CollectedData/valid";
const example = (name) => readFileSync(`${folder}/${name}`, "utf8");
const rows_of = async (text, form) => {
  const values = await page_code.values_of(text, form, "utf-8");
  return { values, curves: page_code.curves_of(values) };
};
const told = ({ values, curves }) => curves.map(({ point, product, rows }) => ({
  point, product, rows: rows.map(({ row, at: from, until }) => [from, until, row < 0 ? "gap" : Number.isNaN(values.value[row]) ? "none" : values.value[row]]),
}));

test("every value of every example is read with its line, and the same from its translation", async () => {
  let all = 0;
  for (const name of readdirSync(folder)) {
    const text = example(name);
    const bim = await rows_of(text, "xml");
    const lines = text.split("\n");
    const { values } = bim;
    assert.equal(values.count, text.match(/<\w+:(Metered|Estimated|Temporary|Stipulated|Withdrawn|MeterIndex|Total)\b/g).length, name);
    for (let row = 0; row < values.count; row++) {
      const written = />([^<]*)</.exec(lines[values.line[row] - 1])?.[1] ?? "";
      if (!Number.isNaN(values.value[row])) assert.equal(Number(written), values.value[row], `${name}: line ${values.line[row]}`);
    }
    all += values.count;
    if (!/hours|quarter|consumption/.test(name)) continue;
    for (const to of ["cim-json", "cim-xml"]) {
      const answer = await fetch(`${at.url}v1/translate?to=${to}`, { method: "POST", body: text, headers: { "Content-Type": "application/xml", Accept: "*/*" } });
      const cim = await rows_of(await answer.text(), to === "cim-json" ? "json" : "xml");
      assert.deepEqual(told(cim), told(bim), `${name} as ${to}`);
    }
  }
  assert.ok(all > 150);
});

test("in pieces of any size the same is read", async () => {
  const text = example("quarter-hours-mixed-qualities.xml");
  const whole = await rows_of(text, "xml");
  const blob = await page_code.values_of(new Blob([text]), "xml", "utf-8");
  assert.deepEqual([...blob.value.slice(0, blob.count)], [...whole.values.value.slice(0, whole.values.count)]);
});

test("days have the hours they have; a value that is missing is a gap", async () => {
  const hour = 3_600_000;
  for (const [name, hours] of [["hours-25.xml", 25], ["hours-23.xml", 23]]) {
    const { curves: [curve] } = await rows_of(example(name), "xml");
    assert.equal(curve.rows.length, hours);
    assert.ok(curve.rows.every(({ at: from, until }) => until - from === hour));
    const [from, to] = [curve.rows[0].at, curve.rows.at(-1).until];
    const clock = page_code.clock_of("elhub");
    assert.equal(clock.next_day(clock.day_of(from)), to);
    assert.deepEqual(clock.odd_days(from, to).map((day) => day.hours), [hours]);
  }
  const holed = example("hours-25.xml").replace(/\s*<abie:Observation Sequence="3">[\s\S]*?<\/abie:Observation>/, "").replace(/\s*<abie:Observation Sequence="25">[\s\S]*?<\/abie:Observation>/, "");
  const { curves: [curve] } = await rows_of(holed, "xml");
  assert.equal(curve.counts.gap, 2);
  assert.deepEqual(curve.rows.flatMap(({ row }, index) => (row < 0 ? [index] : [])), [2, 24]);
});

test("clocks go as their market's do, in every hour about a change since 1980", () => {
  for (const [id, timeZone] of [["elhub", "Europe/Oslo"], ["dk", "Europe/Copenhagen"]]) {
    const clock = new page_code.Clock(dialects().find((one) => one.id === id).clock);
    const format = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" });
    const offset = (at) => format.formatToParts(at).find(({ type }) => type === "timeZoneName").value.slice(3);
    const hour = 3_600_000;
    let changes = 0;
    for (let at = Date.UTC(1980, 0, 1), end = Date.UTC(2038, 0, 1), before = clock.offset(at); at < end; at += hour) {
      const now = clock.offset(at);
      const changed = now !== before;
      before = now;
      if (!changed && at % (97 * hour) !== 0) continue;
      changes += changed ? 1 : 0;
      for (const moment of changed ? [at - 1000, at] : [at]) assert.equal(clock.offset_text(moment), offset(moment), `${id} ${new Date(moment).toISOString()}`);
    }
    assert.equal(changes, 2 * 58);
    // Of a time that comes twice the first; days and months by the calendar.
    assert.equal(clock.moment_of(Date.UTC(2026, 9, 25, 2, 30)), Date.UTC(2026, 9, 25, 0, 30));
    assert.equal(clock.moment_after(Date.UTC(2026, 8, 30, 22), "P1M", 1), Date.UTC(2026, 9, 31, 23));
  }
});

const danish = "examples/dk";
test("Danish values: gaps, qualities and parties, and the same from their translations", async () => {
  for (const name of ["DK_MeteredDataTimeSeries/valid/all-qualities.xml", "DK_MeteredDataTimeSeries/valid/hours-of-a-day.xml", "DK_AggregatedMeteredDataTimeSeries/valid/flex-consumption.xml", "DK_NotifyAggregatedWholesaleServices/valid/tariff.xml"]) {
    const text = readFileSync(`${danish}/${name}`, "utf8");
    const ebix = await rows_of(text, "xml");
    assert.equal(ebix.values.dialect.id, "dk", name);
    const lines = text.split("\n");
    for (let row = 0; row < ebix.values.count; row++)
      assert.equal(Number(/<dk:EnergyQuantity>([^<]*)</.exec(lines[ebix.values.line[row] - 1])[1]), ebix.values.value[row], name);
    for (const to of ["cim-json", "cim-xml"]) {
      const answer = await fetch(`${at.url}v1/translate?to=${to}`, { method: "POST", body: text, headers: { "Content-Type": "application/xml", Accept: "*/*" } });
      const cim = await rows_of(await answer.text(), to === "cim-json" ? "json" : "xml");
      assert.equal(cim.values.dialect.id, "dk", `${name} as ${to}`);
      assert.deepEqual(told(cim), told(ebix), `${name} as ${to}`);
      assert.deepEqual(cim.curves.map(({ counts }) => counts), ebix.curves.map(({ counts }) => counts), `${name} as ${to}`);
    }
  }
  const { curves: [quarters, month] } = await rows_of(readFileSync(`${danish}/DK_MeteredDataTimeSeries/valid/all-qualities.xml`, "utf8"), "xml");
  assert.deepEqual(quarters.counts, { metered: 92, estimated: 1, calculated: 1, unstated: 1, gap: 1 });
  assert.equal(month.rows[0].until - month.rows[0].at, (31 * 24 + 1) * 3_600_000);
});

test("what tells the market may come behind the values", async () => {
  const text = readFileSync(`${danish}/DK_MeteredDataTimeSeries/valid/all-qualities.xml`, "utf8");
  const answer = await fetch(`${at.url}v1/translate?to=cim-json`, { method: "POST", body: text, headers: { "Content-Type": "application/xml", Accept: "*/*" } });
  const { documents: [{ NotifyValidatedMeasureData_MarketDocument: { Series, ...rest } }] } = await answer.json();
  const { values } = await rows_of(JSON.stringify({ NotifyValidatedMeasureData_MarketDocument: { Series, ...rest } }), "json");
  assert.equal(values.dialect.id, "dk");
  assert.equal(values.count, 96);
});

test("a Danish message: its chart and its table, in Norwegian, too", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { locale: "nb-NO" }]) {
    const { page, close } = await at.open(options);
    await page.locator(".toolbar input[type=file]").setInputFiles(`${danish}/DK_MeteredDataTimeSeries/valid/all-qualities.xml`);
    await verdict(page).waitFor();
    await page.getByRole("tab", { name: /Values|Verdier/ }).click();
    await page.locator(".chart canvas").waitFor();
    const norwegian = options.locale === "nb-NO";
    await page.getByRole("button", { name: norwegian ? "1 beregnet" : "1 calculated" }).click();
    await page.locator("tr.calculated.at").waitFor();
    await page.locator(".values-head select").selectOption("1");
    await page.getByText(norwegian ? "25. okt. har 25 timer" : "25 Oct has 25 hours").waitFor();
    assert.match(await page.locator(".values-head select option:checked").textContent(), norwegian ? /produksjon fra fornybar energi · aktiv energi/ : /production from renewable energy · active energy/);
    await check_accessible(page, `Danish values ${JSON.stringify(options)}`);
    await close();
  }
});

test("a day of 25 hours: the chart, a row a value, and its line in the message", async () => {
  const { page, close } = await at.open({ hash: "#/example/hours-25.xml" });
  await verdict(page).waitFor();
  await page.getByRole("tab", { name: "Values" }).click();
  await page.locator(".chart canvas").waitFor();
  await page.getByText("25 Oct has 25 hours").waitFor();
  await page.locator('.value-rows table[aria-rowcount="26"]').waitFor();
  const times = await page.locator(".value-rows tbody tr td:first-child").allTextContents();
  assert.deepEqual(times.filter((text) => / 02:00 /.test(text)).map((text) => text.slice(-6)), ["+02:00", "+01:00"]);
  await page.locator(".value-rows").getByRole("button", { name: "line 51", exact: true }).click();
  await eventually(async () => assert.equal(await active_line(page), "51"));
  // The keyboard zooms, too.
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.getByRole("button", { name: "Whole period" }).click();
  await close();
});

test("estimated and withdrawn values are told apart in words", async () => {
  const { page, close } = await at.open({ hash: "#/example/quarter-hours-mixed-qualities.xml" });
  await verdict(page).waitFor();
  await page.getByRole("tab", { name: "Values" }).click();
  await page.getByRole("button", { name: "12 estimated" }).click();
  await page.locator("tr.estimated.at").waitFor();
  await page.getByRole("button", { name: "4 temporary" }).click();
  await page.locator("tr.temporary.at").waitFor();
  await close();
  const second = await at.open();
  await second.page.locator(".toolbar input[type=file]").setInputFiles(`${folder}/withdrawn.xml`);
  await verdict(second.page).waitFor();
  await second.page.getByRole("tab", { name: "Values" }).click();
  await second.page.locator(".kind.withdrawn").first().waitFor();
  await second.close();
});

test("100 000 values in one file: drawn and scrolled without a hitch", async () => {
  const { page, close } = await at.open();
  const [head, one, tail] = [/^[\s\S]*?(?=\s*<rsm:PayloadEnergyTimeSeries>)/, /\s*<rsm:PayloadEnergyTimeSeries>[\s\S]*<\/rsm:PayloadEnergyTimeSeries>/, /\s*<\/rsm:CollectedData>\s*$/]
    .map((part) => part.exec(example("hours-25.xml"))[0]);
  const observations = Array.from({ length: 96 }, (_, n) => `\n    <abie:Observation Sequence="${n + 1}"><abie:Metered>${(1 + Math.sin(n / 15)).toFixed(3)}</abie:Metered></abie:Observation>`).join("");
  const quarters = one.replace(/\s*<abie:Observation Sequence="1">[\s\S]*<\/abie:Observation>/, observations).replace("PT60M", "PT15M");
  const day = 86_400_000;
  const first = Date.parse("2023-01-01T00:00:00Z");
  const days = Array.from({ length: 1042 }, (_, n) => {
    const date = (at_day) => new Date(first + at_day * day).toISOString().slice(0, 19) + "Z";
    return quarters.replace(/(<abie:Start>)[^<]*/, `$1${date(n)}`).replace(/(<abie:End>)[^<]*/, `$1${date(n + 1)}`)
      .replace(/07a9ce9a-8d53-4760-8789-[0-9a-f]{12}/, `07a9ce9a-8d53-4760-8789-${String(n).padStart(12, "0")}`);
  });
  const file = path.join(process.env.WORK, "quarters.xml");
  writeFileSync(file, head + days.join("") + tail);
  await page.locator(".toolbar input[type=file]").setInputFiles(file);
  await page.locator(".chart canvas").waitFor({ timeout: 60_000 });
  await verdict(page).waitFor({ timeout: 60_000 });
  // The beginning of the message, its verdict and its values are there.
  await page.locator(".pane.source .cm-line").filter({ hasText: "CollectedData" }).first().waitFor();
  await page.locator('.value-rows table[aria-rowcount="100033"]').waitFor();
  await page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const look = (now) => {
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  for (let n = 0; n < 5; n++) await page.getByRole("button", { name: "Zoom in" }).click();
  await page.getByRole("button", { name: "Later", exact: true }).click();
  await page.locator(".value-rows").evaluate((box) => (box.scrollTop = box.scrollHeight));
  await page.locator('.value-rows tr[aria-rowindex="100033"]').waitFor();
  assert.ok((await page.locator(".value-rows tbody tr").count()) < 150, "only what is seen is there");
  console.log(`longest frame ${Math.round(await page.evaluate(() => globalThis.longest))} ms`);
  await check_accessible(page, "a big message with its values");
  await close();
});

test("axe-core finds nothing where values are shown", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 }, locale: "nb-NO" }]) {
    const { page, close } = await at.open({ ...options, hash: "#/example/quarter-hours-mixed-qualities.xml" });
    await verdict(page).waitFor();
    await page.getByRole("tab", { name: /Values|Verdier/ }).click();
    await page.getByRole("button", { name: /^12 / }).click();
    await page.locator("tr.estimated.at").waitFor();
    await check_accessible(page, JSON.stringify(options));
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `the page is ${sideways} pixels too wide`);
    await close();
  }
});

test("Values, chosen before the translation is there, stays chosen, and stays the tab that was pressed", async () => {
  const { page, close } = await at.open({ hash: "#/" });
  let let_go;
  const held = new Promise((resolve) => (let_go = resolve));
  await page.route("**/v1/translate*", async (route) => (await held, route.continue()));
  await page.goto(`${at.url}#/example/hours-25.xml`);
  const tab = page.getByRole("tab", { name: "Values" });
  await tab.click();
  await page.locator(".values").waitFor();
  const pressed = await tab.elementHandle();
  const translated = page.waitForResponse((response) => response.url().includes("/v1/translate"));
  let_go();
  await translated;
  await page.getByRole("tab", { name: /MeasureData/ }).waitFor();
  await eventually(async () => {
    assert.equal(await pressed.textContent(), "Values");
    assert.equal(await pressed.getAttribute("aria-selected"), "true");
    assert.ok(await page.locator(".values").isVisible());
  });
  await close();
});
