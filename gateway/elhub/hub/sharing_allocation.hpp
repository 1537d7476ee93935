#pragma once
#include <optional>
#include <vector>

#include "gateway/elhub/hub/quantities.hpp"
#include "gateway/elhub/hub/sharing_key.hpp"

/// How the production of an hour or a quarter is shared. Source of what a recipient gets and keeps: Elhub
/// user forum, spring 2026 ("Ny delingsmodell"); of the formulas, their names in EMIF 2.4.3. The rest is
/// assumed: docs/shared-production.md.
namespace cimgate::hub {

/// What was measured in one interval, in the order of the key. Nothing: there is no value.
struct Measured {
  std::vector<std::optional<Thousandths>> produced;  ///< by contributor
  std::vector<std::optional<Thousandths>> consumed;  ///< by recipient
};

/// Of one interval. None of it is negative, unless a contributor's own value is; `kept`, `returned` and
/// `allocated` add up to what was produced, to the thousandth.
struct Allocation {
  std::vector<Thousandths> kept;       ///< by contributor: the part of its production that it does not share
  std::vector<Thousandths> returned;   ///< by contributor: what it shared and nobody got
  std::vector<Thousandths> allocated;  ///< by recipient

  Thousandths sum() const;
};

/// Thousandths are given to each by its share rounded down; those that are left then go, one each, to those
/// who lost most by rounding, the first in the key first. Nothing: a value that counts is missing.
std::optional<Allocation> allocate(const SharingKey& key, const std::string& surplus_to,
                                   const Measured& measured);

}  // namespace cimgate::hub
