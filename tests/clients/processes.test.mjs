// A client that swagger-typescript-api makes of /openapi.json: it has a method for each process, and plays a change of supplier, a
// move-in and a day of values by them. The market is the same afterwards as when they come over SOAP.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "../page/serve.mjs";
import { folder_for, keep, must, tsc } from "./given.mjs";

const folder = folder_for("processes");
const of = (name) => path.join(folder, name);
const clock = ["--clock", "2026-06-01T08:00:00+02:00"];
const supplier = "7099990001022";
const other_supplier = "7099990001015";
const grid_company = "7099990002012";
const points = ["707057599002000010", "707057599002000386", "707057599002001123"];

let by_client;
let by_soap;
before(async () => {
  by_client = await serve(clock);
  by_soap = await serve(clock);
});
after(async () => {
  await by_client?.stop();
  await by_soap?.stop();
});

const example = (name, ...changes) =>
  changes.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(`examples/${name}`, "utf8"));

// What is done, in order: when, in which process, by whom, and the message as SOAP carries it.
const deeds = [
  { at: "2026-06-01T08:00:00+02:00", operation: "submitBrsNo101", sender: supplier, service: "MarketProcesses",
    message: example("demo/change-of-supplier.xml") },
  { at: "2026-08-14T12:00:00+02:00", operation: "submitBrsNo102", sender: other_supplier, service: "MarketProcesses",
    message: example("RequestStartOfSupply/valid/move-in-future.xml", ["707057599000504718", points[1]]) },
  { at: "2026-10-26T06:00:00+01:00", operation: "submitBrsNo313", sender: grid_company, service: "MeteringValues",
    message: example("CollectedData/valid/hours-25.xml", ["7099990003019", grid_company], ["707057599000100316", points[2]]) },
];

const enveloped = ({ service, message }) => {
  if (message.includes("Envelope")) return message;
  const [, name] = message.match(/<rsm:(\w+) /);
  // The service of metering values has the message as an element of its own.
  if (service === "MeteringValues") message = message.replaceAll(`rsm:${name}`, name);
  return `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${name}Request xmlns="urn:no:elhub:emif:wsdl:${
    service.toLowerCase()}:v2">${message.replace(/<\?xml.*\?>/, "")}</${name}Request></soap:Body></soap:Envelope>`;
};

const put_clock = (server, to) =>
  fetch(`${server.url}hub/v1/clock`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ to }) });

const program = (operation) => `import { Api } from "./Api.js";
import type { BrsNo101Document, RequestChangeOfSupplierMarketDocument } from "./Api.js";

const supplier = { codingScheme: "A10", value: "${supplier}" } as const;
export const change: RequestChangeOfSupplierMarketDocument = {
  mRID: "7d0b6c52-3a0f-4f0e-8a55-61c2c9d9a101",
  type: { value: "392" },
  "process.processType": { value: "BRS-NO-101" },
  "businessSector.type": { value: "23" },
  "sender_MarketParticipant.mRID": supplier,
  "sender_MarketParticipant.marketRole.type": { value: "DDQ" },
  "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "7099990000018" },
  "receiver_MarketParticipant.marketRole.type": { value: "DDZ" },
  createdDateTime: "2026-06-01T06:00:00Z",
  MktActivityRecord: [{
    mRID: "7d0b6c52-3a0f-4f0e-8a55-61c2c9d9a101",
    "marketEvaluationPoint.mRID": { codingScheme: "A10", value: "${points[0]}" },
    "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": supplier,
    "marketEvaluationPoint.customer_MarketParticipant.mRID": { codingScheme: "NNO", value: "310000000" },
    "start_DateAndOrTime.dateTime": "2026-06-14T22:00:00Z",
  }],
};

export function api(baseUrl: string) {
  return new Api({ baseUrl, baseApiParams: { format: "json", headers: { Accept: "application/json" } } });
}

// The address of the customer is in a document of its own, and the rest in the supplement.
export async function typed(baseUrl: string, rest: { documents: BrsNo101Document[]; supplement: object }) {
  const params = { headers: { SenderGLN: "${supplier}", Prefer: "wait=10" } };
  const data = { documents: [{ RequestChangeOfSupplier_MarketDocument: change }, ...rest.documents], supplement: rest.supplement };
  return (await api(baseUrl).cim.submitBrsNo101(data, {}, params)).data;
}

export const alone = (baseUrl: string) => api(baseUrl).cim.${operation}({ documents: [{ RequestChangeOfSupplier_MarketDocument: change }] });

export async function bundle(baseUrl: string, message: string) {
  return (await api(baseUrl).v1.translate(message, { to: "cim-json", profile: "nmeg-no/0.1" }, { type: "text/plain" })).data;
}
`;

const compile = (name, operation) => {
  writeFileSync(of("package.json"), '{"type": "module"}');
  writeFileSync(of(name), program(operation));
  return tsc("--module", "nodenext", "--moduleResolution", "nodenext", of(name));
};

// A time says when it is and a number how much, however they are written: CIM has UTC, and no zeros at the end.
const plain = (text) => JSON.parse(text
  .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, (time) => new Date(time).toISOString())
  .replace(/>(\d+\.\d+)</g, (_, number) => `>${Number(number)}<`));
const known = async (server) => {
  const all = [];
  for (const point of points) {
    for (const address of [`hub/v1/market?search=${point}`, `hub/v1/values?meteringPoint=${point}`])
      all.push(plain(await (await fetch(server.url + address)).text()));
  }
  return all;
};

test("a made client plays a change of supplier, a move-in and a day of values, with the effect of SOAP", async () => {
  const file = await keep(by_client, "openapi.json", of("openapi.json"));
  must("tests/clients/node_modules/.bin/swagger-typescript-api", "generate", "-p", file, "-o", folder, "-n", "Api.ts", "--generate-union-enums");
  const right = compile("use.ts", "submitBrsNo101");
  assert.equal(right.status, 0, right.said);
  const { api, bundle } = await import(of("use.js"));
  const base = by_client.url.replace(/\/$/, "");
  for (const deed of deeds) {
    const { at, operation, sender, service, message } = deed;
    for (const server of [by_client, by_soap]) assert.equal((await put_clock(server, at)).status, 200);
    const params = { headers: { SenderGLN: sender, Prefer: "wait=10" } };
    const { data, status } = await api(base).cim[operation](await bundle(base, message), {}, params);
    assert.ok(status === 200 || status === 202, operation);
    for (const answer of data.answers ?? [])
      assert.ok(!answer.documents.some((one) => Object.keys(one)[0].startsWith("Reject")), JSON.stringify(answer));
    const soap = await fetch(`${by_soap.url}emif/services/${service}`, { method: "POST", headers: { "Content-Type": "text/xml" }, body: enveloped(deed) });
    assert.equal(soap.status, 200, await soap.text());
  }
  for (const server of [by_client, by_soap]) await put_clock(server, "2026-10-27");
  const [ours, theirs] = [await known(by_client), await known(by_soap)];
  assert.deepEqual(ours, theirs);
  const [change, , move_in, , , values] = ours;
  assert.equal(change.meteringPoints[0].contracts.at(-1).supplier, supplier);
  assert.equal(move_in.meteringPoints[0].contracts.at(-1).origin, "BRS-NO-102");
  assert.ok(values.series.length > 0);
  // And so the new supplier may read what it has begun to supply.
  const { cim } = api(base);
  const read = await cim.readContracts(points[0], {}, { headers: { SenderGLN: supplier } });
  assert.deepEqual(read.data.contracts.map(({ origin }) => origin), ["BRS-NO-101"]);
  const day = await cim.readValues(points[2], { from: "2026-10-25", to: "2026-10-26" }, { headers: { SenderGLN: grid_company } });
  const series = day.data.bundles[0].documents[0].NotifyValidatedMeasureData_MarketDocument.Series;
  assert.equal(series[0].Period.Point.length, 25);
  await assert.rejects(cim.readValues(points[2], { from: "2026-10-25", to: "2026-10-26" }, { headers: { SenderGLN: supplier } }),
    ({ status, error }) => status === 403 && error.type === "urn:cimgate:problem:not-entitled");
});

test("a document that is made by hand has a type, and only the operation of its process takes it", async () => {
  assert.match(compile("wrong.ts", "submitBrsNo313").said, /wrong\.ts.*RequestChangeOfSupplier_MarketDocument/);
  const fresh = await serve(clock);
  try {
    const { bundle, typed } = await import(of("use.js"));
    const base = fresh.url.replace(/\/$/, "");
    const { documents, supplement } = await bundle(base, deeds[0].message);
    const { id, answers } = await typed(base, { documents: documents.slice(1), supplement });
    assert.equal(id, "7d0b6c52-3a0f-4f0e-8a55-61c2c9d9a101");
    assert.ok(answers[0].documents[0].ConfirmRequestChangeOfSupplier_MarketDocument);
  } finally {
    await fresh.stop();
  }
});
