#pragma once
#include "gateway/elhub/hub/process_context.hpp"
#include "gateway/elhub/users/directory.hpp"

namespace cimgate::hub {

/// The step of the clock at which it is told that a user's role is about to end.
inline constexpr const char* role_ends_soon = "role-ends-soon";

/// Puts what is to be told of the ends of roles in the place of what was planned before. What was told is not
/// told again.
void plan_ends_of_roles(ProcessContext& context, const users::Directory& directory);
/// Tells the super users of the organisation, by mail, that a role is about to end: once, and not when the
/// role goes on. `term`: as users::name_of() has it. That the mail has these words, and one goes to each
/// super user, is assumed; that Elhub writes to them before the end is published.
void tell_end_of_role(ProcessContext& context, const users::Directory& directory, const std::string& term);

}  // namespace cimgate::hub
