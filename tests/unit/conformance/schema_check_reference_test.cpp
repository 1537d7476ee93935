#include <doctest/doctest.h>

#include <random>

#include "gateway/conformance/schema_check.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/xml/fixture.hpp"

using namespace cimgate;
using namespace cimgate::test;

namespace {

struct Counts {
  std::size_t valid = 0, invalid = 0;
};

/// Our verdict and the one of libxml2 on a valid message and on changed ones.
void compare(std::string_view set, std::string_view root, std::uint32_t seeds, std::uint32_t mutants,
             Counts& counts) {
  const XmlFixture fixture(set, root);
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    const std::string xml = sample_xml(fixture.root(), seed);
    INFO(set, " ", root, " seed ", seed);
    const auto document = fixture.read(xml);
    CHECK_MESSAGE(conformance::check_document(document, 100).empty(),
                  to_text(document, conformance::check_document(document, 100)), xml);
    CHECK_MESSAGE(fixture.valid_to_libxml2(xml), xml);
    std::mt19937 random(seed);
    for (std::uint32_t i = 0; i < mutants; ++i) {
      std::string mutant = mutated_xml(xml, random);
      if (i % 4 == 0) mutant = mutated_xml(mutant, random);
      const auto changed = fixture.read(mutant);
      const auto violations = conformance::check_document(changed, 100);
      const bool valid = fixture.valid_to_libxml2(mutant);
      ++(valid ? counts.valid : counts.invalid);
      CHECK_MESSAGE(violations.empty() == valid, to_text(changed, violations), mutant);
    }
  }
}

}  // namespace

TEST_SUITE("schema check against libxml2") {
  TEST_CASE("the verdicts agree on changed messages of every kind") {
    Counts counts;
    for (const auto* set : {catalog().set("elhub/2.4.3"), catalog().set("nmeg/0.1")})
      for (const auto& message : set->messages) compare(set->id, message.root.local, 2, 15, counts);
    // Both kinds are there, or the comparison says nothing.
    CHECK(counts.valid > 100);
    CHECK(counts.invalid > 1000);
  }

  TEST_CASE("more of the messages with choices and keys") {
    Counts counts;
    for (const char* root :
         {"CollectedData", "NotifyValidatedDataForBillingEnergy", "RequestUpdateMasterDataMeteringPoint",
          "RequestStartOfSupply", "PriceVolumeCombinationForReconciliation"})
      compare("elhub/2.4.3", root, 10, 60, counts);
    CHECK(counts.invalid > 1000);
  }
}
