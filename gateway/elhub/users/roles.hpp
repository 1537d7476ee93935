#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/finding.hpp"

/// Users of organisations: which roles they have, what these let them do, and who did what. For the test hub
/// and for the bridge. Source of the rules: Elhub's guide to access for users.
namespace cimgate::users {

/// What somebody does for a party.
enum class Deed : std::uint8_t {
  send,        ///< a message of a process, or something else that changes what the market knows
  verify,      ///< BRS-NO-611
  look,        ///< at queues, documents, resources
  take,        ///< a result set out of a queue
  administer,  ///< the users of an organisation
};
std::string_view to_string(Deed deed);  ///< "send"

struct Role {
  std::string name;  ///< "full"
  Text title;
  std::vector<Deed> may;
  bool own_answers = false;  ///< may see and take the answers to its own BRS-NO-611
  RuleSource source;

  bool lets(Deed deed, bool own_answers_are_meant) const;
};

struct Roles {
  RuleSource source;
  int months = 0;        ///< a role lasts so long at most
  int warning_days = 0;  ///< before its end
  std::vector<Role> all;

  /// Null: there is none of this name.
  const Role* find(std::string_view name) const;
};

/// The role of those who are written to before roles end.
inline constexpr const char* super_user = "super-user";
inline constexpr const char* roles_file = "rules/access-roles.yaml";
/// Error: the mistakes of the file, one a line.
tl::expected<Roles, std::string> read_roles(const std::string& path, std::string_view text);
/// No role at all.
inline std::shared_ptr<const Roles> no_roles() {
  return std::make_shared<const Roles>();
}

}  // namespace cimgate::users
