#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/rules/calendar.hpp"

/// Days and times as packs write them, seen from the day on which the scenario starts.
namespace cimgate::scenario {

/// Days by name: "today", and those of the pack's `days`.
using Days = std::map<std::string, rules::Day, std::less<>>;

/// "2026-06-15", "today", "today + 14 days", "start - 3 working-days": an ISO day or a name of `days`, and so
/// much later or earlier. Error: what is wrong, with the nearest name.
tl::expected<rules::Day, std::string> day_of(std::string_view expression, const Days& days);

/// The same with a time of day at the end ("start 07:15"; none = midnight in Norway), or a whole
/// xs:dateTime. Seconds since 1970-01-01T00:00:00Z.
tl::expected<std::int64_t, std::string> time_of(std::string_view expression, const Days& days);

}  // namespace cimgate::scenario
