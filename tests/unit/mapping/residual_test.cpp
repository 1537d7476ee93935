#include <doctest/doctest.h>

#include "gateway/mapping/residual.hpp"
#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using Entry = document::SupplementEntry;

namespace {

document::Message series(const char* second_value) {
  auto message = test::make_message("elhub/2.4.3", "CollectedData");
  test::put(message, "Header/Creation", "2026-01-31T00:00:00+01:00");
  test::put(message, "PayloadEnergyTimeSeries/Observation[1]/Metered", "1.50");
  test::put(message, "PayloadEnergyTimeSeries/Observation[2]/Metered", second_value);
  test::put(message, "PayloadEnergyTimeSeries/Observation[2]/@Sequence", "2");
  return message;
}

std::vector<Entry> entries_of(const std::vector<mapping::Difference>& found) {
  std::vector<Entry> entries;
  for (const auto& one : found) entries.push_back(one.entry);
  return entries;
}

}  // namespace

TEST_SUITE("residual") {
  TEST_CASE("documents that differ in spelling only are equal in the value space") {
    const auto a = series("2");
    auto b = series("2.000");
    b.document.set_text(test::node_at(b, "Header/Creation"), "2026-01-30T23:00:00Z");
    CHECK(mapping::difference(a.document, b.document).empty());
  }

  TEST_CASE("a difference, put back, makes the documents equal") {
    const auto wanted = series("2");
    auto given = test::make_message("elhub/2.4.3", "CollectedData");
    test::put(given, "PayloadEnergyTimeSeries/Observation[1]/Metered", "9");
    test::put(given, "PayloadEnergyTimeSeries/Observation[1]/Estimated", "9");
    test::put(given, "PayloadEnergyTimeSeries/Observation[1]/@Sequence", "7");
    test::put(given, "PayloadEnergyTimeSeries[2]/Identification", "x");
    const auto found = mapping::difference(wanted.document, given.document);
    std::string problem;
    REQUIRE(mapping::apply(given.document, entries_of(found), problem));
    CHECK(problem.empty());
    CHECK(mapping::difference(wanted.document, given.document).empty());
    CHECK(mapping::difference(given.document, wanted.document).empty());
  }

  TEST_CASE("an entry whose path is not in the schema is refused, with the nearest name") {
    auto message = series("2");
    std::string problem;
    CHECK_FALSE(
        mapping::apply(message.document, {{Entry::Kind::value, "Header/Creatoin", "x", {}}}, problem));
    CHECK(problem.find("Creation") != std::string::npos);
  }

  TEST_CASE("runs of numbers are folded and unfolded") {
    std::vector<Entry> entries;
    for (int i = 1; i <= 4; ++i)
      entries.push_back(
          {Entry::Kind::value, "A[1]/B[" + std::to_string(i) + "]/@c", i == 3 ? "y" : "x", "why"});
    auto folded = mapping::fold(entries);
    REQUIRE(folded.size() == 3);
    CHECK(folded[0].path == "A[1]/B[1..2]/@c");
    CHECK(folded[1].path == "A[1]/B[3]/@c");
    std::string problem;
    REQUIRE(mapping::unfold(folded, problem));
    CHECK(folded.size() == 4);
  }

  TEST_CASE("ranges that would cost memory or make no sense are refused") {
    for (const char* path : {"A[1..99999999]", "A[5..2]", "A[0..2]", "A[..2]", "A1..2"}) {
      std::vector<Entry> entries = {{Entry::Kind::value, path, "x", {}}};
      std::string problem;
      CHECK_FALSE_MESSAGE(mapping::unfold(entries, problem), path);
      CHECK(problem.find(path) != std::string::npos);
    }
  }
}
