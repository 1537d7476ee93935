#include <doctest/doctest.h>

#include <ctime>
#include <fstream>

#include "gateway/security/keys/authority.hpp"
#include "gateway/security/wss/sign.hpp"
#include "gateway/security/wss/verify.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

/// `cimgate serve --ws-security`, as a party's system meets it.
namespace cimgate::test {
namespace {

using namespace keys;

constexpr Seconds day_long = 24 * 60 * 60;

Seconds clock_now() {
  return std::time(nullptr);
}

CertificateOrder order_for(const std::string& organisation, CertificateUse use = CertificateUse::signatures,
                           unsigned bits = 2048) {
  CertificateOrder made;
  made.subject = {"Test", "Test", organisation};
  made.use = use;
  made.from = clock_now() - day_long;
  made.to = clock_now() + day_long - 60;  // whole days left: none, also in the same second
  made.rsa_bits = bits;
  return made;
}

/// Keys of a market, in a folder that a server reads.
class Keys {
 public:
  Keys() : authority(Authority::make(order_for("", CertificateUse::authority, 0))) {
    write("ca.pem", to_pem(authority.identity().certificate));
    write("hub.pem", to_pem(hub.certificate) + to_pem(hub.key));
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder.path() / name, std::ios::binary) << text;
  }
  std::vector<std::string> options(const std::string& demand, std::vector<std::string> others = {}) const {
    std::vector<std::string> all = {"--ws-security",    demand,
                                    "--ws-trust",       folder.file("ca.pem"),
                                    "--ws-certificate", folder.file("hub.pem")};
    all.insert(all.end(), others.begin(), others.end());
    return all;
  }

  TemporaryFolder folder;
  Authority authority;
  Identity hub = authority.issue(order_for(""));
  Identity party = authority.issue(order_for("313000133"));        ///< of `supplier`
  Identity other_party = authority.issue(order_for("313000125"));  ///< of `old_supplier`
};

const Keys& all_keys() {
  static const Keys made;
  return made;
}

constexpr const char* type = "Content-Type: text/xml; charset=utf-8\r\n";

Response post(std::uint16_t port, const std::string& body, const std::string& fields = type,
              const std::string& path = "/emif/services/MarketProcesses") {
  return ask(port, "POST", path, fields, body);
}

std::string body_of(const std::string& message) {
  return "<tns:RequestStartOfSupplyRequest xmlns:tns=\"" + std::string(market_ns) + "\">" +
         message.substr(message.find("?>") == std::string::npos ? 0 : message.find("?>") + 2) +
         "</tns:RequestStartOfSupplyRequest>";
}

std::string signed_start(std::uint64_t number, const Identity& by, const wss::Signing& signing = {}) {
  return *wss::signed_envelope(body_of(start_of_supply(uuid(number), point, true)), by, signing, clock_now());
}

void check_fault(const Response& answer, const std::string& reason) {
  CAPTURE(answer.body);
  CHECK(answer.status == 500);
  CHECK(element(answer.body, "faultstring") == "Security error");
  CHECK(element(answer.body, "faultcode") == "soap:Client");
  CHECK(element(answer.body, "CodeGroup") == "Security");
  CHECK(element(answer.body, "Description") == "Authorization failed");
  CHECK(count(answer.body, "FaultText") == 0);
  const auto header = answer.headers.find("cimgate-refusal");
  CHECK((header == answer.headers.end() ? "" : header->second) == reason);
}

wss::Verified check_signed(const Response& answer) {
  wss::Trust trust;
  trust.issuers = std::make_shared<TrustStore>(TrustStore::of({all_keys().authority.identity().certificate}));
  wss::Policy policy;
  policy.strict_layout = true;
  const auto verified = wss::verify(answer.body, policy, trust, clock_now());
  CAPTURE((verified ? std::string() : verified.error().text));
  REQUIRE(verified);
  CHECK(verified->signer.fingerprint() == all_keys().hub.certificate.fingerprint());
  return *verified;
}

}  // namespace

TEST_CASE("required: what is signed by its party is taken and answered signed, all else is a fault") {
  const auto& keys = all_keys();
  Service hub(keys.options("required"));
  const auto good = signed_start(1, keys.party);
  const auto taken = post(hub.port(), good);
  CHECK(taken.status == 200);
  CHECK(check_signed(taken).algorithms == wss::basic256_sha256);
  // The same bytes once more, though the hub would take the same message again.
  const auto again = post(hub.port(), good);
  check_fault(again, "replayed");
  check_signed(again);
  // Signed anew it may come again.
  wss::Signing by_sha1;
  by_sha1.algorithms = wss::basic256;
  const auto sha1 = post(hub.port(), signed_start(1, keys.party, by_sha1));
  CHECK(sha1.status == 200);
  CHECK(check_signed(sha1).algorithms == wss::basic256);

  check_fault(post(hub.port(), signed_start(2, keys.other_party)), "other-party");
  check_fault(post(hub.port(), signed_start(2, keys.authority.issue(order_for("")))),
              "certificate-without-organisation");
  check_fault(post(hub.port(), enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(2)))),
              "no-security");
  check_fault(post(hub.port(), with(signed_start(2, keys.party), point, "707057599002999994")),
              "digest-wrong");
  const auto stranger =
      Authority::make(order_for("", CertificateUse::authority, 0)).issue(order_for("313000133"));
  check_fault(post(hub.port(), signed_start(2, stranger)), "not-trusted");
  // Security comes before the schema.
  check_fault(post(hub.port(), "this is not XML"), "not-xml");
  // A fault of the message itself is signed, too.
  const auto bad = *wss::signed_envelope("<x/>", keys.party, {}, clock_now());
  const auto fault = post(hub.port(), bad);
  CHECK(fault.status == 500);
  CHECK(element(fault.body, "CodeGroup") == "XSD");
  check_signed(fault);
  // What was refused has left no trace: one message was taken.
  const auto events = ask(hub.port(), "GET", "/hub/v1/events?kind=message-accepted").body;
  CHECK(count(events, "message-accepted") == 1);
  const auto metrics = ask(hub.port(), "GET", "/metrics").body;
  CHECK(metrics.find("cimgate_ws_security_messages_total{outcome=\"replayed\"} 1\n") != std::string::npos);
  CHECK(metrics.find("cimgate_ws_security_messages_total{outcome=\"other-party\"} 2\n") != std::string::npos);
  CHECK(metrics.find("cimgate_certificate_days_left{use=\"ws-security\"} 0\n") != std::string::npos);
}

TEST_CASE("a message in a header of its own is not the one that was signed") {
  const auto& keys = all_keys();
  Service hub(keys.options("required"));
  const auto message = signed_start(1, keys.party);
  const auto both = with(message, "<soap:Header>", "<soap:Header><x>" + start_of_supply(uuid(9)) + "</x>");
  const auto answer = post(hub.port(), both);
  CHECK((answer.status == 200 || answer.status == 500));
  const auto events = ask(hub.port(), "GET", "/hub/v1/events").body;
  CHECK(events.find(uuid(9)) == std::string::npos);
  CHECK((answer.status == 500 || events.find(uuid(1)) != std::string::npos));
}

TEST_CASE("the content type must name utf-8: before anything else, in the words of Elhub's mocks") {
  const auto& keys = all_keys();
  Service hub(keys.options("required"));
  const auto message = signed_start(1, keys.party);
  for (const char* fields :
       {"Content-Type: text/xml\r\n", "", "Content-Type: text/xml; charset=iso-8859-1\r\n"}) {
    const auto answer = post(hub.port(), message, fields);
    CAPTURE(answer.body);
    CHECK(answer.status == 500);
    CHECK(element(answer.body, "faultstring") == "Invalid Encoding");
    CHECK(element(answer.body, "Description") == "Invalid encoding");
    CHECK(element(answer.body, "CodeGroup") == "Other");
  }
  for (const char* fields :
       {"Content-Type: text/xml;charset=\"UTF-8\"\r\n", "Content-Type: text/xml; charset=utf-8\r\n"})
    CHECK(post(hub.port(),
               signed_start(
                   1, keys.party,
                   {wss::basic256_sha256, std::string(fields).find('"') == std::string::npos ? 60 : 61}),
               fields)
              .status == 200);
}

TEST_CASE("optional: unsigned is taken and answered plainly; signed must be signed well") {
  const auto& keys = all_keys();
  Service hub(keys.options("optional"));
  const auto plain =
      post(hub.port(), enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(1))));
  CHECK(plain.status == 200);
  CHECK(count(plain.body, "Signature") == 0);
  const auto taken = post(hub.port(), signed_start(2, keys.party));
  CHECK(taken.status == 200);
  check_signed(taken);
  check_fault(post(hub.port(), with(signed_start(3, keys.party), point, "707057599002999994")),
              "digest-wrong");
}

TEST_CASE("only SHA-256, only strict layout, only a short life: when that is asked for") {
  const auto& keys = all_keys();
  Service hub(keys.options("required", {"--ws-algorithms", "sha256", "--ws-longest-life", "30"}));
  wss::Signing signing{wss::basic256, 30};
  check_fault(post(hub.port(), signed_start(1, keys.party, signing)), "algorithm");
  signing = {wss::basic256_sha256, 31};
  check_fault(post(hub.port(), signed_start(1, keys.party, signing)), "lives-too-long");
  signing.life = 30;
  CHECK(post(hub.port(), signed_start(1, keys.party, signing)).status == 200);
}

TEST_CASE("certificates that change are used without a new start") {
  Keys keys;
  Service hub(keys.options("required"));
  CHECK(post(hub.port(), signed_start(1, keys.party)).status == 200);
  const auto other = Authority::make(order_for("", CertificateUse::authority, 0));
  keys.write("ca.pem", to_pem(other.identity().certificate));
  check_fault(post(hub.port(), signed_start(2, keys.party)), "not-trusted");
  // What cannot be read leaves what was there.
  keys.write("ca.pem", "nothing");
  CHECK(post(hub.port(), signed_start(3, other.issue(order_for("313000133")))).status == 200);
}

TEST_CASE("the same services at Elhub's own path; their WSDLs say what must be signed") {
  const auto& keys = all_keys();
  Service hub(keys.options("required"));
  CHECK(post(hub.port(), signed_start(1, keys.party), type, "/WebService/services/MarketProcesses").status ==
        200);
  const auto wsdl = ask(hub.port(), "GET", "/WebService/services/MarketProcesses?wsdl").body;
  CHECK(wsdl.find("/WebService/services/MarketProcesses\"/>") != std::string::npos);
  CHECK(count(wsdl, "/emif/services/") == 0);
  CHECK(count(wsdl, "<sp:Basic256/>") == 1);
  CHECK(count(wsdl, "URI=\"#sign_body\"") == 14);  // in and out of seven operations
  CHECK(count(wsdl, "URI=\"#signatures\"") == 1);
  CHECK(ask(hub.port(), "GET", "/WebService/services/xsd/common.xsd").status == 200);
  Service plain;
  const auto without = ask(plain.port(), "GET", "/emif/services/MarketProcesses?wsdl").body;
  CHECK(count(without, "Policy") == 0);
  CHECK(without.find("/emif/services/MarketProcesses\"/>") != std::string::npos);
}

TEST_CASE("a server that could not keep its word does not begin") {
  const auto& keys = all_keys();
  const auto refused = [&](std::vector<std::string> options, const std::string& text) {
    Service hub(std::move(options));
    CHECK(hub.wait() == 2);
    CAPTURE(hub.errors());
    CHECK(hub.errors().find(text) != std::string::npos);
    CHECK(hub.errors().find("PRIVATE KEY-----\n") == std::string::npos);
  };
  refused({"--ws-security", "required"}, "--ws-security required needs --ws-trust and --ws-certificate");
  refused({"--ws-trust", keys.folder.file("ca.pem")}, "need --ws-security");
  refused({"--ws-security", "required", "--ws-trust", keys.folder.file("none.pem"), "--ws-certificate",
           keys.folder.file("hub.pem")},
          "none.pem: this file cannot be read");
  refused({"--ws-security", "required", "--ws-trust", keys.folder.file("ca.pem"), "--ws-certificate",
           keys.folder.file("ca.pem")},
          "ca.pem: there is no private key in this file");
}

}  // namespace cimgate::test
