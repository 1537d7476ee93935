#include <doctest/doctest.h>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

constexpr const char* xml_type = "Content-Type: text/xml; charset=utf-8\r\n";

Response soap(std::uint16_t port, const std::string& service, const std::string& body,
              const std::string& action = {}) {
  std::string fields = xml_type;
  if (!action.empty()) fields += "SOAPAction: \"" + action + "\"\r\n";
  return ask(port, "POST", "/emif/services/" + service, fields, body);
}

Response submit(std::uint16_t port, const std::string& message) {
  return soap(port, "MarketProcesses", enveloped(market_ns, "RequestStartOfSupplyRequest", message),
              "RequestStartOfSupply");
}

Response poll(std::uint16_t port, std::uint64_t number, const std::string& party,
              const std::string& other = {}) {
  return soap(port, "PollMarketProcesses",
              enveloped(poll_ns, "PollForDataRequest", poll_for_data(uuid(number), party, other)),
              "PollForData");
}

Response acknowledge(std::uint16_t port, std::uint64_t number, const std::string& party,
                     const std::string& of, const std::string& status = "39") {
  return soap(port, "PollMarketProcesses",
              enveloped(poll_ns, "AcknowledgePollRequest", acknowledgement(uuid(number), party, of, status)),
              "AcknowledgePoll");
}

void check_fault(const Response& answer, const std::string& group) {
  CHECK(answer.status == 500);
  CHECK(answer.headers.at("content-type").starts_with("text/xml"));
  CHECK(answer.body.find("<soap:Fault>") != std::string::npos);
  CHECK(element(answer.body, "CodeGroup") == group);
  CHECK(!element(answer.body, "Description").empty());
  CHECK(element(answer.body, "ExceptionDateTime").ends_with("Z"));
}

}  // namespace

TEST_CASE("a change of supplier over SOAP: accepted, confirmed when asked for, told after the deadline") {
  Service hub;
  const auto taken = submit(hub.port(), start_of_supply(uuid(1), point, true));
  CHECK(taken.status == 200);
  CHECK(taken.body.find("<soap:Body></soap:Body>") != std::string::npos);

  const auto first = poll(hub.port(), 2, supplier);
  CHECK(first.status == 200);
  CHECK(count(first.body, "<rsm:ConfirmStartOfSupply ") == 1);
  CHECK(count(first.body, "NotifyStartOfSupply ") == 0);
  // The same set until it is acknowledged, also when more has come.
  CHECK(ask(hub.port(), "PUT", "/hub/v1/clock", "", "{\"to\": \"2026-06-16\"}").status == 200);
  CHECK(poll(hub.port(), 3, supplier).body == first.body);
  // Not by the id of a message in it.
  const auto inner = element(first.body.substr(first.body.find("ConfirmStartOfSupply ")), "Identification");
  CHECK(acknowledge(hub.port(), 4, supplier, inner).status == 200);
  CHECK(poll(hub.port(), 5, supplier).body == first.body);
  check_fault(acknowledge(hub.port(), 6, supplier, element(first.body, "Identification"), "41"), "Other");
  const auto outer = element(first.body, "Identification");
  CHECK(acknowledge(hub.port(), 7, supplier, outer).status == 200);
  CHECK(acknowledge(hub.port(), 8, supplier, outer).status == 200);  // once more changes nothing

  const auto second = poll(hub.port(), 9, supplier);
  CHECK(count(second.body, "<rsm:NotifyStartOfSupply ") == 1);
  CHECK(acknowledge(hub.port(), 10, supplier, element(second.body, "Identification")).status == 200);
  const auto empty = poll(hub.port(), 11, supplier);
  CHECK(empty.status == 200);
  CHECK(empty.body.find("xsi:nil=\"true\"") != std::string::npos);
  CHECK(count(poll(hub.port(), 12, old_supplier).body, "<rsm:NotifyEndOfSupply ") == 1);
  CHECK(count(poll(hub.port(), 13, grid_company).body, "<rsm:NotifyStartOfSupply ") == 1);
}

TEST_CASE("a message against the rules is not a fault: the refusal waits in the queue") {
  Service hub;
  const auto taken = submit(hub.port(), start_of_supply(uuid(1), "707057599002999994"));
  CHECK(taken.status == 200);
  const auto answer = poll(hub.port(), 2, supplier);
  CHECK(count(answer.body, "<rsm:RejectStartOfSupply ") == 1);
  CHECK(element(answer.body, "ResponseReasonType") == "E10");
}

TEST_CASE("the same message again is answered as before and done once; another with its id is a fault") {
  Service hub;
  const auto message = start_of_supply(uuid(1), point, true);
  CHECK(submit(hub.port(), message).status == 200);
  // White space between elements is no difference.
  CHECK(submit(hub.port(), with(message, "><", ">\n<")).status == 200);
  check_fault(submit(hub.port(), with(message, "2026-06-15", "2026-06-16")), "UUID");
  const auto answer = poll(hub.port(), 2, supplier);
  CHECK(count(answer.body, "<rsm:ConfirmStartOfSupply ") == 1);
  const auto events = ask(hub.port(), "GET", "/hub/v1/events?kind=process-started").body;
  CHECK(count(events, "process-started") == 1);
}

TEST_CASE("what is not a message for the operation is a fault of its group, and the connection goes on") {
  Service hub;
  const auto message = start_of_supply(uuid(1));
  const auto envelope = enveloped(market_ns, "RequestStartOfSupplyRequest", message);
  const auto name = "MarketProcesses";
  check_fault(soap(hub.port(), name, "this is not XML"), "XSD");
  check_fault(soap(hub.port(), name, envelope.substr(0, envelope.size() - 20)), "XSD");
  check_fault(soap(hub.port(), name,
                   with(envelope, "http://schemas.xmlsoap.org/soap/envelope/",
                        "http://www.w3.org/2003/05/soap-envelope")),
              "XSD");
  check_fault(soap(hub.port(), name, envelope, "RequestEndOfSupply"), "XSD");
  check_fault(soap(hub.port(), "Query", envelope), "XSD");
  check_fault(soap(hub.port(), name, with(envelope, "RequestStartOfSupplyRequest", "StartRequest")), "XSD");
  check_fault(soap(hub.port(), name, enveloped(market_ns, "RequestStartOfSupplyRequest", "")), "XSD");
  check_fault(soap(hub.port(), name, with(envelope, "</soap:Body>", "<x/></soap:Body>")), "XSD");
  check_fault(soap(hub.port(), name, with(envelope, "</soap:Body>", "</soap:Body><soap:Body/>")), "XSD");
  check_fault(soap(hub.port(), name, with(envelope, "<abie:StartOfOccurrence>", "<abie:Start>")), "XSD");
  check_fault(soap(hub.port(), name, with(envelope, "7099990001022", "70999900010229")), "XSD");
  check_fault(soap(hub.port(), name, "<!DOCTYPE a [<!ENTITY b \"c\">]>" + envelope), "XSD");
  check_fault(soap(hub.port(), name, with(envelope, "7099990001022", "7099990009998")), "Security");
  // What the parser would take long with, in either encoding.
  std::string attributes;
  for (int i = 0; i < 40000; ++i) attributes += " p" + std::to_string(i) + "=\"\"";
  const auto many = with(envelope, "<soap:Body", "<soap:Body" + attributes);
  check_fault(soap(hub.port(), name, many), "XSD");
  std::string wide = "\xFF\xFE";
  for (const char c : many) wide += {c, '\0'};
  check_fault(soap(hub.port(), name, wide), "XSD");
  // Nothing of all this has left a trace.
  CHECK(ask(hub.port(), "GET", "/hub/v1/events?kind=message-accepted").body.find("\"last\": 0") !=
        std::string::npos);
  CHECK(submit(hub.port(), message).status == 200);
}

TEST_CASE("faults of SOAP itself: another version, a header that must be understood") {
  Service hub;
  const auto envelope = enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(1)));
  const auto code = [&](const std::string& text) {
    const auto body = soap(hub.port(), "MarketProcesses", text).body;
    const auto at = body.find("<faultcode>");
    return at == std::string::npos ? std::string() : body.substr(at + 11, 30);
  };
  const auto with_header = [&](const std::string& block) {
    return with(envelope, "<soap:Header/>", "<soap:Header>" + block + "</soap:Header>");
  };
  const std::string next = "http://schemas.xmlsoap.org/soap/actor/next";
  const std::string wsse =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  for (const auto* ns : {"http://www.w3.org/2003/05/soap-envelope", "urn:something"})
    CHECK(code(with(envelope, "http://schemas.xmlsoap.org/soap/envelope/", ns))
              .starts_with("soap:VersionMismatch<"));
  CHECK(code(with_header("<x xmlns=\"urn:x\" soap:mustUnderstand=\"1\"/>"))
            .starts_with("soap:MustUnderstand<"));
  CHECK(code(with_header("<y xmlns=\"urn:y\"/> <x xmlns=\"urn:x\" soap:mustUnderstand=\"1\" soap:actor=\"" +
                         next + "\">z</x>"))
            .starts_with("soap:MustUnderstand<"));
  CHECK(code(with_header("<x xmlns=\"urn:x\" soap:mustUnderstand=\" 1 \"/>"))
            .starts_with("soap:MustUnderstand<"));
  CHECK(soap(hub.port(), "MarketProcesses", with_header("<x xmlns=\"urn:x\" soap:mustUnderstand=\"1\"/>"))
            .body.find("detail") == std::string::npos);
  CHECK(code("this is not XML").starts_with("soap:Client<"));
  // Nothing of these asks for anything: the last message is taken, the same each time.
  CHECK(code(with_header("")).empty());
  CHECK(code(envelope).empty());
  CHECK(code(with(envelope, "<soap:Header/>", "")).empty());
  CHECK(code(with_header("<x xmlns=\"urn:x\" soap:mustUnderstand=\"0\"/>")).empty());
  CHECK(code(with_header("<x xmlns=\"urn:x\" mustUnderstand=\"1\"/>")).empty());
  CHECK(code(with_header("<x xmlns=\"urn:x\" soap:mustUnderstand=\"1\" soap:actor=\"urn:other\"/>")).empty());
  CHECK(code(with_header("<Security xmlns=\"" + wsse + "\" soap:mustUnderstand=\"1\"><x/></Security>"))
            .empty());
}

TEST_CASE("a receipt for a set that is not there changes nothing; the strict hub refuses it") {
  for (const bool strict : {false, true}) {
    Service hub(strict ? std::vector<std::string>{"--strict-receipts"} : std::vector<std::string>{});
    REQUIRE(submit(hub.port(), start_of_supply(uuid(1), point, true)).status == 200);
    const auto before = poll(hub.port(), 2, supplier).body;
    CHECK(acknowledge(hub.port(), 3, supplier, uuid(99)).status == (strict ? 500 : 200));
    CHECK(acknowledge(hub.port(), 4, old_supplier, element(before, "Identification")).status ==
          (strict ? 500 : 200));
    CHECK(poll(hub.port(), 5, supplier).body == before);
    CHECK(acknowledge(hub.port(), 6, supplier, element(before, "Identification")).status == 200);
    CHECK(poll(hub.port(), 7, supplier).body.find("xsi:nil") != std::string::npos);
  }
}

TEST_CASE("the charset of Content-Type counts for SOAP, too") {
  Service hub;
  auto message = start_of_supply(uuid(1), point, true);
  const auto envelope = enveloped(market_ns, "RequestStartOfSupplyRequest", message);
  const std::string declared = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>";
  const auto body = envelope.starts_with("<?xml") ? declared + envelope.substr(envelope.find("?>") + 2)
                                                  : declared + envelope;
  CHECK(soap(hub.port(), "MarketProcesses", body).status == 200);
  CHECK(ask(hub.port(), "POST", "/emif/services/MarketProcesses",
            "Content-Type: text/xml; charset=x-none\r\n", envelope)
            .status == 415);
}

TEST_CASE("the WSDL says where the service is reached") {
  const auto place = [](std::uint16_t port, const std::string& fields) {
    const auto text = ask(port, "GET", "/emif/services/Query?wsdl", fields).body;
    const auto at = text.find("location=\"http");
    return at == std::string::npos ? text : text.substr(at + 10, text.find('"', at + 10) - at - 10);
  };
  Service hub;
  CHECK(place(hub.port(), "") == "http://localhost/emif/services/Query");
  CHECK(place(hub.port(), "X-Forwarded-Proto: https\r\nX-Forwarded-Host: market.example:8443\r\n") ==
        "https://market.example:8443/emif/services/Query");
  CHECK(place(hub.port(), "X-Forwarded-Proto: https, http\r\nX-Forwarded-Host: a.example, b.example\r\n") ==
        "https://a.example/emif/services/Query");
  for (const auto* hostile : {"a.example\"/><x y=\"", "a b", "<x>", "http://x", "a/b", ""})
    CHECK(place(hub.port(), std::string("X-Forwarded-Proto: gopher\r\nX-Forwarded-Host: ") + hostile +
                                "\r\n") == "http://localhost/emif/services/Query");
  Service known({"--public-url", "https://market.example/elhub/"});
  CHECK(place(known.port(), "X-Forwarded-Host: other.example\r\n") ==
        "https://market.example/elhub/emif/services/Query");
}

TEST_CASE("the limits of messages count on every way in") {
  Service hub({"--max-depth", "3"});
  CHECK(submit(hub.port(), start_of_supply(uuid(1))).status == 500);
  CHECK(ask(hub.port(), "POST", "/cim/v1/documents",
            "Content-Type: application/json\r\nSenderGLN: 7099990001022\r\n",
            "{\"RequestChangeOfSupplier_MarketDocument\":{\"mRID\":{\"a\":{\"b\":{\"c\":1}}}}}")
            .body.find("wellformed.depth") != std::string::npos);
}

TEST_CASE("a message with more mistakes than are told is still one in an envelope") {
  Service hub({"--max-findings", "1"});
  auto message = start_of_supply(uuid(1));
  message = with(message, "<abie:StartOfOccurrence>2026", "<abie:StartOfOccurrence>x2026");
  message = with(message, "7099990001022", "70999900010229999");
  const auto answer = submit(hub.port(), message);
  check_fault(answer, "XSD");
  CHECK(element(answer.body, "Description") == "The message is not valid against its schema.");
}

TEST_CASE("nobody fetches for another without leave") {
  Service hub;
  check_fault(poll(hub.port(), 1, supplier, old_supplier), "Security");
  check_fault(poll(hub.port(), 2, "7099990009998"), "Security");
  // The service provider may, for the one that it serves.
  CHECK(poll(hub.port(), 3, "7099990004016", old_supplier).status == 200);
  check_fault(poll(hub.port(), 4, "7099990004016", supplier), "Security");
}

TEST_CASE("a fault of the transport is a SOAP fault, too") {
  Service hub({"--max-body", "2000"});
  const auto large = soap(hub.port(), "MarketProcesses", std::string(5000, ' '));
  CHECK(large.status == 413);
  CHECK(element(large.body, "CodeGroup") == "Size");
  const auto broken = ask(hub.port(), "POST", "/emif/services/MarketProcesses",
                          std::string(xml_type) + "Content-Encoding: gzip\r\n", "no gzip at all");
  CHECK(broken.status == 400);
  CHECK(element(broken.body, "CodeGroup") == "Compression");
}

TEST_CASE("each service has its WSDL with the address that it was asked at, and the schemas it refers to") {
  Service hub;
  for (const auto* service :
       {"MarketProcesses", "MeteringValues", "Query", "PollMarketProcesses", "PollMeteringValues"}) {
    CAPTURE(service);
    const auto wsdl = ask(hub.port(), "GET", std::string("/emif/services/") + service + "?wsdl");
    CHECK(wsdl.status == 200);
    CHECK(wsdl.body.find("location=\"http://") != std::string::npos);
    CHECK(wsdl.body.find("localhost:8080") == std::string::npos);
  }
  CHECK(ask(hub.port(), "GET", "/emif/services/xsd/MarketProcesses.xsd").status == 200);
  CHECK(ask(hub.port(), "GET", "/emif/bim/market/RequestStartOfSupply.xsd").status == 200);
  CHECK(ask(hub.port(), "GET", "/emif/bim/market/../../../mappings/codes/role.yaml").status == 400);
  CHECK(ask(hub.port(), "GET", "/emif/services/Query").status == 404);
}

}  // namespace cimgate::test
