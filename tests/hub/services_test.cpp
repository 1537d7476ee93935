#include "gateway/elhub/emif/services.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "tests/hub/messages.hpp"

namespace cimgate::emif {
namespace {

std::string text_of(std::string_view file) {
  std::ifstream input(fmt::format("{}/{}", CIMGATE_SOURCE_DIR, file));
  std::ostringstream text;
  REQUIRE((text << input.rdbuf()));
  return text.str();
}

}  // namespace

TEST_CASE("the table of services says what their WSDLs say") {
  REQUIRE(services().size() == 5);
  for (const auto& service : services()) {
    CAPTURE(service.name);
    const auto wsdl = text_of(service.wsdl);
    CHECK(test::count(wsdl, fmt::format("targetNamespace=\"{}\"", service.ns)) > 0);
    CHECK(test::count(wsdl, "soapAction=") == service.operations.size());
    for (const auto& operation : service.operations) {
      CAPTURE(operation.action);
      CHECK(test::count(wsdl, fmt::format("soapAction=\"{}\"", operation.action)) == 1);
      CHECK(test::count(wsdl, fmt::format("element=\"tns:{}\"", operation.wrapper)) == 1);
    }
  }
}

TEST_CASE("each message that parties send has one operation, and polling one service for each queue") {
  CHECK(operation_for("RequestStartOfSupply")->service->name == "MarketProcesses");
  CHECK(operation_for("Acknowledgement")->operation->action == "Acknowledge");
  CHECK(operation_for("Acknowledgement")->service->name == "MeteringValues");
  CHECK(operation_for("RequestUpfrontMeteringPointCharacteristics")->operation->does == Does::ask);
  CHECK_FALSE(operation_for("PollForData"));
  CHECK_FALSE(operation_for("NotifyStartOfSupply"));
  CHECK(polling_service(true).name == "PollMeteringValues");
  CHECK(polling_service(false).name == "PollMarketProcesses");
  CHECK(find_service("Query")->operations.size() == 5);
  CHECK(find_service("query") == nullptr);
}

}  // namespace cimgate::emif
