#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/elhub/hub/message_parts.hpp"

/// The keys of shared production (BRS-NO-701), and when each holds. Source of the formulas and of shares:
/// EMIF 2.4.3, VirtualCalculation; which version holds when is assumed (docs/shared-production.md).
namespace cimgate::hub {

using ledger::SharingVersion;

/// Who gets what a recipient does not use. Source: Elhub user forum, spring 2026 ("Ny delingsmodell"): today
/// the recipient keeps it; in the new model it goes back to the contributor.
inline constexpr const char* surplus_to_recipient = "Recipient";
inline constexpr const char* surplus_to_contributor = "Contributor";

/// Millionths, which a share has at most: 1'000'000 is all of it.
using Millionths = std::int64_t;
inline constexpr Millionths all_of_it = 1'000'000;

struct SharingMember {
  std::string gsrn;
  std::optional<Millionths> share;
  bool operator==(const SharingMember&) const = default;
};

/// What a message says of a shared production.
struct SharingKey {
  bool ends = false;         ///< it is over from `start` on
  std::optional<Day> start;  ///< nothing: not said
  std::string name, description;
  std::string formula;  ///< EquallyDistributed, ConsumptionBased, Manual; "" = not said
  std::vector<SharingMember> contributors, recipients;
};

SharingKey key_of(const ebix::RequestUpdateSharedProduction& message);
/// The calculation as messages have it. `id`: "" = the hub gives it one.
ebix::common::Elhub_VirtualCalculationType calculation_of(const SharingKey& key, const std::string& id);

/// What the shares of the recipients of a Manual key add up to; of others it is all.
Millionths sum_of_shares(const SharingKey& key);
/// "0.333333", "1"
std::string share_text(Millionths share);
/// Nothing: no decimal number from 0 to 1 with at most six decimals.
std::optional<Millionths> parse_share(std::string_view text);

/// A version with what it says, and the days [from, to) on which it holds. None when it was withdrawn, or
/// when a later version begins no later.
struct DatedVersion {
  SharingVersion kept;
  SharingKey key;
  Day from{};
  std::optional<Day> to;  ///< nothing: until further notice

  bool is_replaced() const { return to && *to <= from; }
  bool holds(Day day) const { return !kept.withdrawn && !key.ends && from <= day && (!to || day < *to); }
  /// New, Active, Inactive or Terminated. Source of the words: EMIF 2.4.3, StatusType; what they mean here is
  /// assumed.
  std::string status(Day today) const;
};
std::vector<DatedVersion> dated(std::vector<SharingVersion> versions);

/// The version that holds on a day; null: none does.
const DatedVersion* held_on(const std::vector<DatedVersion>& versions, Day day);

}  // namespace cimgate::hub
