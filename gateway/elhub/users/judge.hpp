#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/elhub/users/directory.hpp"

namespace cimgate::users {

/// Somebody who is about to do something.
struct Act {
  Deed deed = Deed::look;
  std::string organisation;  ///< GLN of the one who speaks
  std::string party;         ///< GLN of the one for whom
  /// What the token calls the user; "" = the token does not say; nothing = there is no token, and it is the
  /// organisation's system that speaks.
  std::optional<std::string> subject;
  std::vector<std::string> roles;  ///< that the token brings
  std::string about;               ///< "BRS-NO-101", "market-processes", "GET /cim/v1/…"
  std::string way;                 ///< "soap" or "rest"
  std::string document;            ///< id of the document whose state is asked for; "" = none
  bool own_answers = false;        ///< nothing is seen but the answers to one's own BRS-NO-611
};

struct Verdict {
  bool allowed = false;
  std::string user;  ///< id; one that is not known has a name of its own, made from what the token calls it
  std::string role;  ///< that allows it; "" = none
  std::string why;   ///< none does, in a sentence
};

/// Whether a role of the user lets it be done on this day.
Verdict judge(const Directory& directory, const Act& act, Day today);

}  // namespace cimgate::users
