#include "told.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "gateway/scenario/pack_file.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

/// Where two texts part: the line of each.
std::string first_difference(const std::string& is, const std::string& kept) {
  std::size_t line = 1;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < is.size() && at < kept.size() && is[at] == kept[at]; ++at)
    if (is[at] == '\n') {
      begin = at + 1;
      ++line;
    }
  const auto line_of = [&](const std::string& text) {
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  return "line " + std::to_string(line) + "\n  is   " + line_of(is) + "\n  kept " + line_of(kept);
}

}  // namespace

// What the scenarios do not ask for is seen here: every message to every party in full, every event (what the
// page and GET /hub/v1/events show), and what the hub knows afterwards. With CIMGATE_UPDATE_GOLDEN=1 the test
// writes what it then compares with.
TEST_CASE("told: of every scenario every message, every event and what is known afterwards, as it is kept") {
  const auto gateway = Gateway::open().value();
  const auto words = scenario::Words::read(*gateway.engine().store).value();
  const bool update = std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr;
  for (const auto& file : test::by_effort(scenario::built_in_packs(*gateway.engine().store))) {
    const auto read = scenario::read_built_in_pack(gateway.engine(), words, file);
    REQUIRE_MESSAGE(read.faults.empty(), file);
    const auto told = test::told(gateway, words, read.pack).text;
    const auto kept_file = test::told_file(read.pack.name);
    if (update) {
      std::ofstream(kept_file, std::ios::binary) << told;
      continue;
    }
    const auto kept = test::file_text(kept_file);
    CHECK_MESSAGE(told == kept, read.pack.name, ", ", first_difference(told, kept));
  }
}
