#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/market/state_file.hpp"

namespace cimgate::database {
class Connection;
}

namespace cimgate::store {

/// What became of the records of one section.
struct LoadCount {
  std::string_view section;
  std::int64_t stated = 0;   ///< in the files
  std::int64_t added = 0;    ///< new in the state
  std::int64_t changed = 0;  ///< there before, with other values
};

struct LoadOptions {
  bool strict = false;  ///< wrong check digits are mistakes, not only doubts
  /// Called now and then with the number of records read, and which share of the files that is (0 to 1).
  std::function<void(std::int64_t, double)> progress;
  /// Called when all is well and nothing is committed yet.
  std::function<void(database::Connection&, const struct Loaded&)> before_commit;
};

struct Loaded {
  std::vector<LoadCount> counts;  ///< of the sections that were stated
  market::StateErrors errors;     ///< if there are any, nothing was loaded
};

/// Loads files of market state (docs/market.md) into a database, which is made when it is not there: all of
/// them or nothing.
/// Error: a file cannot be read, or the database cannot be written.
tl::expected<Loaded, std::string> load_market(const std::string& database,
                                              const std::vector<std::string>& files,
                                              const LoadOptions& options = {});

/// The same from a text, named `name` in mistakes.
tl::expected<Loaded, std::string> load_market_text(const std::string& database, const std::string& name,
                                                   const std::string& text, const LoadOptions& options = {});

/// The same into a database that is open. Throws Error.
Loaded load_into(database::Connection& connection, const std::string& name, const std::string& text);

/// Files that were read, inside the transaction that the connection is in: when there are mistakes nothing of
/// them stays.
Loaded load_within(database::Connection& connection, std::span<const market::ReadState> files);

}  // namespace cimgate::store
