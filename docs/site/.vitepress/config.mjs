import { readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";

const source = process.env.CIMGATE_DOCS_SOURCE;
const page = (text, link) => ({ text, link });
const all_in = (folder) =>
  readdirSync(join(source, folder))
    .filter((name) => name.endsWith(".md") && name !== "index.md")
    .sort()
    .map((name) => page(name.replace(/\.md$/, ""), `/${folder}/${name.replace(/\.md$/, "")}`));

export default defineConfig({
  title: "cimgate",
  description: "Check Elhub messages before you send them, and translate them to CIM and back",
  lang: "en",
  srcDir: source,
  outDir: process.env.CIMGATE_DOCS_OUT,
  cacheDir: join(source, "../docs-cache"),
  cleanUrls: false,
  // Links were checked before; those to files that are served as they are, VitePress takes for pages.
  ignoreDeadLinks: true,
  markdown: { attrs: { disable: true } },
  themeConfig: {
    search: { provider: "local" },
    outline: "deep",
    sidebar: [
      {
        text: "Begin",
        items: [
          page("What it is", "/"),
          page("Installing", "/docs/installing"),
          page("The first five minutes", "/docs/first-five-minutes"),
          page("The command line", "/docs/cli"),
          page("Configuration", "/docs/configuration"),
          page("In your program", "/docs/embedding"),
          page("The web page", "/docs/page"),
          page("Examples", "/examples/"),
        ],
      },
      {
        text: "Check messages",
        items: [
          page("What is read", "/docs/input"),
          page("Market state", "/docs/market"),
          page("After a takeover", "/docs/takeover"),
          page("Consent", "/docs/consent"),
          page("Limits on BRS-NO-611", "/docs/usage-611"),
          page("Missing values", "/docs/values"),
          page("Industry codes", "/docs/industry-codes"),
          page("In CI", "/docs/ci"),
          page("check", "/docs/check"),
          page("Reports", "/docs/reports"),
        ],
      },
      {
        text: "Translate",
        items: [page("Bundles", "/docs/bundles"), page("The supplement", "/docs/supplement"), page("explain", "/docs/explain"), page("JSON Schemas", "/docs/json-schemas")],
      },
      {
        text: "Test a system",
        items: [
          page("The test hub", "/docs/hub"),
          page("Scenarios", "/docs/scenarios"),
          page("What the market is about to do", "/docs/market-news"),
          page("The server", "/docs/server"),
          page("Problems", "/docs/problems"),
        ],
      },
      { text: "In production", items: [page("The bridge", "/docs/bridge"), page("A folder that works", "/docs/work"), page("Workers and brokers", "/docs/brokers"), page("PostgreSQL", "/docs/postgresql"), page("Split and join", "/docs/split-and-join"), page("From one machine to many", "/docs/scale"), page("Security", "/docs/security")] },
      { text: "Rules", collapsed: true, items: [page("All rules", "/docs/rules/"), ...all_in("docs/rules")] },
      { text: "Mappings", collapsed: true, items: [page("All mappings", "/docs/mappings/"), ...all_in("docs/mappings")] },
      {
        text: "How it is made",
        collapsed: true,
        items: [
          page("Architecture", "/docs/architecture"),
          page("Mapping files", "/docs/mapping-files"),
          page("Rule files", "/docs/rule-files"),
          page("Dialects", "/docs/dialects"),
          page("Schemas", "/xsd/"),
          page("Speed", "/docs/performance"),
          page("The fast reader", "/docs/fast-reader"),
          page("How cimgate is tested", "/docs/testing"),
          page("Releases", "/docs/releasing"),
          page("Decisions", "/docs/decisions/"),
          page("Contributing", "/CONTRIBUTING"),
        ],
      },
    ],
  },
});
