#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>
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

/// Where every one takes long, files or others: all of them, or one in four when less is wanted.
template <class Thing>
std::vector<Thing> by_effort(std::vector<Thing> things) {
  if (percent_of_effort() >= 100) return things;
  std::size_t number = 0;
  std::erase_if(things, [&](const auto&) { return number++ % 4 != 0; });
  return things;
}

}  // namespace cimgate::test
