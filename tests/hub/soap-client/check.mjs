// A change of supplier, driven by npm `soap` from the WSDLs that the hub serves: submit, poll, acknowledge, faults.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { createClientAsync } from "soap";

const supplier = "7099990001022";
const hubGln = "7099990000018";

const gln = (id) => ({ Identification: { attributes: { schemeAgencyIdentifier: "9" }, $value: id } });
const code = (value, agency) => ({ attributes: { listAgencyIdentifier: agency }, $value: value });
const header = (documentType, confirm) => ({
  Identification: randomUUID(),
  DocumentType: code(documentType, "6"),
  Creation: "2026-06-01T08:00:00+02:00",
  ...(confirm ? { RequestPositiveAcknowledgement: true } : {}),
  PhysicalSenderEnergyParty: gln(supplier),
  JuridicalSenderEnergyParty: gln(supplier),
  JuridicalRecipientEnergyParty: gln(hubGln),
});
const context = (process) => ({
  EnergyBusinessProcess: code(process, "89"),
  EnergyBusinessProcessRole: code("DDQ", "6"),
  EnergyIndustryClassification: "23",
});

const start = (gsrn) => ({
  RequestStartOfSupply: {
    Header: header("392", true),
    ProcessEnergyContext: context("BRS-NO-101"),
    PayloadMPEvent: {
      StartOfOccurrence: "2026-06-15T00:00:00+02:00",
      MeteringPointUsedDomainLocation: gln(gsrn),
      BalanceSupplierInvolvedEnergyParty: gln(supplier),
      ConsumerInvolvedCustomerParty: {
        Identification: { attributes: { schemeAgencyIdentifier: "82" }, $value: "313000125" },
        Name: "Sølvåsen Bakeri AS",
        ExtendedStorageMeteringValues: false,
      },
      ConsumerInvolvedCustomerAddress: {
        AddressType: "postaladr",
        Postcode: "9998",
        CityName: "SØLVÅSEN",
        CountryCode: code("NO", "5"),
      },
    },
  },
});
const poll = () => ({ PollForData: { Header: header("21"), ProcessEnergyContext: context("POLL"), Payload: {} } });
const acknowledge = (id) => ({
  Acknowledgement: {
    Header: header("294"),
    ProcessEnergyContext: context("POLL"),
    PayloadResponseEvent: { StatusType: code("39", "6"), OriginalBusinessDocumentReference: id },
  },
});

const hub = spawn(process.argv[2], ["-q", "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const [greeting] = await once(hub.stdout, "data");
  const url = String(greeting).trim();
  const client = async (service) => createClientAsync(`${url}/emif/services/${service}?wsdl`);
  const market = await client("MarketProcesses");
  const polling = await client("PollMarketProcesses");
  assert.deepEqual(Object.keys(market.describe().MarketProcessesService.MarketProcesses).sort(), [
    "RejectStartOfSupply", "RequestEndOfSupply", "RequestStartOfSupply", "RequestUpdateCustomerInformation",
    "RequestUpdateMasterDataMeteringPoint", "RequestUpdateSharedProduction", "UpdateThirdPartyAccess",
  ]);

  await market.RequestStartOfSupplyAsync(start("707057599002000010"));
  let [answer] = await polling.PollForDataAsync(poll());
  const outer = answer.Identification;
  assert.match(outer, /^[0-9a-f-]{36}$/);
  assert.ok(answer.ResultDataSet.ConfirmStartOfSupply, "the start of supply is confirmed");
  [answer] = await polling.PollForDataAsync(poll());
  assert.equal(answer.Identification, outer, "the same set until it is acknowledged");
  await polling.AcknowledgePollAsync(acknowledge(outer));

  const moved = await fetch(`${url}/hub/v1/clock`, { method: "PUT", body: JSON.stringify({ to: "2026-06-15" }) });
  assert.equal(moved.status, 200);
  [answer] = await polling.PollForDataAsync(poll());
  assert.ok(answer.ResultDataSet.NotifyStartOfSupply, "the new supplier is told after the deadline");
  await polling.AcknowledgePollAsync(acknowledge(answer.Identification));
  [answer] = await polling.PollForDataAsync(poll());
  assert.ok(!answer || !answer.Identification, "the queue is empty");

  await market.RequestStartOfSupplyAsync(start("707057599002999994"));
  [answer] = await polling.PollForDataAsync(poll());
  const reason = answer.ResultDataSet.RejectStartOfSupply.PayloadResponseEvent.ResponseReasonType;
  assert.equal([reason].flat()[0].$value, "E10", "an unknown metering point is refused");
  const stranger = acknowledge(randomUUID());
  await polling.AcknowledgePollAsync(stranger); // as Elhub does: taken, and nothing happens
  [answer] = await polling.PollForDataAsync(poll());
  assert.ok(answer.ResultDataSet.RejectStartOfSupply, "what waits still waits");
  stranger.Acknowledgement.PayloadResponseEvent.StatusType = code("41", "6");
  await assert.rejects(polling.AcknowledgePollAsync(stranger), (error) => {
    assert.equal(error.root.Envelope.Body.Fault.detail.ElhubSOAPFault.CodeGroup, "Other");
    return true;
  });
  console.log("npm soap: start of supply, polling, acknowledgement, refusal and fault as the WSDLs say");
} finally {
  hub.kill("SIGTERM");
}
