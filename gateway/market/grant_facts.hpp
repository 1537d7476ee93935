#pragma once
#include <string>
#include <string_view>

#include "gateway/market/market.hpp"
#include "gateway/rules/facts.hpp"

/// What an end user has agreed to, held against a start of supply.
namespace cimgate::market {

/// A start of supply, as far as a grant has to fit it.
struct Start {
  std::string process;  ///< BRS-NO-101, 102, 103
  std::string metering_point;
  std::string supplier;
  std::string customer;
  std::optional<Day> on;
};

Start start_of(const rules::Question& question);

bool fits_process(const Grant& grant, const Start& start);
/// A move-in today or back in time names its day, one ahead names none.
bool fits_day(const Grant& grant, const Start& start);
bool fits(const Grant& grant, const Start& start);

/// The status that a grant has on a day: one whose time is over has expired, whatever is noted.
std::string_view status_on(const Grant& grant, Day day);

}  // namespace cimgate::market
