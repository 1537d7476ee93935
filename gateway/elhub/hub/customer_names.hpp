#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cimgate::hub {

/// The names of an end user, in the parts that messages have. Never for logs or events.
struct CustomerNames {
  std::optional<std::string> name;  ///< of an organisation
  std::optional<std::string> given_name, family_name;
};

/// A name as the market state has it, which is one text: the last word of a person's is the family name.
/// Parts that are longer than messages hold (80 characters, a family name 40; Elhub_BusinessDataType.xsd) are
/// cut. Nothing: there is no name.
CustomerNames names_of(std::string_view scheme, std::string_view name);

/// And back: "" when there is none.
std::string full_name(const CustomerNames& names);

}  // namespace cimgate::hub
