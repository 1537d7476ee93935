#include "gateway/elhub/users/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/security/keys/hash.hpp"

namespace cimgate::users {
namespace {

constexpr std::size_t length_of_unknown = 12;

/// One who is not known is told apart from others, and what his token calls him is not kept.
std::string name_of_unknown(const std::optional<std::string>& subject) {
  if (!subject) return "system";
  return subject->empty() ? "unknown" : "unknown:" + keys::hex_digest(*subject).substr(0, length_of_unknown);
}

const User* find_user(const Organisation* organisation, const std::optional<std::string>& subject) {
  if (organisation == nullptr) return nullptr;
  for (const auto& user : organisation->users)
    if (subject ? !subject->empty() && user.subject == *subject : user.system) return &user;
  return nullptr;
}

/// Why a user has no role for a party now: the end of the last that there was tells most.
std::string why_none(const Directory& directory, const Act& act, const User* user, Day today) {
  if (user == nullptr)
    return act.subject ? "The user of the token has no access for this organisation."
                       : "The organisation has no system with access.";
  const Term* last = nullptr;
  for (const auto& term : user->terms)
    if (term.party == act.party && (last == nullptr || term.to > last->to)) last = &term;
  if (last == nullptr) return "The user has no role for this party.";
  if (today >= last->to)
    return fmt::format("The user's role {} ended on {}.", last->role, time::to_text(last->to));
  if (today < last->from)
    return fmt::format("The user's role {} begins on {}.", last->role, time::to_text(last->from));
  if (!directory.may_have(act.organisation, act.party, last->role, today))
    return "The organisation is no agent of this party for the user's role.";
  return "The user has no role for this party.";
}

}  // namespace

Verdict judge(const Directory& directory, const Act& act, Day today) {
  Verdict verdict;
  const auto* user = find_user(directory.find(act.organisation), act.subject);
  verdict.user = user == nullptr ? name_of_unknown(act.subject) : user->id;
  std::vector<std::string> held;
  if (user != nullptr)
    for (const auto& term : user->terms)
      if (term.party == act.party && term.holds(today)) held.push_back(term.role);
  // A token that does not say whose it is brings nobody's roles.
  if (!directory.roles_claim.empty() && act.subject && !act.subject->empty())
    held.insert(held.end(), act.roles.begin(), act.roles.end());
  std::string powerless;
  for (const auto& name : held) {
    const auto* role = directory.roles->find(name);
    if (role == nullptr || !directory.may_have(act.organisation, act.party, name, today)) continue;
    if (role->lets(act.deed, act.own_answers)) {
      verdict.allowed = true;
      verdict.role = name;
      return verdict;
    }
    powerless = name;
  }
  verdict.why = powerless.empty() ? why_none(directory, act, user, today)
                                  : fmt::format("The role {} does not allow it.", powerless);
  return verdict;
}

}  // namespace cimgate::users
