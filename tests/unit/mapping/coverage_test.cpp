#include <doctest/doctest.h>

#include "gateway/mapping/coverage.hpp"
#include "gateway/mapping/translator.hpp"

using namespace cimgate;

TEST_SUITE("coverage") {
  TEST_CASE("every mapping is a proof, in every profile") {
    const auto store = resources::built_in();
    const auto catalog = *schema::Catalog::open(store);
    const auto translator = mapping::Translator::open(store, catalog);
    for (const auto& error : translator->errors()) FAIL_CHECK(yaml::to_string(error));
    REQUIRE(translator->files().mappings.size() >= 5);
    for (const auto& def : translator->files().mappings)
      for (const auto& profile : translator->profiles_of(def)) {
        const auto plan = translator->plan(def.message, profile);
        if (!plan) {
          for (const auto& error : plan.error()) FAIL_CHECK(profile, " ", yaml::to_string(error));
          continue;
        }
        for (const auto& coverage : mapping::coverage_of(**plan)) {
          INFO(coverage.message, " ", coverage.variant, " ", coverage.profile);
          for (const auto& problem : coverage.problems) FAIL_CHECK(yaml::to_string(problem));
          CHECK(coverage.explained() == coverage.total());
        }
      }
  }
}
