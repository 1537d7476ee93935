#include "gateway/http/query.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/http/problem.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::http {

Answer bad_parameter(std::string_view name, std::string_view detail) {
  return problem(
      Problem{400, "bad-parameter", "Invalid query parameter", fmt::format("{}: {}", name, detail), {}});
}

std::optional<Answer> unknown_parameter(const Request& request, const std::vector<std::string>& known) {
  for (const auto& [name, value] : request.query) {
    if (name == "lang" && value != "en" && value != "nb") return bad_parameter(name, "expected en or nb");
    if (name != "lang" && std::find(known.begin(), known.end(), name) == known.end())
      return problem(Problem{
          400,
          "unknown-parameter",
          "Unknown query parameter",
          fmt::format("There is no parameter of this name{}, only: {}lang.", text::did_you_mean(name, known),
                      known.empty() ? "" : fmt::format("{}, ", fmt::join(known, ", "))),
          {}});
  }
  return std::nullopt;
}

}  // namespace cimgate::http
