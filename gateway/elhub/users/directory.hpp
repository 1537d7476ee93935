#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/users/roles.hpp"
#include "gateway/time/calendar.hpp"
#include "gateway/yaml/mistake.hpp"

namespace cimgate::users {

using time::Day;

/// A role that somebody has, from a day on and until another: the first on which it is gone.
struct Term {
  std::string role;
  std::string party;  ///< GLN for which it is: that of the organisation, or of one that it is agent of
  Day from{}, to{};

  bool holds(Day day) const { return from <= day && day < to; }
};

struct User {
  std::string id;       ///< as it is told and kept; no name of a person
  std::string subject;  ///< what tokens call the user; "" = no token is the user's
  std::string mail;     ///< where a super user is written to; "" = nowhere. Never for logs
  bool system = false;  ///< whoever speaks for the organisation without a token: SOAP
  std::vector<Term> terms;
};

struct Organisation {
  std::string gln;
  std::vector<User> users;
};

/// That an organisation may act for a party, and which roles its users may have for it.
struct Agency {
  std::string agent, party;  ///< GLNs
  std::vector<std::string> roles;
  Day from{};
  std::optional<Day> to;  ///< the first day on which it is gone

  bool holds(Day day) const { return from <= day && (!to || day < *to); }
};

/// Who may do what. Read from a file: docs/access.md.
struct Directory {
  std::shared_ptr<const Roles> roles;
  std::string user_claim = "client_id";  ///< of a token: who the user is
  std::string roles_claim;               ///< of a token: roles that it brings; "" = none are believed
  std::vector<Organisation> organisations;
  std::vector<Agency> agents;

  /// Null: it is not there.
  const Organisation* find(std::string_view gln) const;
  /// Whether, on a day, an organisation may have a role for a party: its own ones always.
  bool may_have(const std::string& organisation, const std::string& party, const std::string& role,
                Day day) const;
  /// The role goes on when the term ends: another term has begun by then.
  bool goes_on(const User& user, const Term& term) const;
  /// The day on which it is told that a term is about to end.
  Day warning_of(const Term& term) const;
};

inline constexpr std::size_t most_entries = 50'000;  ///< of all lists together
inline constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;

/// Error: all mistakes, with their places.
tl::expected<Directory, std::vector<yaml::Mistake>> read_directory(const std::string& path,
                                                                   std::string_view text,
                                                                   std::shared_ptr<const Roles> roles);

enum class State : std::uint8_t {
  waiting,  ///< its first day has not come
  active,
  expiring,  ///< active, and about to end
  expired,
  suspended,  ///< for a party whose agent the organisation is not
};
std::string_view to_string(State state);  ///< "expiring"
State state_of(const Directory& directory, const Organisation& organisation, const User& user,
               const Term& term, Day day);

}  // namespace cimgate::users
