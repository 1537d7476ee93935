#include <doctest/doctest.h>

#include "gateway/schema/catalog.hpp"

using namespace cimgate;

TEST_SUITE("schema catalog") {
  TEST_CASE("every schema of every set loads and has the root that sets.yaml names") {
    const auto catalog = schema::Catalog::open(resources::built_in());
    REQUIRE_MESSAGE(catalog.has_value(), catalog.error());
    CHECK((*catalog)->set("elhub/2.4.3")->messages.size() == 28);
    CHECK((*catalog)->set("nmeg/0.1")->messages.size() >= 32);
    for (const auto& set : (*catalog)->sets())
      for (const auto& message : set.messages) {
        INFO(set.id, " ", message.root.local);
        const auto schema = (*catalog)->schema(set, message);
        REQUIRE_MESSAGE(schema.has_value(), schema.error());
        CHECK((*schema)->root(message.root) != nullptr);
      }
  }

  TEST_CASE("content models, choices, facets and keys arrive as the schema has them") {
    const auto catalog = *schema::Catalog::open(resources::built_in());
    const auto& set = *catalog->set("elhub/2.4.3");
    const auto schema = *catalog->schema(set, *set.find("CollectedData"));
    const auto* root = schema->root("CollectedData");
    REQUIRE(root != nullptr);
    REQUIRE(root->uniques.size() == 1);
    CHECK(root->uniques[0].selector->name.local == "PayloadEnergyTimeSeries");
    CHECK(root->uniques[0].field_element->name.local == "Identification");
    const auto& series =
        root->children()[static_cast<std::size_t>(root->child_index("PayloadEnergyTimeSeries"))];
    CHECK(series.min == 1);
    CHECK(series.max == 9999);
    CHECK(series.element->uniques.at(0).field_attribute == "Sequence");
    const auto& observation =
        series.element->children()[static_cast<std::size_t>(series.element->child_index("Observation"))];
    CHECK(observation.min == 0);
    CHECK(observation.choice == 0);
    const auto* profiled =
        series.element
            ->children()[static_cast<std::size_t>(series.element->child_index("ProfiledObservation"))]
            .element;
    const auto* withdrawn =
        profiled->children()[static_cast<std::size_t>(profiled->child_index("Withdrawn"))].element;
    CHECK(*withdrawn->implied_text() == "true");
    CHECK(withdrawn->text->patterns.at(0) == "true|false");
  }

  TEST_CASE("the Norwegian edition replaces only the local list") {
    const auto catalog = *schema::Catalog::open(resources::built_in());
    const auto process_type = [&](const char* id) {
      const auto& set = *catalog->set(id);
      const auto schema = *catalog->schema(set, *set.find("RequestChangeOfSupplier_MarketDocument"));
      const auto* root = schema->root("RequestChangeOfSupplier_MarketDocument");
      // keep the schema alive through the catalog's cache
      return root->children()[static_cast<std::size_t>(root->child_index("process.processType"))]
          .element->text;
    };
    CHECK_FALSE(schema::allows_code(*process_type("nmeg/0.1"), "BRS-NO-101"));
    CHECK(schema::allows_code(*process_type("nmeg-no/0.1"), "BRS-NO-101"));
    CHECK(schema::allows_code(*process_type("nmeg-no/0.1"), "E03"));
  }
}
