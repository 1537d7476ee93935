#include "gateway/text/nearest.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace cimgate::text {
namespace {

constexpr std::size_t whole_change = 4;
/// Longer texts are not misspellings of a name or code, and comparing them costs the square of their length.
constexpr std::size_t longest = 200;
constexpr auto none = std::numeric_limits<std::size_t>::max();

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Where distances are worked out, made once for all candidates: a value that is wrong is held against
/// hundreds of codes.
class Distances {
 public:
  /// The distance, or some number of `enough` or more when it is that much.
  std::size_t between(std::string_view a, std::string_view b, std::size_t enough = none) {
    if (a.size() > longest || b.size() > longest) return none;
    const auto longer = std::max(a.size(), b.size()) - std::min(a.size(), b.size());
    if (longer * whole_change >= enough) return enough;
    auto* two_above = rows_[0].data();
    auto* above = rows_[1].data();
    auto* row = rows_[2].data();
    std::transform(b.begin(), b.end(), letters_.begin(), folded);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j * whole_change;
    std::size_t least_above = 0;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const char here = a[i - 1];
      const char letter = folded(here);
      row[0] = i * whole_change;
      std::size_t least = row[0];
      for (std::size_t j = 1; j <= b.size(); ++j) {
        const std::size_t change = here == b[j - 1] ? 0 : letter == letters_[j - 1] ? 1 : whole_change;
        row[j] = std::min(std::min(above[j], row[j - 1]) + whole_change, above[j - 1] + change);
        if (i > 1 && j > 1 && here == b[j - 2] && a[i - 2] == b[j - 1])
          row[j] = std::min(row[j], two_above[j - 2] + whole_change);
        least = std::min(least, row[j]);
      }
      // No row is less than the least of the two above it.
      if (std::min(least, least_above) >= enough) return enough;
      least_above = least;
      auto* const next = two_above;
      two_above = above;
      above = row;
      row = next;
    }
    return above[b.size()];
  }

 private:
  std::array<std::array<std::size_t, longest + 1>, 3> rows_{};
  std::array<char, longest> letters_{};
};

struct Ranked {
  std::size_t distance = 0;
  std::string_view text;
};

std::vector<Ranked> rank(std::string_view text, const std::vector<std::string_view>& candidates) {
  Distances distances;
  std::vector<Ranked> ranked;
  ranked.reserve(candidates.size());
  for (const auto candidate : candidates) ranked.push_back({distances.between(text, candidate), candidate});
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.distance < b.distance; });
  return ranked;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  return Distances().between(a, b);
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
  Distances distances;
  Ranked best{none, {}};
  for (const auto candidate : candidates)
    if (const auto distance = distances.between(text, candidate, best.distance); distance < best.distance)
      best = {distance, candidate};
  if (best.distance == none) return {};
  // Up to a third of the letters may be wrong, and at least one, but never all of a short code.
  const std::size_t length = std::max(text.size(), best.text.size());
  const std::size_t allowed = std::max<std::size_t>(1, length / 3) * whole_change;
  return best.distance <= allowed && text.size() > 1 ? best.text : std::string_view();
}

}  // namespace cimgate::text
