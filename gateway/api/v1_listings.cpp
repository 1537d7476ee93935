#include <fmt/format.h>

#include <algorithm>

#include "gateway/api/v1_service.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/report/coverage_report.hpp"
#include "gateway/report/listings.hpp"
#include "gateway/report/message_fields.hpp"
#include "gateway/report/own_rules.hpp"
#include "gateway/report/rule_listing.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::api {
namespace {

http::Answer not_there(const std::string& what, const std::string& name,
                       const std::vector<std::string>& names) {
  return http::problem(
      http::Problem{404,
                    "not-found",
                    "There is nothing at this path",
                    fmt::format("There is no {} of this name{}", what, text::did_you_mean(name, names)),
                    {}});
}

}  // namespace

http::Answer V1::rules() const {
  return json_answer(report::rules_json(gateway_.engine().rules().rules()));
}

http::Answer V1::rule(const http::Request& request) const {
  const std::string id(request.parameters.get("id"));
  const auto& engine = gateway_.engine();
  report::RuleList found;
  for (const auto& rule : engine.rules().rules())
    if (rule->id == id || rule->brs == id) found.push_back(rule);
  if (!found.empty()) return json_answer(report::rules_json(found));
  const auto own = report::own_rule(engine, id);
  return own ? json_answer(report::own_rule_json(*own))
             : not_there("rule", id, report::names_of_rules(engine));
}

http::Answer V1::mappings() const {
  return json_answer(report::mappings_json(gateway_.engine()));
}

http::Answer V1::mapping(const http::Request& request) const {
  const auto& engine = gateway_.engine();
  const std::string message(request.parameters.get("message"));
  const auto* def = engine.translator->find(message);
  if (def == nullptr) return not_there("mapping", message, report::mapped_messages(engine));
  const auto text = engine.store->read(def->origin.file);
  http::Answer answer;
  answer.content_type = "application/yaml";
  answer.body = text ? std::string(*text) : std::string();
  return answer;
}

http::Answer V1::schemas() const {
  return json_answer(report::schemas_json(gateway_.engine()));
}

http::Answer V1::message(const http::Request& request) const {
  if (auto unknown = unknown_parameter(request, {"schema"})) return *unknown;
  const std::string schema(request.query.get("schema"));
  if (auto bad = bad_schema(schema)) return *bad;
  const auto fields = report::fields_of(gateway_.engine(), request.parameters.get("message"), schema);
  if (!fields)
    return http::problem(
        http::Problem{404, "not-found", "There is nothing at this path", fields.error(), {}});
  return json_answer(report::fields_json(*fields, report::CodeNames::of(gateway_.engine())));
}

http::Answer V1::schema(const http::Request& request) const {
  const auto file = "xsd/" + std::string(request.parameters.get("file"));
  if (!file.ends_with(".xsd") || file.find("..") != std::string::npos) return not_there("schema", file, {});
  const auto text = gateway_.engine().store->read(file);
  if (!text) return not_there("schema", file, {});
  http::Answer answer;
  answer.content_type = "application/xml";
  answer.body = std::string(*text);
  return answer;
}

http::Answer V1::coverage(const http::Request& request) {
  if (auto unknown = unknown_parameter(request, {"message", "profile", "schema"})) return *unknown;
  const std::string message(request.query.get("message"));
  const std::string profile(request.query.get("profile"));
  if (auto bad = bad_profile(profile)) return *bad;
  const std::string schema(request.query.get("schema"));
  if (auto bad = bad_schema(schema)) return *bad;
  if (!message.empty() && gateway_.engine().translator->find(message) == nullptr)
    return bad_parameter("message",
                         "there is no mapping for it" +
                             text::did_you_mean(message, report::mapped_messages(gateway_.engine())));
  const bool norwegian = http::is_norwegian(request);
  const std::lock_guard lock(coverage_mutex_);
  auto& kept = coverages_[fmt::format("{}\n{}\n{}\n{}", message, profile, schema, norwegian)];
  if (kept.empty()) {
    const auto one = [](const std::string& name) {
      return name.empty() ? std::vector<std::string>() : std::vector<std::string>{name};
    };
    const auto all = report::coverage_of(gateway_.engine(), one(message), one(profile),
                                         gateway_.engine().catalog->set(schema));
    if (!all)
      return http::problem(
          http::Problem{500, "fault", "Internal error", fmt::format("{}", fmt::join(all.error(), "; ")), {}});
    kept = report::coverage_json(*all, {*gateway_.engine().store, norwegian});
  }
  return json_answer(kept);
}

}  // namespace cimgate::api
