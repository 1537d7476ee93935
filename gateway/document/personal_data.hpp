#pragma once
#include <string>
#include <string_view>

#include "gateway/schema/model.hpp"

namespace cimgate::document {

/// A value as a message to people may show it, cut when it is long. Empty when it may be personal data: free
/// text (names, addresses, telephone numbers, customer ids) is never shown; codes, dates, numbers and
/// identifiers of a fixed form are, unless they look like the number of a person.
std::string quotable(const schema::SimpleType& type, std::string_view value,
                     const dialect::PersonalNumbers& numbers);

}  // namespace cimgate::document
