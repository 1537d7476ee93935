// The charts of metering values in HTML reports: every value of the examples, where and as high as it is.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import assert from "node:assert/strict";

const [cimgate, work] = process.argv.slice(2);
const folder = "examples/CollectedData/valid";

function report(...args) {
  const done = spawnSync(cimgate, ["validate", "--format", "html", ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.ok([0, 1].includes(done.status), done.stderr);
  return done.stdout;
}

/** The charts of a report: what their tables say, and what is drawn. */
function charts(html) {
  return html.split('<figure class="values">').slice(1).map((figure) => {
    const [figcaption, says] = [/<figcaption[^>]*>(.*?)<\/figcaption>/s, /<p class="says">(.*?)<\/p>/s].map((part) => part.exec(figure)[1]);
    const rows = [...figure.matchAll(/<tr class="([\w]+)"><td>([^<]*)<\/td><td class="number">([^<]*)<\/td><td>.*?<\/td><td class="number">(\d*)<\/td><\/tr>/g)]
      .map(([, kind, from, value, line]) => ({ kind, from, value, line: Number(line) }));
    const curve = /class="curve" d="([^"]*)"/.exec(figure)?.[1] ?? "";
    const steps = [...curve.matchAll(/[ML]([\d.]+) ([\d.]+)H([\d.]+)/g)].map(([, left, y, right]) => ({ left: Number(left), y: Number(y), right: Number(right) }));
    const pieces = (curve.match(/M/g) ?? []).length;
    const marks = [...figure.matchAll(/class="mark (\w+)" x="([\d.]+)" y="0" width="([\d.]+)"/g)].map(([, kind, x, width]) => ({ kind, x: Number(x), width: Number(width) }));
    const title = /<title id="([\w-]+)">([^<]*)<\/title><desc id="([\w-]+)">([^<]*)<\/desc>/.exec(figure);
    // What has no curve, such as a reading of a meter, has its table only.
    if (!title) {
      assert.ok(!figure.includes("<svg"), figcaption);
      return { figcaption, says, rows };
    }
    assert.ok(figure.includes(`aria-labelledby="${title[1]} ${title[3]}"`), "the chart has a name and a description");
    const labels = [...figure.matchAll(/<span style="left:([\d.]+)%"[^>]*>(.*?)<\/span>(?=<span style|<\/div>)/g)].map(([, at, text]) => [Number(at), text.replaceAll(/<[^>]+>/g, " ").trim()]);
    return { figcaption, says, rows, steps, pieces, marks, labels, title: title[2], description: title[4] };
  });
}

const near = (a, b) => Math.abs(a - b) <= 0.02;

/** What is drawn is what the table says: as wide as its time, as high as its value. */
function check_drawn({ rows, steps }, what) {
  const drawn = rows.filter(({ value }) => value !== "");
  assert.equal(steps.length, drawn.length, what);
  const highest = Math.max(...drawn.map(({ value }) => Number(value)), 0);
  const top = drawn.find(({ value }) => Number(value) === highest);
  if (!top || highest === 0) return;
  const scale = (200 - steps[drawn.indexOf(top)].y) / highest;
  assert.ok(scale * highest > 80, `${what}: the chart is used`);
  for (const [n, { value }] of drawn.entries()) assert.ok(Math.abs(200 - steps[n].y - scale * Number(value)) <= 0.05, `${what}: value ${n}, ${value} at ${steps[n].y}`);
}

// Every value of every example is in a table, with its line, and is drawn.
let all = 0;
for (const name of readdirSync(folder)) {
  const text = readFileSync(`${folder}/${name}`, "utf8");
  const lines = text.split("\n");
  const found = charts(report(`${folder}/${name}`));
  const written = lines.flatMap((line, n) => (/<\w+:(Metered|Estimated|Temporary|Stipulated|Withdrawn|Total|MeterIndex)\b/.exec(line) ? [{ line: n + 1, value: />([^<]*)</.exec(line)?.[1] ?? "" }] : []));
  const shown = found.flatMap(({ rows }) => rows).filter(({ line }) => line > 0);
  assert.deepEqual(shown.map(({ line }) => line).sort((a, b) => a - b), written.map(({ line }) => line), name);
  for (const { kind, value, line } of shown) if (kind !== "withdrawn") assert.equal(value, written.find((one) => one.line === line).value, `${name}:${line}`);
  for (const chart of found) if (chart.steps) check_drawn(chart, name);
  all += shown.length;
}
assert.ok(all > 150, `${all} values`);

// A day of 25 hours: 25 steps of the same width, two o'clock twice, and the day said in words.
const [long_day] = charts(report(`${folder}/hours-25.xml`));
assert.equal(long_day.rows.length, 25);
for (const { left, right } of long_day.steps) assert.ok(near(right - left, 1000 / 25), `${right - left}`);
assert.deepEqual(long_day.rows.filter(({ from }) => from.includes(" 02:00 ")).map(({ from }) => from.slice(-6)), ["+02:00", "+01:00"]);
assert.match(long_day.says, /2026-10-25 has 25 hours.*2026-10-25 har 25 timer/s);
assert.match(long_day.title, /707057599000100316 · consumption · active energy · kWh/);
const [short_day] = charts(report(`${folder}/hours-23.xml`));
for (const { left, right } of short_day.steps) assert.ok(near(right - left, 1000 / 23));
// Noon is after thirteen of the 25 hours, and after eleven of the 23.
assert.ok(near(long_day.labels.find(([, text]) => text === "12:00")[0], 100 * 13 / 25));
assert.ok(near(short_day.labels.find(([, text]) => text === "12:00")[0], 100 * 11 / 23));

// A value that is missing breaks the curve, and is marked where it is missing.
const holed = readFileSync(`${folder}/hours-25.xml`, "utf8").replace(/\s*<abie:Observation Sequence="3">[\s\S]*?<\/abie:Observation>/, "");
writeFileSync(`${work}/holed.xml`, holed);
const [with_gap] = charts(report(`${work}/holed.xml`));
assert.equal(with_gap.pieces, 2);
assert.deepEqual(with_gap.marks.map(({ kind }) => kind), ["gap"]);
assert.ok(near(with_gap.marks[0].x, 80) && near(with_gap.marks[0].width, 40));
assert.equal(with_gap.rows[2].kind, "gap");
assert.match(with_gap.says, /24 values: 24 metered; 1 gap\./);

// Estimated, temporary and withdrawn values are marked, and told in words.
const [mixed] = charts(report(`${folder}/quarter-hours-mixed-qualities.xml`));
const width_of = (kind) => mixed.marks.filter((mark) => mark.kind === kind).reduce((sum, { width }) => sum + width, 0);
assert.ok(Math.abs(width_of("estimated") - 12 / 96 * 1000) < 0.2 && Math.abs(width_of("temporary") - 4 / 96 * 1000) < 0.2);
assert.match(mixed.description, /96 values: 80 metered, 12 estimated, 4 temporary/);
assert.ok(charts(report(`${folder}/withdrawn.xml`))[0].marks.some(({ kind }) => kind === "withdrawn"));

// CIM is drawn as the message that it is the translation of.
const cim = spawnSync(cimgate, ["translate", "--profile", "nmeg-no/0.1", `${folder}/quarter-hours-mixed-qualities.xml`], { encoding: "utf8" }).stdout;
writeFileSync(`${work}/quarters.json`, cim);
const [of_cim] = charts(report(`${work}/quarters.json`));
assert.deepEqual(of_cim.rows.map(({ kind, from, value }) => [kind, from, value]), mixed.rows.map(({ kind, from, value }) => [kind, from, value]));

// A page has room for 10 000 values, and says what it leaves out; of large messages none are drawn.
const [head, one, tail] = [/^[\s\S]*?(?=\s*<rsm:PayloadEnergyTimeSeries>)/, /\s*<rsm:PayloadEnergyTimeSeries>[\s\S]*<\/rsm:PayloadEnergyTimeSeries>/, /\s*<\/rsm:CollectedData>\s*$/]
  .map((part) => part.exec(readFileSync(`${folder}/hours-25.xml`, "utf8"))[0]);
const points = (count) => head + Array.from({ length: count }, (_, n) => one.replace("707057599000100316", `7070575991${String(n).padStart(8, "0")}`)).join("") + tail;
writeFileSync(`${work}/many.xml`, points(403));
const many = report(`${work}/many.xml`);
assert.equal(charts(many).length, 400);
assert.match(many, /… and 3 more series that this page has no room for/);
writeFileSync(`${work}/large.xml`, points(2000));
const large = report(`${work}/large.xml`);
assert.equal(charts(large).length, 0);
assert.match(large, /Metering values are not drawn here: the message is larger than 4 MB/);
console.log(`${all} values are drawn where they belong`);
