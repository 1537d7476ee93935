#include <doctest/doctest.h>

#include <cstdlib>

#include "fixture.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/validation/schema_stage.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

const rules::RuleBook& book() {
  static const auto store = resources::built_in();
  static const rules::RuleBook all(store, rules_test::catalog(), **validation::load_code_rules(*store));
  return all;
}

/// The rules that refuse the message, and are assumed.
std::vector<std::string> assumed_errors(const document::Message& message) {
  std::vector<std::string> ids;
  for (const auto& finding : rules::judge(message, book(), {}).findings)
    if (finding.severity == Severity::error && finding.outcome == Outcome::failed &&
        finding.source.status == "assumed")
      ids.push_back(finding.rule);
  return ids;
}

}  // namespace

// What we had to assume never refuses what Elhub itself shows: CIMGATE_SAMPLES is a folder of public
// examples.
TEST_CASE("rules: no assumed rule refuses an official example") {
  const char* samples = std::getenv("CIMGATE_SAMPLES");
  if (samples == nullptr) return;
  std::size_t judged = 0;
  for (const auto& file : test::xml_files(samples)) {
    const auto read = reader::read(*rules_test::catalog(), test::file_text(file), {});
    if (read.messages.size() != 1 || !validation::check_schema(read, 1).findings.empty()) continue;
    INFO(file.filename().string());
    CHECK(assumed_errors(read.messages.front()) == std::vector<std::string>{});
    ++judged;
  }
  CHECK(judged > 0);
}

// The same without the examples: a row whose agency is assumed may warn (codes.list-agency), and no more.
TEST_CASE("rules: an agency that is assumed for a code refuses no message") {
  for (const auto& row : book().tables().find("list-agencies")->rows) {
    if (row.source.status != "assumed" || !row.allows("list", "Elhub_BusinessProcessRoleType")) continue;
    for (const auto& code : *row.find("code"))
      for (const auto* agency : {"6", "89", "260"}) {
        auto text = rules_test::file_text("examples/UpdateThirdPartyAccess/valid/ask-for-access.xml");
        const std::string there = "listAgencyIdentifier=\"6\">AG<";
        REQUIRE(text.find(there) != std::string::npos);
        text.replace(text.find(there), there.size(),
                     "listAgencyIdentifier=\"" + std::string(agency) + "\">" + code + "<");
        const auto read = reader::read(*rules_test::catalog(), text, {});
        REQUIRE(read.messages.size() == 1);
        INFO(code, " ", agency);
        for (const auto& finding : rules::judge(read.messages.front(), book(), {}).findings)
          CHECK(finding.rule != "common.role-agency");
      }
  }
}
