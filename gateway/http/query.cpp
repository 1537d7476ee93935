#include "gateway/http/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "gateway/http/problem.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::http {

Answer bad_parameter(std::string_view name, std::string_view detail) {
  return problem(
      Problem{400, "bad-parameter", "Invalid query parameter", fmt::format("{}: {}", name, detail), {}});
}

std::int64_t number(const Request& request, std::string_view name, std::int64_t otherwise) {
  const auto text = request.query.get(name);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

std::optional<Answer> unknown_parameter(const Request& request, const std::vector<std::string>& known) {
  std::set<std::string_view> seen;
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
    if (!seen.insert(name).second) return bad_parameter(name, "it is there more than once");
  }
  return std::nullopt;
}

namespace {

/// A 400 when one of these is no number that it may be.
std::optional<Answer> bad_number(const Request& request, const std::vector<Parameter>& known) {
  for (const auto& one : known) {
    if (!one.is_number || request.query.find(one.name) == nullptr) continue;
    const auto value = number(request, one.name, one.least - 1);
    if (value >= one.least && value <= one.greatest) continue;
    return bad_parameter(one.name,
                         one.greatest == any_number
                             ? fmt::format("expected a whole number from {}", one.least)
                             : fmt::format("expected a whole number from {} to {}", one.least, one.greatest));
  }
  return std::nullopt;
}

}  // namespace

Route route(std::string method, std::string pattern, std::string operation, std::vector<Parameter> parameters,
            std::function<void(const Request&, const Reply&)> handle) {
  std::vector<std::string> names;
  for (const auto& one : parameters) names.push_back(one.name);
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation = std::move(operation);
  made.handle = [parameters = std::move(parameters), names = std::move(names), handle = std::move(handle)](
                    const Request& request, const Reply& reply) {
    if (auto unknown = unknown_parameter(request, names)) return reply(*std::move(unknown));
    if (auto bad = bad_number(request, parameters)) return reply(*std::move(bad));
    handle(request, reply);
  };
  return made;
}

}  // namespace cimgate::http
