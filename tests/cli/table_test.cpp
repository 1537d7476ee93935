#include <doctest/doctest.h>

#include <algorithm>

#include "process.hpp"
#include "table.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

TEST_CASE("tables: every run of the command line is as its table says") {
  std::vector<fs::path> tables;
  for (const auto& entry : fs::directory_iterator(source_folder() / "tests/cli"))
    if (entry.path().extension() == ".yaml") tables.push_back(entry.path());
  std::sort(tables.begin(), tables.end());
  REQUIRE(tables.size() >= 5);
  for (const auto& table : tables) {
    const auto results = run_table(table);
    CHECK_MESSAGE(!results.empty(), table.filename().string() << " has no cases");
    for (const auto& result : results)
      for (const auto& failure : result.failures)
        FAIL_CHECK(table.filename().string() << ": " << result.name << ": " << failure);
  }
}
