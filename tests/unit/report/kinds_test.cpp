#include <doctest/doctest.h>

#include <set>
#include <string>

#include "gateway/report/writer.hpp"

using namespace cimgate;

TEST_SUITE("kinds of reports") {
  TEST_CASE("a row has a name and media types of its own, an ending, and what makes it") {
    std::set<std::string_view> seen;
    for (const auto& row : report::kinds()) {
      CAPTURE(row.name);
      CHECK(seen.insert(row.name).second);
      CHECK(report::kind_of(row.name) == row.kind);
      CHECK(report::to_string(row.kind) == row.name);
      CHECK_FALSE(row.ending.empty());
      CHECK_FALSE(row.ending.starts_with('.'));
      for (const auto type : row.types) {
        CHECK(seen.insert(type).second);
        CHECK(report::kind_of_type(type) == row.kind);
      }
      const report::Run run;
      CHECK(row.make(run) != nullptr);
    }
    CHECK(report::kind_names().size() == report::kinds().size());
  }

  TEST_CASE("who has no wish gets JSON, and every other type can be asked for") {
    const auto types = report::media_types();
    REQUIRE_FALSE(types.empty());
    CHECK(report::kind_of_type(types.front()) == report::Kind::json);
    std::size_t all = 0;
    for (const auto& row : report::kinds()) all += row.types.size();
    CHECK(types.size() == all);
    CHECK_FALSE(report::kind_of_type("application/pdf"));
    CHECK_FALSE(report::kind_of("pdf"));
  }
}
