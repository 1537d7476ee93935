import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { WSSecurityCert } from "soap";
import { SignedXml } from "xml-crypto";

const [tool, folder, examples] = process.argv.slice(2);
const certs = join(folder, "certs");
const party = join(certs, "7099990001015");
const certificate = readFileSync(`${party}.pem`, "utf8");
const key = readFileSync(`${party}.key`, "utf8");
const ca = join(certs, "ca.pem");
// Slow machines take longer than a message lives: each is signed and verified at its own time.
const now = () => Math.floor(Date.now() / 1000);
const soapNs = "http://schemas.xmlsoap.org/soap/envelope/";
const wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

const run = (program, args, input) => {
  const made = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (made.error) throw made.error;
  return made;
};
const sign = (algorithms, body) => {
  const made = run(tool, ["sign", algorithms, `${party}.pem`, `${party}.key`, String(now())], body);
  assert.equal(made.status, 0, made.stderr);
  return made.stdout;
};
const ours = (message) => run(tool, ["verify", ca, String(now())], message).stdout.trim();

// xmlsec1 knows no SecurityTokenReference: it gets the certificate, and a signature without KeyInfo, which is not signed.
const xmlsec = (message) => {
  const file = join(folder, "message.xml");
  writeFileSync(file, message.replace(/<ds:KeyInfo>.*?<\/ds:KeyInfo>/s, ""));
  const made = run("xmlsec1", ["--verify", "--pubkey-cert-pem", `${party}.pem`, "--id-attr:Id", `${soapNs}:Body`,
                               "--id-attr:Id", `${wsu}:Timestamp`, file]);
  return made.status === 0 && /SignedInfo References \(ok\/all\): 2\/2/.test(made.stdout + made.stderr);
};
const xmlCrypto = (message) => {
  const document = new DOMParser().parseFromString(message, "text/xml");
  const signature = document.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature")[0];
  const verifier = new SignedXml({ idMode: "wssecurity", publicCert: certificate, getCertFromKeyInfo: () => null });
  verifier.loadSignature(signature);
  try {
    return verifier.checkSignature(message);
  } catch {
    return false;
  }
};

/// Every kind of message, and characters and forms that must be made canonical.
const bodies = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => {
    try {
      const valid = join(examples, entry.name, "valid");
      return readdirSync(valid).filter((name) => name.endsWith(".xml")).slice(0, 2).map((name) => join(valid, name));
    } catch {
      return [];
    }
  })
  .map((file) => readFileSync(file, "utf8").replace(/^\uFEFF?<\?xml.*?\?>\s*/s, ""));
assert.ok(bodies.length >= 30, `only ${bodies.length} examples`);
bodies.push("", "<a/>", `<p:a xmlns:p="urn:p" xmlns="urn:d" z='1' a="2 &lt; 3 &#9;"><b xmlns=""/><!-- no --><c d="'&quot;"/>ø &amp; ]]&gt; &#13;</p:a>`);

let count = 0;
for (const algorithms of ["sha256", "sha1"]) {
  for (const body of bodies) {
    const message = sign(algorithms, body);
    assert.ok(xmlsec(message), `xmlsec1 refuses (${algorithms}):\n${message}`);
    assert.ok(xmlCrypto(message), `xml-crypto refuses (${algorithms}):\n${message}`);
    assert.equal(ours(message), "valid 313000125");
    count += 1;
  }
  // One character changed is refused by all three.
  const changed = sign(algorithms, "<a>101</a>").replace(">101<", ">102<");
  assert.ok(!xmlsec(changed) && !xmlCrypto(changed));
  assert.equal(ours(changed), "digest-wrong");
}

// What npm soap signs. It writes plain Id at the Timestamp, and a life of ten minutes.
const exclusive = ["http://www.w3.org/2001/10/xml-exc-c14n#"];
const envelope = (body) =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${soapNs}" xmlns:tns="urn:tns"><soap:Header></soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
const others = (options, body) => new WSSecurityCert(key, certificate, "", options).postProcess(envelope(body), "soap");
const plain = { hasTimeStamp: true, signatureTransformations: exclusive };
for (const options of [plain,
                       { ...plain, signerOptions: { idMode: "wssecurity" } },
                       { ...plain, signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" }]) {
  for (const body of ["<tns:a>1</tns:a>", ...bodies.slice(0, 10)]) {
    const message = others(options, body);
    assert.equal(ours(message), "valid 313000125", message);
    count += 1;
  }
}
const signed = others(plain, "<tns:a>101</tns:a>");
assert.equal(ours(signed.replace(">101<", ">102<")), "digest-wrong");
// Its default has a second transform, which we do not take; without a timestamp there is nothing that expires.
assert.equal(ours(others({ ...plain, signatureTransformations: undefined }, "<tns:a/>")), "transform");
assert.equal(ours(others({ ...plain, hasTimeStamp: false }, "<tns:a/>")), "no-timestamp");
console.log(`signature-referees: ${count} messages, all agree`);
