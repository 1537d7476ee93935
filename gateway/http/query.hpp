#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/route.hpp"

/// What is asked behind the '?': a name that nobody knows is a mistake, and is told as one.
namespace cimgate::http {

/// A 400 that says which query parameters there are, when one is not among them. `lang` (en, nb) is always.
std::optional<Answer> unknown_parameter(const Request& request, const std::vector<std::string>& known);
/// A 400 about the value of a query parameter.
Answer bad_parameter(std::string_view name, std::string_view detail);

}  // namespace cimgate::http
