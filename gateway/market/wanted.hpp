#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/market/market.hpp"

/// A part of a market state that is far away, for one message: what is wanted, what of it was fetched.
namespace cimgate::market {

/// What a message is about, so far as it says so.
struct Wanted {
  struct Search {
    PointSearch search;
    Day day{};
  };
  struct AreaTime {
    std::string area;
    std::int64_t from = 0, to = 0;
    bool operator==(const AreaTime&) const = default;
  };
  std::set<std::string> points;       ///< GSRNs
  std::set<std::string> with_series;  ///< metering points whose series are asked for
  std::set<std::string> parties;      ///< GLNs
  std::set<std::string> areas;        ///< EICs of grid areas
  std::set<std::string> references;   ///< ids of processes and calculations
  std::set<std::string> series;       ///< ids
  std::set<std::string> grants;       ///< ids; with some, the controls are wanted, too
  std::optional<Search> search;       ///< whose metering points are wanted
  std::optional<AreaTime> settled;    ///< grid area whose series, and their metering points, are wanted
  bool last_resort = false;           ///< suppliers of last resort, and their agreements
};

/// A copy of the rows about what was wanted and what these rows lead to, as of one moment.
struct Part {
  std::shared_ptr<const Market> copy;
  // What the copy knows all about.
  std::set<std::string> points, parties, areas;
  bool knows_grants = false;  ///< one that is wanted and not in the copy does not exist
};

}  // namespace cimgate::market
