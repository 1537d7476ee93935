#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <vector>

/// How much the tests with many inputs do: CIMGATE_TEST_EFFORT, in percent. Sanitizers are slow and get a
/// part; 1000 is for a night.
namespace cimgate::test {

inline std::uint64_t percent_of_effort() {
  const char* const text = std::getenv("CIMGATE_TEST_EFFORT");
  return text == nullptr ? 100 : std::strtoull(text, nullptr, 10);
}

/// So many random inputs, or the part of them that is wanted; at least one.
inline std::uint64_t effort(std::uint64_t all) {
  return std::max<std::uint64_t>(1, all * percent_of_effort() / 100);
}

/// Where every file takes long: all of them, or one in four when less is wanted.
inline std::vector<std::filesystem::path> by_effort(std::vector<std::filesystem::path> files) {
  if (percent_of_effort() >= 100) return files;
  std::size_t number = 0;
  std::erase_if(files, [&](const auto&) { return number++ % 4 != 0; });
  return files;
}

}  // namespace cimgate::test
