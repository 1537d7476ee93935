// SARIF against its schema and the rules that a schema cannot say, JUnit by a common reader, HTML by a linter.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import Ajv from "ajv";
import { HtmlValidate } from "html-validate";
import { parse } from "junit2json";

const require = createRequire(import.meta.url);
const [cimgate, work] = process.argv.slice(2);
const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ schemaId: "auto", allErrors: true });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const validSarif = ajv.compile(schema);
const linter = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: { "no-inline-style": "off", "no-trailing-whitespace": "off", "long-title": "off", "require-sri": "off",
    // Filters act as they are changed.
    "wcag/h32": "off" },
});

function run(args, exit) {
  const done = spawnSync(cimgate, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(done.status, exit, `cimgate ${args.join(" ")}: ${done.stderr}`);
  return done.stdout;
}

function checkSarif(text, { successful, exit }) {
  const log = JSON.parse(text);
  assert.ok(validSarif(log), JSON.stringify(validSarif.errors, null, 1));
  const [sarif] = log.runs;
  const { rules, informationUri, semanticVersion } = sarif.tool.driver;
  assert.equal(informationUri, `urn:cimgate:version:${semanticVersion}`);
  for (const rule of rules) assert.ok(URL.canParse(rule.helpUri), rule.id);
  for (const { locations: [{ physicalLocation: { region } }] } of sarif.results) if (region) assert.ok(region.endColumn > region.startColumn || region.endLine > region.startLine);
  for (const result of sarif.results) {
    assert.equal(rules[result.ruleIndex].id, result.ruleId);
    assert.equal(result.kind === "fail", result.level !== "none");
    for (const { physicalLocation } of result.locations) {
      const { uri, index } = physicalLocation.artifactLocation;
      assert.equal(sarif.artifacts[index].location.uri, uri);
    }
  }
  // The translation has the same rules in the other language.
  assert.deepEqual(sarif.translations[0].rules.map((r) => r.id), rules.map((r) => r.id));
  assert.notEqual(sarif.translations[0].language, sarif.language);
  for (const rule of rules) assert.ok(rule.shortDescription.text && rule.help.text, rule.id);
  const [invocation] = sarif.invocations;
  assert.equal(invocation.executionSuccessful, successful);
  assert.equal(invocation.exitCode, exit);
  // Fingerprints tell the findings of a file apart.
  const seen = sarif.results.map((r) => r.locations[0].physicalLocation.artifactLocation.uri + r.partialFingerprints["cimgate/v1"]);
  assert.equal(new Set(seen).size, seen.length);
  return sarif;
}

async function checkJunit(text, expected) {
  const suites = await parse(text);
  const cases = suites.testsuite.flatMap((suite) => suite.testcase ?? []);
  const count = (kind) => cases.filter((c) => c[kind] !== undefined).length;
  assert.equal(suites.tests, cases.length);
  assert.equal(suites.failures, count("failure"));
  assert.equal(suites.errors, count("error"));
  assert.equal(suites.skipped, count("skipped"));
  for (const suite of suites.testsuite) assert.equal(suite.tests, (suite.testcase ?? []).length);
  assert.equal(new Set(cases.map((c) => c.classname + c.name)).size, cases.length, "names of cases");
  for (const [kind, least] of Object.entries(expected)) assert.ok(count(kind) >= least, `${kind}: ${count(kind)}`);
}

function checkHtml(text) {
  const report = linter.validateStringSync(text);
  const messages = report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
  assert.deepEqual([...new Set(messages)].slice(0, 20), []);
}

const reports = (name) => ["sarif", "junit", "html"].flatMap((kind) => ["--report", `${kind}=${work}/${name}.${kind}`]);
const read = (name, kind) => readFileSync(`${work}/${name}.${kind}`, "utf8");

// All examples: those that are there to be wrong are, so that nothing fails.
run(["check", "examples", ...reports("examples")], 0);
const all = checkSarif(read("examples", "sarif"), { successful: true, exit: 0 });
assert.ok(all.results.some((r) => r.suppressions?.length === 1));
await checkJunit(read("examples", "junit"), { skipped: 40 });
checkHtml(read("examples", "html"));

// Without that knowledge they fail.
writeFileSync(`${work}/none.yaml`, "suppressions: []\n");
run(["check", "examples", "--suppress", `${work}/none.yaml`, ...reports("wrong")], 1);
const wrong = checkSarif(read("wrong", "sarif"), { successful: true, exit: 1 });
assert.ok(wrong.results.length > 50 && !wrong.results.some((r) => r.suppressions));
for (const level of ["error", "warning", "note"]) assert.ok(wrong.results.some((r) => r.level === level), level);
await checkJunit(read("wrong", "junit"), { failure: 40, skipped: 80 });
checkHtml(read("wrong", "html"));

// What could not be judged.
run(["check", "--max-depth", "2", "examples/Acknowledgement/valid", ...reports("open")], 3);
const open = checkSarif(read("open", "sarif"), { successful: true, exit: 3 });
assert.ok(open.results.every((r) => r.kind === "open") && open.invocations[0].toolExecutionNotifications.length > 0);
await checkJunit(read("open", "junit"), { error: 1, skipped: 2 });
checkHtml(read("open", "html"));

// Known and new, in Norwegian; validate as well as check.
run(["check", "--suppress", `${work}/none.yaml`, "--write-baseline", `${work}/known.yaml`, "examples/CollectedData"], 0);
run(["check", "--lang", "nb", "--suppress", `${work}/none.yaml`, "--baseline", `${work}/known.yaml`, "examples/CollectedData",
  "examples/Acknowledgement", ...reports("known")], 1);
const known = checkSarif(read("known", "sarif"), { successful: true, exit: 1 });
assert.deepEqual(new Set(known.results.map((r) => r.baselineState)), new Set(["unchanged", "new"]));
checkHtml(read("known", "html"));
checkSarif(run(["validate", "--format", "sarif", "examples/RequestStartOfSupply/invalid"], 1), { successful: true, exit: 1 });
await checkJunit(run(["validate", "--format", "junit", "examples/RequestStartOfSupply/invalid"], 1), { failure: 15 });

// What rehearsals say of scenarios, passed and failed.
run(["rehearse", "--by", "soap", "-q", "BRS-101-first-day", ...["junit", "html", "markdown"].flatMap((kind) => ["--report", `${kind}=${work}/scenarios.${kind}`])], 0);
await checkJunit(read("scenarios", "junit"), {});
checkHtml(read("scenarios", "html"));
const as_it_is_not = `${work}/BRS-101-first-day.yaml`;
writeFileSync(as_it_is_not, readFileSync("scenarios/BRS-101-first-day.yaml", "utf8").replace("reason: EH003", "reason: EH017"));
run(["rehearse", "--by", "soap", "-q", as_it_is_not, ...["junit", "html", "markdown"].flatMap((kind) => ["--report", `${kind}=${work}/failed.${kind}`])], 1);
await checkJunit(read("failed", "junit"), { failure: 1 });
checkHtml(read("failed", "html"));
assert.match(read("failed", "markdown"), /^### ❌ 0 of 1 scenarios passed\n\n\| Scenario \| Over \| Step \| What happened \|\n\|---\|---\|---\|---\|\n\| `[\w-]+` \| soap \|/);

// The same input gives the same bytes, however many work at it.
const still = { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, SOURCE_DATE_EPOCH: "1795248000" } };
for (const kind of ["sarif", "junit", "html", "json", "markdown"]) {
  const [one, four] = [1, 4].map((jobs) => execFileSync(cimgate, ["check", "-q", "examples", "-j", `${jobs}`, "--format", kind], still));
  assert.equal(one, four, kind);
}
console.log("SARIF, JUnit and HTML are as their readers expect");
