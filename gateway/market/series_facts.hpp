#pragma once
#include <cstdint>
#include <optional>
#include <utility>

#include "gateway/market/market.hpp"
#include "gateway/rules/facts.hpp"

/// What rules ask about stored series. What is judged counts as if the series that stand before it in the
/// message had been stored. Nothing: the state does not know of metering values.
namespace cimgate::market {

/// The day until which interval values of the channel were sent.
std::optional<rules::Fact> values_until(const Market& market, const rules::Question& question);
/// The latest registration of values of the channel for a part of the period.
std::optional<rules::Fact> registered_before(const Market& market, const rules::Question& question);
/// Of the periods of the channel that count: the end of the last that begins before this one.
std::optional<rules::Fact> period_before(const Market& market, const rules::Question& question);
/// … the end of the last that begins within this one.
std::optional<rules::Fact> period_within(const Market& market, const rules::Question& question);
/// … the reading at the end of the one that this one follows.
std::optional<rules::Fact> reading_before(const Market& market, const rules::Question& question);
/// Is there any value for the time that is asked about?
std::optional<rules::Fact> any_values(const Market& market, const rules::Question& question);
/// The time that sums are asked for, [from, to), in whole days; nothing when the message does not say it.
std::optional<std::pair<std::int64_t, std::int64_t>> settled_days(const rules::Question& question);
/// Is there anything that the sums which are asked for could be made of?
std::optional<rules::Fact> settlement_basis(const Market& market, const rules::Question& question);

}  // namespace cimgate::market
