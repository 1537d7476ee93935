#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/message.hpp"
#include "gateway/document/write.hpp"
#include "gateway/json/write.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

struct Engine {
  std::shared_ptr<const schema::Catalog> catalog;
  std::shared_ptr<const mapping::Translator> translator;
};

Engine open_engine() {
  const auto store = resources::built_in();
  const auto catalog = *schema::Catalog::open(store);
  return {catalog, mapping::Translator::open(store, catalog)};
}

void check_there_and_back(const Engine& engine, const std::string& bytes, const std::string& profile,
                          bool as_json) {
  auto read = reader::read(*engine.catalog, bytes, {});
  if (read.messages.size() != 1 || !read.reference_errors.empty()) return;
  const auto& message = read.messages.front();
  if (message.set->side != schema::SchemaSet::Side::bim ||
      engine.translator->find(message.kind->root.local) == nullptr)
    return;
  const auto profiles = engine.translator->profiles_of(*engine.translator->find(message.kind->root.local));
  if (std::find(profiles.begin(), profiles.end(), profile) == profiles.end()) return;
  auto there = engine.translator->to_cim(message, profile);
  for (const auto& finding : there.findings)
    if (finding.severity == Severity::error)
      FAIL_CHECK(finding.rule, " ", finding.xpath, " ", finding.text.en);
  REQUIRE_FALSE(there.documents.empty());

  const auto* supplement = there.supplement ? &*there.supplement : nullptr;
  const std::string written = as_json ? json::bundle_to_json(there.documents, supplement, {})
                                      : xml::bundle_to_xml(there.documents, supplement, {});
  const auto again =
      reader::read(*engine.catalog, written, {.limits = {}, .profile = profile, .schema = {}, .day = {}});
  for (const auto& finding : again.findings)
    FAIL_CHECK(finding.rule, " ", finding.xpath, " ", finding.text.en);
  for (const auto& error : again.reference_errors) FAIL_CHECK(error.xpath, " ", error.message);
  REQUIRE(again.messages.size() == there.documents.size());

  const auto back =
      engine.translator->to_bim(again.messages, again.supplement ? &*again.supplement : nullptr, {});
  for (const auto& finding : back.findings)
    if (finding.severity != Severity::info)
      FAIL_CHECK(finding.rule, " ", finding.xpath, " ", finding.text.en);
  REQUIRE(back.documents.size() == 1);
  for (const auto& found : mapping::difference(message.document, back.documents.front().document))
    FAIL_CHECK(found.entry.path, " differs");
}

/// With every time in place of its own.
std::string with_times(const std::string& text, const std::string& time) {
  static const std::regex times(">[0-9]{4}-[0-9]{2}-[0-9]{2}T[^<]*<");
  return std::regex_replace(text, times, ">" + time + "<");
}

}  // namespace

TEST_SUITE("round trip") {
  TEST_CASE("times beyond the years that CIM can write come back, also when a message has no others") {
    const auto engine = open_engine();
    for (const auto& file : test::xml_files("examples", "/valid/")) {
      const auto text = test::file_text(file);
      if (text.size() > 12'000) continue;
      // These mappings refuse what is not a whole minute in UTC.
      if (file.string().find("/dk/") != std::string::npos) continue;
      for (const char* time :
           {"9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "-0044-03-15T00:00:00Z"})
        for (const bool as_json : {false, true}) {
          INFO(file.filename().string(), " ", std::string(time), std::string(as_json ? " JSON" : " XML"));
          check_there_and_back(engine, with_times(text, time), "nmeg/0.1", as_json);
        }
    }
  }

  TEST_CASE("messages come back equal, in each profile, by XML and by JSON") {
    const auto engine = open_engine();
    auto files = test::xml_files("examples");
    if (const char* samples = std::getenv("CIMGATE_SAMPLES"))
      for (const auto& file : test::xml_files(samples)) files.push_back(file);
    for (const auto& file : files)
      for (const char* profile : {"nmeg/0.1", "nmeg-no/0.1", "nmeg-dk/0.1"})
        for (const bool as_json : {false, true}) {
          INFO(file.filename().string(), " ", std::string(profile), std::string(as_json ? " JSON" : " XML"));
          check_there_and_back(engine, test::file_text(file), profile, as_json);
        }
  }
}
