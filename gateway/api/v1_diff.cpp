#include <fmt/format.h>

#include "gateway/api/v1_service.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/report/diff_json.hpp"

namespace cimgate::api {
namespace {

using json::JsonValue;
using json::no_json;

http::Answer not_two(std::string detail) {
  return http::problem(http::Problem{400, "bad-body", "Invalid body", std::move(detail), {}});
}

}  // namespace

http::Answer V1::diff(http::Request request) {
  if (auto unknown = unknown_parameter(request, {"profile", "schema"})) return *unknown;
  DiffOptions options;
  options.limits = options_.limits;
  options.profile = request.query.get("profile");
  if (auto bad = bad_profile(options.profile)) return *bad;
  options.schema = request.query.get("schema");
  if (auto bad = bad_schema(options.schema)) return *bad;
  // A message is one long text of the body.
  source::Limits limits;
  limits.text = request.body.size();
  const auto json = json::parse_json(request.body, limits);
  if (!json)
    return not_two(fmt::format("The body is not JSON: line {}, column {}: {}", json.error().position.line,
                               json.error().position.column, json.error().text.en));
  std::string texts[2], names[2];
  for (const int side : {0, 1}) {
    const auto* name = side == 0 ? "first" : "second";
    const auto at = json->member(0, name);
    const auto text = at == no_json ? no_json : json->member(at, "text");
    if (text == no_json || (*json)[text].kind != JsonValue::Kind::string)
      return not_two(R"(Expected {"first": {"name": "old.xml", "text": "<…"}, "second": {…}}.)");
    texts[side] = std::string((*json)[text].text);
    const auto named = json->member(at, "name");
    names[side] = named == no_json ? name : std::string((*json)[named].text);
  }
  const auto compared = gateway_.diff({std::move(texts[0])}, {std::move(texts[1])}, options);
  return json_answer(report::diff_json(compared, names[0], names[1], http::is_norwegian(request)));
}

}  // namespace cimgate::api
