#include "gateway/document/paths.hpp"

#include <doctest/doctest.h>

#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using namespace cimgate::test;

TEST_SUITE("document paths") {
  TEST_CASE("the same as the document's own, for every node") {
    for (std::uint32_t seed = 0; seed < 5; ++seed) {
      const auto message = random_message("elhub/2.4.3", "CollectedData", seed);
      document::Paths paths(message.document);
      for (document::NodeId id = 0; id < message.document.size(); ++id)
        CHECK(paths.path(id) == message.document.path(id));
    }
  }
}
