#include "gateway/api/v1.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/api/v1_service.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/metrics.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::api {

// What `curl --data-binary` says about a file unless it is told is taken, too.
const std::vector<std::string> message_types = {"application/xml",    "text/xml",
                                                "application/*+xml",  "application/json",
                                                "application/*+json", "application/octet-stream",
                                                "text/plain",         "application/x-www-form-urlencoded"};

std::vector<std::string> parts_of(http::Request& request) {
  std::vector<std::string> parts;
  parts.push_back(std::move(request.body));
  return parts;
}

std::optional<http::Answer> bad_day(const http::Request& request, std::string& day) {
  day = request.query.get("as-of");
  if (request.query.find("as-of") == nullptr || rules::parse_day(day)) return std::nullopt;
  return bad_parameter("as-of", "expected a day as YYYY-MM-DD");
}

std::optional<http::Answer> V1::bad_schema(const std::string& schema) const {
  const auto& catalog = *gateway_.engine().catalog;
  if (schema.empty() || catalog.set(schema) != nullptr) return std::nullopt;
  std::vector<std::string> known;
  for (const auto& set : catalog.sets()) known.push_back(set.id);
  return bad_parameter("schema", fmt::format("expected one of: {}", fmt::join(known, ", ")));
}

std::optional<http::Answer> V1::bad_profile(const std::string& profile) const {
  const auto known = gateway_.profiles();
  if (profile.empty() || std::find(known.begin(), known.end(), profile) != known.end()) return std::nullopt;
  return bad_parameter("profile", fmt::format("expected one of: {}", fmt::join(known, ", ")));
}

void VerdictCounts::add(Verdict verdict, const std::vector<Finding>& findings) {
  std::size_t stage = stages - 1;
  for (const auto& finding : findings) {
    const bool decides = verdict == Verdict::invalid
                             ? finding.outcome == Outcome::failed && finding.severity == Severity::error
                             : verdict == Verdict::undetermined && finding.outcome == Outcome::undetermined;
    if (decides) stage = std::min(stage, static_cast<std::size_t>(finding.stage));
  }
  ++counts_[static_cast<std::size_t>(verdict)][stage];
}

std::string VerdictCounts::text() const {
  std::string lines =
      "# HELP cimgate_verdicts_total Messages checked by /v1/validate, by the stage that decided.\n"
      "# TYPE cimgate_verdicts_total counter\n";
  for (std::size_t verdict = 0; verdict < counts_.size(); ++verdict)
    for (std::size_t stage = 0; stage < stages; ++stage)
      if (const auto count = counts_[verdict][stage].load(); count > 0)
        lines += fmt::format("cimgate_verdicts_total{{verdict={},stage={}}} {}\n",
                             http::label(to_string(static_cast<Verdict>(verdict))),
                             http::label(stage == stages - 1 ? "none" : to_string(static_cast<Stage>(stage))),
                             count);
  return lines;
}

namespace {

using Handler = std::function<http::Answer(http::Request)>;

http::Route route(std::string method, std::string pattern, std::string operation, Handler handler) {
  http::Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation = std::move(operation);
  made.handle = [handler = std::move(handler)](http::Request request, const http::Reply& reply) {
    reply(handler(std::move(request)));
  };
  return made;
}

/// A handler of what has no query parameters.
Handler asks_nothing(Handler handler) {
  return [handler = std::move(handler)](http::Request request) {
    if (auto unknown = http::unknown_parameter(request, {})) return *std::move(unknown);
    return handler(std::move(request));
  };
}

http::Route post(std::string pattern, std::string operation, const std::vector<std::string>& produces,
                 Handler handler) {
  auto made = route("POST", std::move(pattern), std::move(operation), std::move(handler));
  made.body = http::BodyIs::required;
  made.harmless = true;
  made.consumes = message_types;
  made.produces = produces;
  return made;
}

}  // namespace

http::Part v1_part(const Gateway& gateway, V1Options options) {
  const auto v1 = std::make_shared<V1>(gateway, std::move(options));
  http::Part part;
  part.openapi = {"gateway/api/openapi/v1.yaml", "gateway/http/openapi/sayings.yaml"};
  part.metrics = [v1] { return v1->metrics(); };
  auto& routes = part.routes;
  auto validate = post("/v1/validate", "validate", validate_types, {});
  validate.handle = [v1](http::Request request, const http::Reply& reply) {
    v1->validate(std::move(request), reply);
  };
  routes.push_back(std::move(validate));
  auto translate = post("/v1/translate", "translate", translate_types, {});
  translate.handle = [v1](http::Request request, const http::Reply& reply) {
    v1->translate(std::move(request), reply);
  };
  routes.push_back(std::move(translate));
  routes.push_back(post("/v1/explain", "explain", explain_types,
                        [v1](http::Request request) { return v1->explain(std::move(request)); }));
  auto diff =
      route("POST", "/v1/diff", "diff", [v1](http::Request request) { return v1->diff(std::move(request)); });
  diff.body = http::BodyIs::required;
  diff.consumes = {"application/json"};
  diff.harmless = true;
  routes.push_back(std::move(diff));
  routes.push_back(route("GET", "/v1/rules", "listRules",
                         asks_nothing([v1](const http::Request&) { return v1->rules(); })));
  routes.push_back(route("GET", "/v1/rules/{id}", "showRule",
                         asks_nothing([v1](const http::Request& request) { return v1->rule(request); })));
  routes.push_back(route("GET", "/v1/mappings", "listMappings",
                         asks_nothing([v1](const http::Request&) { return v1->mappings(); })));
  routes.push_back(route("GET", "/v1/mappings/{message}", "showMapping",
                         asks_nothing([v1](const http::Request& request) { return v1->mapping(request); })));
  routes.push_back(route("GET", "/v1/schemas", "listSchemas",
                         asks_nothing([v1](const http::Request&) { return v1->schemas(); })));
  routes.push_back(route("GET", "/v1/schemas/{file...}", "showSchema",
                         asks_nothing([v1](const http::Request& request) { return v1->schema(request); })));
  routes.push_back(route("GET", "/schemas", "listJsonSchemas",
                         asks_nothing([v1](const http::Request&) { return v1->json_schemas(); })));
  routes.push_back(route("GET", "/schemas/{path...}", "showJsonSchema",
                         [v1](const http::Request& request) { return v1->json_schema(request); }));
  routes.push_back(route("GET", "/v1/messages/{message}", "showMessage",
                         [v1](const http::Request& request) { return v1->message(request); }));
  routes.push_back(route("GET", "/v1/coverage", "coverage",
                         [v1](const http::Request& request) { return v1->coverage(request); }));
  return part;
}

}  // namespace cimgate::api
