#include <doctest/doctest.h>

#include "gateway/mapping/translator.hpp"
#include "gateway/sample/sample.hpp"

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

mapping::Translation request(const Engine& engine, std::uint64_t seed) {
  const auto& set = *engine.catalog->set("elhub/2.4.3");
  const auto* kind = set.find("RequestStartOfSupply");
  const auto schema = *engine.catalog->schema(set, *kind);
  const document::Message message{&set, kind, sample::sample(schema, *schema->root(kind->root), seed)};
  return engine.translator->to_cim(message, "nmeg/0.1");
}

/// The first sample that becomes a request, not a cancellation.
mapping::Translation any_request(const Engine& engine) {
  for (std::uint64_t seed = 1;; ++seed) {
    auto made = request(engine, seed);
    if (!made.documents.empty() &&
        made.documents.front().kind->root.local == "RequestChangeOfSupplier_MarketDocument")
      return made;
  }
}

void set_text(document::Message& message, const char* path, const char* text) {
  const auto& root = *message.document.root().element;
  message.document.set_text(mapping::ensure(message.document, 0, *mapping::resolve_path(path, root, root)),
                            text);
}

bool has_rule(const mapping::Translation& translation, const char* rule) {
  for (const auto& finding : translation.findings)
    if (finding.rule == rule) return true;
  return false;
}

}  // namespace

TEST_SUITE("bundles to BIM") {
  TEST_CASE("a document that says something else than the supplement is refused, and named") {
    const auto engine = open_engine();
    auto made = any_request(engine);
    REQUIRE(made.supplement.has_value());
    set_text(made.documents.front(), "process.processType", "E20");
    const auto back = engine.translator->to_bim(made.documents, &*made.supplement, {});
    CHECK(back.documents.empty());
    CHECK(has_rule(back, "translation.contradiction"));
  }

  TEST_CASE("companion documents that contradict each other are refused") {
    const auto engine = open_engine();
    auto made = any_request(engine);
    set_text(made.documents[1], "MktActivityRecord/start_DateAndOrTime.dateTime", "2031-01-01T23:00:00Z");
    const auto back = engine.translator->to_bim(made.documents, &*made.supplement, {});
    CHECK(back.documents.empty());
    CHECK(has_rule(back, "translation.contradiction"));
  }

  TEST_CASE("without its supplement nothing is made up") {
    const auto engine = open_engine();
    auto made = any_request(engine);
    const auto back = engine.translator->to_bim(made.documents, nullptr, "RequestStartOfSupply");
    CHECK(back.documents.empty());
    CHECK(has_rule(back, "translation.unknown"));
  }

  TEST_CASE("what BIM has no room for is reported as lost") {
    const auto engine = open_engine();
    auto made = any_request(engine);
    set_text(made.documents.front(), "MktActivityRecord/marketEvaluationPoint.shipper_MarketParticipant.mRID",
             "7080000000003");
    const auto& root = *made.documents.front().document.root().element;
    const auto path = *mapping::resolve_path(
        "MktActivityRecord/marketEvaluationPoint.shipper_MarketParticipant.mRID", root, root);
    made.documents.front().document.set_attribute(mapping::find(made.documents.front().document, 0, path),
                                                  "codingScheme", "A10");
    const auto back = engine.translator->to_bim(made.documents, &*made.supplement, {});
    CHECK(has_rule(back, "translation.lost"));
    CHECK(back.documents.size() == 1);
  }

  TEST_CASE("documents of no known message, and a supplement that cannot be read, are refused") {
    const auto engine = open_engine();
    auto made = any_request(engine);
    std::vector<document::Message> two;
    two.push_back(std::move(made.documents[0]));
    auto other = any_request(engine);
    two.push_back(std::move(other.documents[0]));
    CHECK(has_rule(engine.translator->to_bim(two, nullptr, {}), "translation.no-mapping"));
    auto third = any_request(engine);
    third.supplement->entries.push_back({document::SupplementEntry::Kind::value, "Header/Nothing", "x", {}});
    CHECK(has_rule(engine.translator->to_bim(third.documents, &*third.supplement, {}),
                   "translation.supplement"));
  }
}
