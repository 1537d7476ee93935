#pragma once
#include <string>
#include <string_view>

namespace cimgate::bridge {

/// What the market said, for logs and operators: Elhub's faults hold what its validator says, with values of
/// the message in quotes, which may be of persons. Quoted pieces and long numbers become "…"; the party that
/// sent the message gets the whole text.
std::string without_values(std::string_view text);

}  // namespace cimgate::bridge
