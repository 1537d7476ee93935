// Every value of every example's translation is found in the text, and the one it was made of, too.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { build } from "../../web/node_modules/esbuild/lib/main.js";
import { serve } from "./browser.mjs";

let server;
let page;
before(async () => {
  server = await serve();
  const outfile = path.join(process.env.WORK, "links.mjs");
  const stdin = {
    contents: `export * from "./links"; export * from "./places"; export * from "./translation";`,
    resolveDir: path.resolve("web/src/message"), loader: "ts",
  };
  await build({ stdin, bundle: true, format: "esm", outfile, logLevel: "error" });
  page = await import(outfile);
});
after(() => server.stop());

const examples = [
  ...readdirSync("examples", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      try {
        return readdirSync(`examples/${name}/valid`).map((file) => `examples/${name}/valid/${file}`);
      } catch {
        return [];
      }
    }),
  ...readdirSync("examples/cim").map((file) => `examples/cim/${file}`),
].filter((file) => /\.(xml|json)$/.test(file) && !/utf-16|iso-8859/.test(file));

const unescaped = (text) => text.replace(/&lt;|&gt;|&amp;|&quot;|&apos;|\\"/g, (what) => ({ "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'", '\\"': '"' })[what]);

for (const [target, accept] of [["json", "application/json, application/xml;q=0.5"], ["xml", "application/xml"]])
  test(`values are linked, CIM as ${target}`, async () => {
    let values = 0;
    for (const file of examples) {
      const text = readFileSync(file, "utf8");
      const form = page.form_of(text);
      const type = `application/${form}`;
      const call = (route, wanted) => fetch(server.url + route, { method: "POST", body: text, headers: { "Content-Type": type, Accept: wanted } });
      const translated = await call("v1/translate", accept);
      if (translated.status === 422) continue;
      assert.equal(translated.status, 200, file);
      const explained = await (await call("v1/explain", "application/json")).json();
      const { shown } = page.translation_of(await translated.text());
      const starts = [0];
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
      const line_of = (offset) => starts.findLastIndex((start) => start <= offset) + 1;
      const { list } = page.links_of(explained.values, shown, page.places_of(text, form).places, line_of);
      for (const { value, tab, target: place, source } of list) {
        assert.ok(place, `${file}: ${value.path} is nowhere in the translation`);
        assert.equal(unescaped(shown[tab].text.slice(place.from, place.to)), value.value, `${file}: ${value.path}`);
        if (value.source?.line) assert.ok(source, `${file}: ${value.source.path} is nowhere in the message`);
        ++values;
      }
    }
    assert.ok(values > 3000, `${values} values`);
    console.log(`${values} values of ${examples.length} examples`);
  });
