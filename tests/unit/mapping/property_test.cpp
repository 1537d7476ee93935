#include <doctest/doctest.h>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/message.hpp"
#include "gateway/document/write.hpp"
#include "gateway/json/write.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/sample/sample.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/mapping/translatable.hpp"

using namespace cimgate;

namespace {

/// Samples a message and profile.
std::uint64_t sample_count() {
  return test::effort(500);
}

/// XML → JSON → XML: each written form reads as what was written, and is valid.
void check_written(const schema::Catalog& catalog, const mapping::Translation& made,
                   const std::string& profile, bool json) {
  const auto* supplement = made.supplement ? &*made.supplement : nullptr;
  const auto text = json ? json::bundle_to_json(made.documents, supplement, {})
                         : xml::bundle_to_xml(made.documents, supplement, {});
  const auto again = reader::read(catalog, text, {.limits = {}, .profile = profile, .schema = {}, .day = {}});
  INFO("as ", json ? "JSON" : "XML");
  for (const auto& finding : again.findings)
    FAIL_CHECK(finding.rule, " ", finding.xpath, " ", finding.text.en);
  for (const auto& error : again.reference_errors) FAIL_CHECK(error.xpath, " ", error.message);
  REQUIRE(again.messages.size() == made.documents.size());
  REQUIRE(again.supplement.has_value() == made.supplement.has_value());
  for (std::size_t i = 0; i < made.documents.size(); ++i)
    for (const auto& found : mapping::difference(made.documents[i].document, again.messages[i].document))
      FAIL_CHECK(made.documents[i].kind->root.local, " ", found.entry.path, " is written otherwise");
  if (supplement == nullptr) return;
  REQUIRE(again.supplement->entries.size() == supplement->entries.size());
  for (std::size_t i = 0; i < supplement->entries.size(); ++i) {
    CHECK(again.supplement->entries[i].path == supplement->entries[i].path);
    CHECK(again.supplement->entries[i].value == supplement->entries[i].value);
  }
}

}  // namespace

TEST_SUITE("properties") {
  TEST_CASE("samples of every message and document are valid, and the same for the same seed") {
    const auto catalog = *schema::Catalog::open(resources::built_in());
    for (const auto& set : catalog->sets())
      for (const auto& kind : set.messages) {
        const auto schema = *catalog->schema(set, kind);
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
          const auto made = sample::sample(schema, *schema->root(kind.root), seed);
          const auto again = sample::sample(schema, *schema->root(kind.root), seed);
          INFO(set.id, " ", kind.root.local, " seed ", seed);
          for (const auto& violation : conformance::check_document(made, 5))
            FAIL_CHECK(made.path(violation.node), " ", violation.expected);
          CHECK(mapping::difference(made, again).empty());
        }
      }
  }

  TEST_CASE("every message that the schema allows goes to CIM and comes back equal") {
    const auto store = resources::built_in();
    const auto catalog = *schema::Catalog::open(store);
    const auto translator = mapping::Translator::open(store, catalog);
    for (const auto& def : translator->files().mappings) {
      const auto& set = *translator->set_of(def);
      const auto* kind = set.find(def.message);
      REQUIRE(kind != nullptr);
      const auto schema = *catalog->schema(set, *kind);
      for (const auto& profile : translator->profiles_of(def))
        for (std::uint64_t seed = 1; seed <= sample_count(); ++seed) {
          INFO(def.message, " ", profile, " seed ", seed);
          document::Message message{&set, kind, sample::sample(schema, *schema->root(kind->root), seed)};
          sample::Random random(seed);
          test::make_translatable(message.document, **translator->plan(def.message, profile), random);
          const auto there = translator->to_cim(message, profile);
          for (const auto& finding : there.findings)
            if (finding.severity == Severity::error)
              FAIL_CHECK("to CIM: ", finding.rule, " ", finding.xpath, " ", finding.text.en);
          if (there.documents.empty()) continue;
          for (const bool json : {true, false}) check_written(*catalog, there, profile, json);
          const auto back =
              translator->to_bim(there.documents, there.supplement ? &*there.supplement : nullptr, {});
          for (const auto& finding : back.findings)
            FAIL_CHECK("to BIM: ", finding.rule, " ", finding.xpath, " ", finding.text.en);
          if (back.documents.size() != 1) continue;
          for (const auto& found : mapping::difference(message.document, back.documents.front().document))
            FAIL_CHECK(found.entry.path, " differs");
        }
    }
  }
}
