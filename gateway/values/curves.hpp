#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/values/series.hpp"

namespace cimgate::values {

/// A stretch of a curve: a value, or a gap that the period promises a value for.
struct Piece {
  std::int64_t from = 0, until = 0;
  const Value* value = nullptr;  ///< null: a gap
};

/// The values of one subject, direction and product, in the order of time. It points into the series,
/// which must outlive it.
struct Curve {
  std::string subject, direction, product, unit;
  bool of_moments = false;  ///< meter readings and the like: for a table, there is nothing to draw
  std::vector<Piece> pieces;
  std::array<std::size_t, kind_count> kinds{};  ///< how many values there are, by Kind
  std::size_t gaps = 0;
  std::size_t replaced = 0;  ///< values for a time that another one comes for later in the message

  std::int64_t start() const { return pieces.front().from; }
  std::int64_t end() const { return pieces.back().until; }
};

/// Series of one subject, direction and product become one curve; what is of one moment has a curve for each
/// kind. Of several values for the same time the last one counts.
std::vector<Curve> curves_of(const std::vector<Series>& series);

/// A day that has not 24 hours, because the clock is changed on it.
struct OddDay {
  std::string day;  ///< YYYY-MM-DD
  std::int64_t hours = 0;
};
std::vector<OddDay> odd_days(const time::Calendar& calendar, std::int64_t from, std::int64_t until);

/// A value as a number, for drawing only; nothing when it is none.
std::optional<double> number_of(const Value& value);

}  // namespace cimgate::values
