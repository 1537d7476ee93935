#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/database/connection.hpp"
#include "gateway/elhub/users/judge.hpp"

namespace cimgate::users {

/// What somebody did, as it is kept.
struct Entry {
  std::int64_t sequence = 0;
  std::int64_t at = 0;  ///< seconds since 1970, by the clock of the market
  std::string user, organisation, party, role;
  std::string deed, about, way;
  std::string outcome;  ///< begun, done, rejected (by the market's checks), refused (by access)
};

struct EntryFilter {
  std::int64_t after = 0;
  std::size_t limit = 100;
  std::string user, party, outcome;  ///< "" = any
};

/// Who may do what and who did what, in a database that others have, too: the ledger of a hub or the book of
/// a bridge. Members throw database::Error.
class Book {
 public:
  /// Older acts than so many are forgotten.
  static constexpr std::int64_t most_acts = 100'000;

  /// `prefix`: what the names of the tables begin with: "hub_"; "" = nothing.
  Book(database::Connection& connection, std::string prefix)
      : connection_(connection), prefix_(std::move(prefix)) {}
  /// `tables` that a replay repeats, and the one of acts, which it does not.
  static std::vector<database::Table> tables(const std::string& prefix);
  static std::string table_of_acts(const std::string& prefix) { return prefix + "acts"; }

  /// A text that is kept under a name; "" = none is. "directory": of the users now; "file": of the file that
  /// was taken last.
  std::string text(std::string_view name);
  void keep_text(std::string_view name, std::string_view text);

  /// Whether the end of a term was told; `term`: see name_of().
  bool was_told(const std::string& term);
  void keep_told(const std::string& term, std::int64_t at);

  /// The number of the entry.
  std::int64_t enter(const Act& act, const Verdict& verdict, std::int64_t at);
  void leave(std::int64_t entry, std::string_view outcome);
  /// In order.
  std::vector<Entry> acts(const EntryFilter& filter);

 private:
  database::Connection& connection_;
  std::string prefix_;
};

/// A term among all: "7099990001015 system full 7099990001015 2027-01-01".
std::string name_of(const Organisation& organisation, const User& user, const Term& term);

}  // namespace cimgate::users
