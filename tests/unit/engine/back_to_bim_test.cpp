// What stands in CIM documents and may not stand in a BIM message.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "cimgate/gateway.hpp"
#include "tests/unit/engine/data_folder.hpp"

using namespace cimgate;

TEST_SUITE("back to BIM") {
  TEST_CASE("a value that BIM does not take is told as such, with its source, and not shown") {
    const auto gateway = *Gateway::open();
    std::ifstream in(std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/change-of-supplier.xml");
    const std::string message{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    TranslateOptions options;
    options.profile = "nmeg-no/0.1";
    const auto there = gateway.translate(message, options);
    REQUIRE(!there.whole.empty());
    options.target = Target::bim;
    const auto back =
        gateway.translate(test::all_replaced(there.whole, "310000000", "29919243161x"), options);
    CHECK(back.whole.empty());
    REQUIRE(back.findings.size() == 1);
    const auto& finding = back.findings.front();
    CHECK(finding.rule == "translation.unknown");
    CHECK(finding.xpath.ends_with("ConsumerInvolvedCustomerParty/Identification"));
    CHECK(finding.text.en.find("of Identification may not stand in the BIM message: expected ") !=
          std::string::npos);
    CHECK(finding.text.en.find("29919243161") == std::string::npos);
    CHECK(finding.source.ref.starts_with("mappings/"));
  }
}
