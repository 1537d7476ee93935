#pragma once
#include <cstdint>

/// The clock in Norway: an hour ahead of UTC, and two in summer, which lasts
/// - since 1996 from the last Sunday of March to that of October (Directive 2000/84/EC and those before it),
/// - 1981 to 1995 from the last Sunday of March to that of September,
/// - 1980 from 6 April to 28 September,
/// each time at 01:00 UTC. Before 1980 there is none here: from 1966 to 1979 Norway had none, and no message
/// is about earlier times.
namespace cimgate::oslo {

/// What the clock shows at a time (seconds since 1970-01-01T00:00:00Z), in seconds since it showed
/// 1970-01-01T00:00:00.
std::int64_t shown(std::int64_t time);

/// When the clock shows this. The first of both when it shows it twice; when it skips it, the time at which
/// it does so.
std::int64_t instant(std::int64_t shown);

}  // namespace cimgate::oslo
