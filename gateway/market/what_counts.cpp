#include "gateway/market/what_counts.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace cimgate::market {
namespace {

/// Times that are taken, each with its end; none touches another.
class Taken {
 public:
  /// Takes [start, end), and tells what of it was free.
  std::vector<Counting> take(std::size_t number, std::int64_t start, std::int64_t end) {
    std::vector<Counting> free;
    auto at = all_.upper_bound(start);
    if (at != all_.begin() && std::prev(at)->second >= start) --at;
    std::int64_t first = start;
    std::int64_t last = end;
    std::int64_t reached = start;
    while (at != all_.end() && at->first <= end) {
      if (at->first > reached) free.push_back({number, reached, at->first});
      reached = std::max(reached, at->second);
      first = std::min(first, at->first);
      last = std::max(last, at->second);
      at = all_.erase(at);
    }
    if (reached < end) free.push_back({number, reached, end});
    all_.emplace(first, last);
    return free;
  }

 private:
  std::map<std::int64_t, std::int64_t> all_;
};

}  // namespace

std::vector<Counting> what_counts(std::span<const Version> all, std::int64_t from, std::int64_t to) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rank = [&](std::size_t number) {
    return std::tuple(all[number].registered, !all[number].withdrawn, number);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
  std::vector<Counting> counting;
  Taken taken;
  for (const auto number : order) {
    const auto& version = all[number];
    const auto start = version.whole ? version.start : std::max(version.start, from);
    const auto end = version.whole ? version.end : std::min(version.end, to);
    if (start >= end || start >= to || end <= from) continue;
    const auto free = taken.take(number, start, end);
    if (version.withdrawn) continue;
    if (version.whole && (free.size() != 1 || free.front().start != start || free.front().end != end))
      continue;
    counting.insert(counting.end(), free.begin(), free.end());
  }
  std::sort(counting.begin(), counting.end(),
            [](const Counting& a, const Counting& b) { return a.start < b.start; });
  return counting;
}

}  // namespace cimgate::market
