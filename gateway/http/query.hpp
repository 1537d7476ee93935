#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/route.hpp"

/// What is asked behind the '?': a name that nobody knows is a mistake, and is told as one.
namespace cimgate::http {

inline constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::max();

/// What may stand behind the '?', once: a text, or a whole number from `least` to `greatest`.
struct Parameter {
  Parameter(const char* called) : name(called) {}  // NOLINT: a list of names is one of parameters
  Parameter(const char* called, std::int64_t from, std::int64_t to)
      : name(called), is_number(true), least(from), greatest(to) {}

  std::string name;
  bool is_number = false;
  std::int64_t least = 0, greatest = any_number;
};

/// The number of a parameter that a route has checked; `otherwise` when it is not there.
std::int64_t number(const Request& request, std::string_view name, std::int64_t otherwise);

/// A 400 that says which query parameters there are, when one is not among them. `lang` (en, nb) is always.
std::optional<Answer> unknown_parameter(const Request& request, const std::vector<std::string>& known);
/// A route that knows these query parameters.
Route route(std::string method, std::string pattern, std::string operation, std::vector<Parameter> parameters,
            std::function<void(const Request&, const Reply&)> handle);
/// A 400 about the value of a query parameter.
Answer bad_parameter(std::string_view name, std::string_view detail);

}  // namespace cimgate::http
