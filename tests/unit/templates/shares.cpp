#include "shares.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "tests/unit/effort.hpp"

namespace cimgate::test {
namespace {

constexpr const char* file = CIMGATE_SOURCE_DIR "/tests/unit/templates/shares.txt";

std::map<std::string, std::string>& kept() {
  static auto all = [] {
    std::map<std::string, std::string> read;
    std::ifstream input(file);
    for (std::string line; std::getline(input, line);)
      if (const auto end = line.rfind(": "); end != std::string::npos)
        read[line.substr(0, end)] = line.substr(end + 2);
    return read;
  }();
  return all;
}

}  // namespace

void hold_share(const std::string& what, const std::string& share) {
  if (std::getenv("CIMGATE_UPDATE_GOLDEN") == nullptr) {
    const auto at = kept().find(what);
    // For a night's work there are more than are kept.
    if (at != kept().end() || percent_of_effort() <= 100)
      CHECK_MESSAGE((at == kept().end() ? "nothing is kept" : at->second) == share, what);
    return;
  }
  kept()[what] = share;
  std::ofstream output(file);
  for (const auto& [key, value] : kept()) output << key << ": " << value << '\n';
}

}  // namespace cimgate::test
