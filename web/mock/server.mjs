// Stand-in while there is no server: /v1 by the binary, the hub from a small state in memory. Not part of the product.
import { execFile } from "node:child_process";
import { readFileSync, existsSync } from "node:fs";
import http from "node:http";
import path from "node:path";
const binary = process.env.CIMGATE_BIN ?? "/tmp/cimgate-page";
const root = path.resolve(import.meta.dirname, "../../build/web");
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const run = (args, input) => new Promise((done) => {
  const child = execFile(binary, args, { maxBuffer: 1 << 30 }, (error, out, err) => done({ code: error?.code ?? 0, out, err }));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
});
const day = 86400e3;
const pad = (n) => String(n).padStart(2, "0");
const local = (t) => { const d = new Date(t + 2 * 3600e3); return `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}T${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:00+02:00`; };
let now = Date.parse("2026-06-01T08:00:00+02:00");
let due = [
  { at: Date.parse("2026-06-03T00:00:00+02:00"), step: "cancellation deadline", process: "BRS-NO-101", meteringPoint: "707057599000100316" },
  { at: Date.parse("2026-06-05T00:00:00+02:00"), step: "start of supply", process: "BRS-NO-101", meteringPoint: "707057599000100316" },
  { at: Date.parse("2026-06-09T00:00:00+02:00"), step: "start of supply", process: "BRS-NO-102", meteringPoint: "707057599000201471" },
];
const events = [];
const add = (kind, en, nb, more = {}) => events.push({ seq: events.length + 1, at: local(now), kind, text: { en, nb }, ...more });
add("market-loaded", "Demo market loaded: 240 metering points.", "Demomarked lastet: 240 målepunkter.");
for (let i = 0; i < 30; i++) add(i % 3 ? "message-queued" : "message-accepted", i % 3 ? "Notification queued." : "RequestStartOfSupply accepted.", i % 3 ? "Varsel lagt i kø." : "RequestStartOfSupply godtatt.", { process: "BRS-NO-101", meteringPoint: "707057599000100316", party: i % 2 ? "7099990001015" : "7099990001022", message: { id: `5da5bb6f-73b9-4265-acd1-91e6dfa8${1000 + i}`, type: i % 3 ? "NotifyStartOfSupply" : "RequestStartOfSupply" } });
const digit = (n) => { let s = 0; [...n].reverse().forEach((c, i) => (s += +c * (i % 2 ? 1 : 3))); return n + ((10 - (s % 10)) % 10); };
const suppliers = ["7099990001015", "7099990001022", "7099990001053"];
const parties = [
  { gln: "7099990000018", name: "Datahub", roles: ["DDZ"] }, { gln: "7099990001015", name: "Fjordlys Kraft AS", roles: ["DDQ"] },
  { gln: "7099990001022", name: "Innsjø Energi AS", roles: ["DDQ"] }, { gln: "7099990001053", name: "Haugen Strøm AS", roles: ["DDQ"] },
  { gln: "7099990002012", name: "Nordvidda Nett AS", roles: ["DDM", "MDR", "DDE"] }, { gln: "7099990002029", name: "Nordvidda Leveringsplikt", roles: ["SLR"] },
];
const points = Array.from({ length: 240 }, (_, i) => ({
  gsrn: digit("70705759900" + String(100000 + i * 37).padStart(6, "0")), type: ["E17", "E17", "E17", "E19", "E18"][i % 5], status: i % 11 === 7 ? "E23" : "E22",
  settlement: i % 4 ? "E02" : "E01", resolution: i % 4 ? "PT1H" : undefined, gridArea: i % 3 ? "50Y0CIMGATE-N-0Q" : "50Y0CIMGATE-S-06",
  contracts: i % 11 === 7 ? [] : [
    { supplier: suppliers[i % 3], customer: "…", role: i % 17 === 5 ? "SLR" : "DDQ", from: `20${19 + (i % 4)}-0${1 + (i % 8)}-01`, to: i % 2 ? "2025-09-01" : null, origin: "BRS-NO-101" },
    ...(i % 2 ? [{ supplier: suppliers[(i + 1) % 3], customer: "…", role: "DDQ", from: "2025-09-01", to: i % 6 === 1 ? "2026-06-05" : null, origin: "BRS-NO-102" }] : []),
    ...(i % 6 === 1 ? [{ supplier: suppliers[(i + 2) % 3], customer: "…", role: "DDQ", from: "2026-06-05", to: null, origin: "BRS-NO-101" }] : []),
  ],
  processes: i % 6 === 1 ? [{ id: `p${i}`, process: "BRS-NO-101", status: "accepted", initiator: suppliers[(i + 2) % 3], date: "2026-06-05", cancellationDeadline: "2026-06-03T00:00:00+02:00" }] : [],
})).sort((a, b) => (a.gsrn < b.gsrn ? -1 : 1));
const clock = (ran) => ({ now: local(now), day: local(now).slice(0, 10), next: due[0] ? local(due[0].at) : null, due: due.map((d) => ({ ...d, at: local(d.at) })), ...(ran === undefined ? {} : { ran }) });
const move = (to) => { let ran = 0; while (due[0] && due[0].at <= to) { const d = due.shift(); now = d.at; ran++; add("process-completed", `${d.step}: ${d.process}`, `${d.step}: ${d.process}`, d.process && { process: d.process, meteringPoint: d.meteringPoint }); } now = Math.max(now, to); add("clock-moved", `It is ${local(now)}.`, `Klokken er ${local(now)}.`); return ran; };
const xml = (name) => readFileSync(path.resolve(import.meta.dirname, `../../examples/${name}`), "utf8");
const scenarios = [
  { name: "sys-ddq101-01", title: { en: "Change of supplier", nb: "Leverandørskifte" }, role: "DDQ", processes: ["BRS-NO-611", "BRS-NO-101"], source: "SYS-DDQ101-01" },
  { name: "sys-ddq102-04", title: { en: "Move-in on an inactive point, refused by the grid company", nb: "Innflytting på inaktivt punkt, avvist av nettselskapet" }, role: "DDQ", processes: ["BRS-NO-102"], source: "SYS-DDQ102-04" },
  { name: "sys-ddm222-01", title: { en: "Rollback of move-out", nb: "Tilbakerulling av utflytting" }, role: "DDM", processes: ["BRS-NO-211", "BRS-NO-222"], source: "SYS-DDM222-01" },
];
const played = (name, by) => {
  const content = by === "soap" ? xml("RequestStartOfSupply/valid/change-of-supplier-soap.xml") : xml("cim/change-of-supplier.json");
  const fail = name === "sys-ddm222-01" && by === "cim";
  const steps = [
    { number: 1, text: { en: "Fjordlys Kraft sends a change of supplier.", nb: "Fjordlys Kraft sender et leverandørskifte." }, kind: "send", party: "7099990001015", message: "RequestStartOfSupply", passed: true, content, at: local(now) },
    { number: 2, text: { en: "It is confirmed.", nb: "Det bekreftes." }, kind: "expect", party: "7099990001015", message: "ConfirmStartOfSupply", passed: true, content: by === "soap" ? xml("ConfirmStartOfSupply/valid/confirmation.xml") : xml("cim/change-of-supplier.json"), at: local(now) },
    { number: 3, text: { en: "The cancellation deadline passes.", nb: "Avbestillingsfristen går ut." }, kind: "clock", passed: true, at: local(now + 2 * day) },
    { number: 4, text: { en: "The old supplier hears of the end of supply.", nb: "Den gamle leverandøren får vite om leveringsslutt." }, kind: "expect", party: "7099990001022", message: "NotifyEndOfSupply", passed: !fail, ...(fail ? { why: { en: "Nothing is waiting for 7099990001022.", nb: "Ingenting venter på 7099990001022." } } : { content: xml("NotifyEndOfSupply/valid/to-old-supplier.xml") }), at: local(now + 2 * day) },
    { number: 5, text: { en: "Fjordlys Kraft supplies the metering point.", nb: "Fjordlys Kraft leverer til målepunktet." }, kind: "state", passed: !fail, ...(fail ? { why: { en: "Not reached.", nb: "Ikke nådd." } } : {}), at: local(now + 4 * day) },
  ];
  return { name, by, passed: !fail, steps };
};
http.createServer(async (request, response) => {
  const url = new URL(request.url, "http://x");
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const send = (status, type, text) => { response.writeHead(status, { "Content-Type": type }); response.end(text); };
  const json = (value, status = 200) => send(status, status < 400 ? "application/json" : "application/problem+json", JSON.stringify(value));
  const lang = ["--lang", /^nb/.test(request.headers["accept-language"] ?? "") ? "nb" : "en"];
  const accept = request.headers.accept ?? "";
  const q = (name) => url.searchParams.get(name) ?? "";
  if (url.pathname === "/v1/validate") {
    const kind = /sarif/.test(accept) ? "sarif" : /junit/.test(accept) ? "junit" : /html/.test(accept) ? "html" : /markdown/.test(accept) ? "markdown" : "json";
    return send(200, accept, (await run([...lang, "validate", "--format", kind, "-"], body)).out);
  }
  if (url.pathname === "/v1/translate") {
    const { code, out } = await run([...lang, "translate", ...(q("to") === "bim" ? [] : ["--to", q("to"), "--profile", q("profile")]), "-"], body);
    return code && !out ? json({ title: "Not translated", status: 422, detail: "The message is not valid against its schema." }, 422) : send(200, accept, out);
  }
  if (url.pathname === "/v1/explain") {
    const { out } = await run([...lang, "explain", "--format", "json", "--profile", q("profile") || "nmeg/0.1", "-"], body);
    try { const one = JSON.parse(out).files[0]; return one.values.length ? json(one) : json({ title: 'Not translated', status: 422, findings: one.findings }, 422); } catch { return json({ title: "Not explained", status: 422 }, 422); }
  }
  if (url.pathname === "/hub/v1/clock") {
    if (request.method === "GET") return json(clock());
    const asked = JSON.parse(body);
    const to = asked.step ? (due[0]?.at ?? now) : asked.by ? now + day : Date.parse(asked.to);
    return json(clock(move(to)));
  }
  if (url.pathname === "/hub/v1/market") {
    if (request.method === "POST") return !/: :/.test(body) ? json({ counts: [{ section: "parties", stated: 3, added: 1, changed: 2 }] }) : json({ title: "Not loaded", status: 422, errors: [{ line: 2, column: 5, text: "metering_points: expected a list" }] }, 422);
    const found = points.filter((p) => p.gsrn.includes(q("search")));
    return json({ total: found.length, meteringPoints: found.filter((p) => p.gsrn > q("after")).slice(0, +q("limit") || 50), parties });
  }
  if (url.pathname === "/hub/v1/events") {
    const fits = events.filter((e) => e.seq > (+q("after") || 0) && ["kind", "process", "meteringPoint", "party"].every((k) => !q(k) || e[k] === q(k)));
    return json({ events: fits.slice(0, +q("limit") || 200), last: events.length });
  }
  if (url.pathname === "/hub/v1/queues") return json({ queues: parties.slice(1).flatMap((p, i) => [{ party: p.gln, name: p.name, queue: "market-processes", waiting: i, messages: Array.from({ length: i }, (_, n) => ({ id: `m-${i}-${n}`, message: "NotifyStartOfSupply", documentType: "414", process: "BRS-NO-101", at: local(now) })) }, { party: p.gln, name: p.name, queue: "metering-values", waiting: 0, messages: [] }]) });
  if (url.pathname.startsWith("/hub/v1/messages/")) return /json/.test(accept) ? send(200, "application/json", xml("cim/change-of-supplier.json")) : send(200, "application/xml", xml("NotifyStartOfSupply/valid/to-new-supplier.xml"));
  if (url.pathname === "/hub/v1/scenarios") return json({ scenarios });
  const play = /^\/hub\/v1\/scenarios\/([^/]+)$/.exec(url.pathname);
  if (play) return setTimeout(() => json(played(play[1], q("by"))), 300);
  const file = path.join(root, url.pathname === "/" ? "index.html" : url.pathname);
  if (!file.startsWith(root) || !existsSync(file)) return json({ title: "Not found", status: 404 }, 404);
  send(200, types[path.extname(file)] ?? "application/octet-stream", readFileSync(file));
}).listen(+(process.env.PORT ?? 8099), "127.0.0.1");
