#include "gateway/text/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>

namespace cimgate::text {
namespace {

constexpr std::size_t whole_change = 4;
/// Longer texts are not misspellings of a name or code, and comparing them costs the square of their length.
constexpr std::size_t longest = 200;

bool same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

std::size_t cost(char a, char b) {
  if (a == b) return 0;
  return same_letter(a, b) ? 1 : whole_change;
}

struct Ranked {
  std::size_t distance = 0;
  std::string_view text;
};

std::vector<Ranked> rank(std::string_view text, const std::vector<std::string_view>& candidates) {
  std::vector<Ranked> ranked;
  ranked.reserve(candidates.size());
  for (const auto candidate : candidates) ranked.push_back({edit_distance(text, candidate), candidate});
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.distance < b.distance; });
  return ranked;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  if (a.size() > longest || b.size() > longest) return std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> two_above;
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j * whole_change;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i * whole_change;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min(
          {above[j] + whole_change, row[j - 1] + whole_change, above[j - 1] + cost(a[i - 1], b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + whole_change);
    }
    two_above = above;
    above.swap(row);
  }
  return above[b.size()];
}

std::vector<std::string_view> nearest(std::string_view text, const std::vector<std::string_view>& candidates,
                                      std::size_t count) {
  std::vector<std::string_view> found;
  for (const auto& [distance, candidate] : rank(text, candidates)) {
    if (found.size() == count) break;
    found.push_back(candidate);
  }
  return found;
}

std::string_view did_you_mean(std::string_view text, const std::vector<std::string_view>& candidates) {
  const auto ranked = rank(text, candidates);
  if (ranked.empty()) return {};
  // Up to a third of the letters may be wrong, and at least one, but never all of a short code.
  const std::size_t length = std::max(text.size(), ranked.front().text.size());
  const std::size_t allowed = std::max<std::size_t>(1, length / 3) * whole_change;
  return ranked.front().distance <= allowed && text.size() > 1 ? ranked.front().text : std::string_view();
}

}  // namespace cimgate::text
