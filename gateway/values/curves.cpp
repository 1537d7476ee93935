#include "gateway/values/curves.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

namespace cimgate::values {
namespace {

constexpr std::int64_t hour = 3600;

Curve curve_of(const std::vector<const Series*>& group) {
  Curve curve;
  const auto& first = *group.front();
  curve.subject = first.subject;
  curve.direction = first.direction;
  curve.product = first.product;
  curve.unit = first.unit;
  curve.of_moments = first.start == first.end;
  std::vector<std::pair<const Value*, std::int64_t>> all;  // with the start of its series
  std::int64_t end = first.end;
  for (const auto* series : group) {
    end = std::max(end, series->end);
    for (const auto& value : series->values) all.emplace_back(&value, series->start);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first->from < b.first->from; });
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [value, start] = all[i];
    if (i + 1 < all.size() && all[i + 1].first->from == value->from &&
        all[i + 1].first->until == value->until) {
      ++curve.replaced;
      continue;
    }
    const auto before = curve.pieces.empty() ? start : curve.pieces.back().until;
    if (value->from > before && !curve.of_moments) {
      curve.pieces.push_back({before, value->from, nullptr});
      ++curve.gaps;
    }
    curve.pieces.push_back({value->from, value->until, value});
    ++curve.kinds[static_cast<std::size_t>(value->kind)];
  }
  if (end > curve.pieces.back().until) {
    curve.pieces.push_back({curve.pieces.back().until, end, nullptr});
    ++curve.gaps;
  }
  return curve;
}

}  // namespace

std::vector<Curve> curves_of(const std::vector<Series>& series) {
  std::map<std::tuple<std::string, std::string, std::string, Kind>, std::size_t> places;
  std::vector<std::vector<const Series*>> groups;
  for (const auto& one : series) {
    if (one.values.empty()) continue;
    const auto kind = one.start == one.end ? one.values.front().kind : Kind::unstated;
    const auto [at, is_new] =
        places.try_emplace({one.subject, one.direction, one.product, kind}, groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].push_back(&one);
  }
  std::vector<Curve> curves;
  curves.reserve(groups.size());
  for (const auto& group : groups) curves.push_back(curve_of(group));
  return curves;
}

std::vector<OddDay> odd_days(const time::Calendar& calendar, std::int64_t from, std::int64_t until) {
  constexpr int most_days = 4000;
  std::vector<OddDay> odd;
  auto day = calendar.day_of(from);
  for (int n = 0; n < most_days && calendar.start_of(day) < until; ++n, day += std::chrono::days(1)) {
    const auto hours = (calendar.start_of(day + std::chrono::days(1)) - calendar.start_of(day)) / hour;
    if (hours != 24) odd.push_back({time::to_text(day), hours});
  }
  return odd;
}

std::optional<double> number_of(const Value& value) {
  double number = 0;
  const auto* end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

}  // namespace cimgate::values
