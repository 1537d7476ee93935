#pragma once
#include <optional>
#include <string>

#include "gateway/database/connection.hpp"
#include "gateway/market/market.hpp"

/// Days in columns.
namespace cimgate::store {

using market::Day;

inline std::int64_t number(Day day) {
  return day.time_since_epoch().count();
}

inline Day day_at(const database::Query& row, int column) {
  return Day(std::chrono::days(row->integer(column)));
}

inline std::optional<Day> end_at(const database::Query& row, int column) {
  if (row->is_null(column)) return std::nullopt;
  return day_at(row, column);
}

inline void bind_day(const database::Query& row, int parameter, std::optional<Day> day) {
  if (day)
    row->bind(parameter, number(*day));
  else
    row->bind_null(parameter);
}

}  // namespace cimgate::store
