#include "gateway/elhub/hub/value_sums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "gateway/elhub/hub/value_pieces.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub {
namespace {

constexpr int decimals = 6;  // a quantity has at most five
constexpr std::int64_t scale = 1'000'000;

std::string text_of(const model::Decimal& decimal) {
  return decimal.text();
}

std::string quantity_of(const ebix::common::QuantityMeteredCollect& value) {
  if (value.Metered().present()) return text_of(*value.Metered());
  return value.Estimated().present() ? text_of(*value.Estimated()) : text_of(*value.Temporary());
}

struct Sum {
  ExactSum quantity;
  std::int64_t values = 0;
  Seconds covered = 0;
  std::string unit;
};

}  // namespace

void ExactSum::add(std::string_view decimal) {
  const bool negative = decimal.starts_with('-');
  std::int64_t whole = 0, parts = 0;
  int behind = -1;
  for (const char c : decimal) {
    if (c == '.') behind = 0;
    if (!text::is_digit(c) || behind == decimals) continue;
    auto& number = behind < 0 ? whole : parts;
    number = number * 10 + (c - '0');
    if (behind >= 0) ++behind;
  }
  for (int i = std::max(behind, 0); i < decimals; ++i) parts *= 10;
  whole_ += negative ? -whole : whole;
  parts_ += negative ? -parts : parts;
  whole_ += parts_ / scale;
  parts_ %= scale;
}

std::string ExactSum::text() const {
  auto whole = whole_;
  auto parts = parts_;
  // Both of one sign.
  if (whole > 0 && parts < 0) {
    --whole;
    parts += scale;
  } else if (whole < 0 && parts > 0) {
    ++whole;
    parts -= scale;
  }
  const bool negative = whole < 0 || parts < 0;
  auto made =
      fmt::format("{}{}.{:06}", negative ? "-" : "", negative ? -whole : whole, negative ? -parts : parts);
  while (made.ends_with('0')) made.pop_back();
  if (made.ends_with('.')) made.pop_back();
  return made;
}

Day begin_of(SumSpan span, Day day) {
  const std::chrono::year_month_day date(day);
  if (span == SumSpan::day) return day;
  const auto month = span == SumSpan::month ? date.month() : std::chrono::January;
  return std::chrono::sys_days(date.year() / month / std::chrono::day(1));
}

Day next(SumSpan span, Day begin) {
  const std::chrono::year_month_day date(begin);
  if (span == SumSpan::day) return begin + std::chrono::days(1);
  return span == SumSpan::month ? std::chrono::sys_days(date + std::chrono::months(1))
                                : std::chrono::sys_days(date + std::chrono::years(1));
}

std::vector<ValueSum> sums_of(const std::vector<ledger::StoredSeries>& all,
                              const std::vector<TimeRange>& ranges, Day from, Day to, SumSpan span) {
  std::vector<ledger::StoredSeries> of_intervals;
  for (const auto& one : all)
    if (one.process == "BRS-NO-313") of_intervals.push_back(one);
  std::map<std::tuple<Day, std::string, std::string>, Sum> sums;
  for (const auto& piece : what_counts(of_intervals, norway::start_of(from), norway::start_of(to))) {
    for (const auto& [start, end] : ranges) {
      const auto part = cut(piece, start, end);
      if (part.start >= part.end) continue;
      const auto values = read(part);
      if (!values) continue;
      const auto& product = values->series->ProductIncludedProductCharacteristics();
      const auto unit = product.present() ? std::string(product->UnitType()) : std::string("kWh");
      for (const auto& one : values->intervals) {
        auto& sum =
            sums[{begin_of(span, norway::day_of(one.at)), piece.series->direction, piece.series->product}];
        sum.quantity.add(quantity_of(*one.value));
        sum.unit = unit;
        ++sum.values;
        sum.covered += one.length;
      }
    }
  }
  std::vector<ValueSum> made;
  for (const auto& [key, sum] : sums) {
    const auto& [begin, direction, product] = key;
    const auto end = next(span, begin);
    made.push_back({begin, end, direction, product, sum.unit, sum.quantity.text(), sum.values,
                    sum.covered == norway::start_of(end) - norway::start_of(begin)});
  }
  return made;
}

}  // namespace cimgate::hub
