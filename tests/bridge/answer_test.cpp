#include "gateway/elhub/emif_client/answer.hpp"

#include <doctest/doctest.h>

#include "gateway/elhub/emif_client/polling.hpp"
#include "gateway/elhub/hub/request.hpp"
#include "gateway/http_client/connection.hpp"
#include "tests/bridge/market.hpp"
#include "tests/hub/messages.hpp"

namespace cimgate::test {
namespace {

constexpr std::size_t much = 1'000'000;

auto read(const std::string& text, std::size_t most = much) {
  return emif_client::read_answer(text, most);
}

}  // namespace

TEST_CASE("an empty Body says that a message was taken") {
  const auto answer = read(soap(""));
  REQUIRE(answer);
  CHECK(!answer->fault);
  CHECK(answer->message.empty());
  CHECK(!answer->result_set);
}

TEST_CASE("a fault has the market's group and words") {
  const auto answer = read(fault("UUID", "The id was used before."));
  REQUIRE(answer);
  REQUIRE(answer->fault);
  CHECK(answer->fault->group == hub::FaultGroup::uuid);
  CHECK(answer->fault->description == "The id was used before.");
  const auto other =
      read(soap("<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>"));
  REQUIRE(other);
  CHECK(other->fault->group == hub::FaultGroup::system);
}

TEST_CASE("a result set gives each message as a document of its own") {
  const auto nothing = read(result_set("", {}));
  REQUIRE(nothing);
  CHECK(!nothing->result_set);
  const auto answer = read(result_set(uuid(7), {"<a xmlns='urn:a'><b/></a>", "<p:x/>"}));
  REQUIRE(answer);
  REQUIRE(answer->result_set);
  CHECK(answer->result_set->id == uuid(7));
  REQUIRE(answer->result_set->messages.size() == 2);
  CHECK(answer->result_set->messages[0].find("<a xmlns=\"urn:a\"><b/></a>") != std::string::npos);
  // What was declared around it is declared on it.
  CHECK(answer->result_set->messages[1].find("xmlns:p=") != std::string::npos);
}

TEST_CASE("what is not an answer is an error") {
  for (const auto& text :
       {std::string(), std::string("x"), std::string("<a/>"), soap("<a/><b/>"), soap("<a/>"),
        std::string("<!DOCTYPE a><a/>"), with(soap(""), "</s:Body>", "</s:Body><s:Body/>"),
        with(soap(""), "http://schemas.xmlsoap.org/soap/envelope/",
             "http://www.w3.org/2003/05/soap-envelope"),
        with(result_set(uuid(1), {}), "Identification", "Else"),
        std::string("<!DOCTYPE s:Envelope [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>") + soap("&e;")}) {
    CAPTURE(text);
    CHECK(!read(text));
  }
  CHECK(!read(soap(std::string(2000, ' ')), 1000));
}

TEST_CASE("what a bridge polls with is valid against the schemas") {
  const auto gateway = Gateway::open();
  REQUIRE(gateway);
  const hub::Intake intake(std::shared_ptr<const Engine>(&gateway->engine(), [](const Engine*) {}));
  for (const auto* role : {"DDQ", "SLR"}) {
    const emif_client::Asker asker{supplier, old_supplier, role, "7099990000018"};
    for (const auto& text :
         {emif_client::poll_message(asker, uuid(1), "2026-06-01T06:00:00.000Z"),
          emif_client::receipt_message(asker, uuid(2), "2026-06-01T06:00:00.000Z", uuid(3))}) {
      const auto input = intake.look_at(text);
      CAPTURE(text);
      CHECK(input.all_valid());
      CHECK(input.read.messages.size() == 1);
    }
  }
}

TEST_CASE("addresses") {
  const auto address = http_client::parse_address("https://service.example.no:8200/WebService/services/");
  REQUIRE(address);
  CHECK(address->tls);
  CHECK(address->host == "service.example.no");
  CHECK(address->port == 8200);
  CHECK(address->path == "/WebService/services");
  CHECK(http_client::parse_address("http://[::1]:80")->host == "::1");
  CHECK(http_client::parse_address("https://h")->port == 443);
  for (const char* wrong : {"", "h", "ftp://h", "http://", "http://h:", "http://h:0", "http://h:x",
                            "http://u:p@h", "http://h/p?q", "http://[::1", "http://h:99999"})
    CHECK(!http_client::parse_address(wrong));
}

}  // namespace cimgate::test
