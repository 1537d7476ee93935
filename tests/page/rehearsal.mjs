// What stands around a bridge when it is tried: a market, and a party that hands in.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import assert from "node:assert/strict";

export const supplier = "7099990001022";

/** A market that takes everything but what `refuses` names, and has nothing to be fetched. */
export function open_market() {
  const made = { refuses: "", taken: [] };
  const soap = (body) => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
  const fault = soap(
    '<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><c:ElhubSOAPFault xmlns:c="urn:no:elhub:emif:wsdl:common:v2">' +
    "<c:CodeGroup>XSD</c:CodeGroup><c:Description>The schema says no</c:Description><c:ExceptionDateTime>2026-06-01T08:00:00Z</c:ExceptionDateTime>" +
    "</c:ElhubSOAPFault></detail></s:Fault>",
  );
  const empty = soap('<p:PollForDataResponse xmlns:p="urn:no:elhub:emif:wsdl:polling:marketprocesses:v2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>');
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const piece of request) body += piece;
    const polls = request.headers.soapaction === '"PollForData"';
    const refused = !polls && made.refuses !== "" && body.includes(made.refuses);
    if (!polls && !refused) made.taken.push(body);
    answer.writeHead(refused ? 500 : 200, { "Content-Type": "text/xml; charset=utf-8" });
    answer.end(polls ? empty : refused ? fault : soap(""));
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => {
    made.url = `http://127.0.0.1:${server.address().port}`;
    made.stop = () => (server.closeAllConnections(), server.close());
    done(made);
  }));
}

/** A change of supplier as CIM, translated by a hub at this address. */
export async function change_of_supplier(hub, id = randomUUID()) {
  const message = readFileSync("examples/RequestStartOfSupply/valid/change-of-supplier.xml", "utf8")
    .replace(/(<abie:Identification>)[0-9a-f-]{36}/, `$1${id}`)
    .replaceAll("707057599000100316", "707057599002000010")
    .replaceAll("7099990001015", supplier)
    .replace("</abie:Creation>", "</abie:Creation><abie:RequestPositiveAcknowledgement>true</abie:RequestPositiveAcknowledgement>")
    .replace("2026-11-17T09:14:07+01:00", "2026-06-01T08:00:00+02:00")
    .replace("2026-12-07T00:00:00+01:00", "2026-06-15T00:00:00+02:00");
  const answer = await fetch(`${hub}v1/translate?profile=nmeg-no/0.1`, { method: "POST", body: message, headers: { "Content-Type": "application/xml", Accept: "application/json" } });
  assert.equal(answer.status, 200);
  return { id, text: await answer.text() };
}

/** Hands it in to a bridge, which takes it. */
export async function hand_in(url, one, headers = {}) {
  const answer = await fetch(`${url}cim/v1/documents`, { method: "POST", body: one.text, headers: { "Content-Type": "application/json", SenderGLN: supplier, ...headers } });
  assert.equal(answer.status, 202, await answer.text());
}
