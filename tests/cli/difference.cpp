#include "difference.hpp"

#include <algorithm>

namespace cimgate::test {
namespace {

std::string line_at(const std::string& text, std::size_t at) {
  return text.substr(std::min(at, text.size()), text.find('\n', at) - at);
}

}  // namespace

std::string difference(const std::string& found, const std::string& expected) {
  if (found == expected) return {};
  const auto shorter = static_cast<std::ptrdiff_t>(std::min(found.size(), expected.size()));
  const auto end = std::mismatch(found.begin(), found.begin() + shorter, expected.begin()).first;
  const std::string same(found.begin(), end);
  const std::size_t begin = same.rfind('\n') + 1;  // npos + 1 is 0: the first line
  return "line " + std::to_string(1 + std::count(same.begin(), same.end(), '\n')) +
         "\n  found:    " + line_at(found, begin) + "\n  expected: " + line_at(expected, begin);
}

}  // namespace cimgate::test
