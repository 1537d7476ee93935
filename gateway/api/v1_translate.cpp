#include <fmt/format.h>

#include <algorithm>

#include "gateway/api/v1_service.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/quoted.hpp"
#include "gateway/report/explanation.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/listings.hpp"
#include "gateway/report/translation_json.hpp"
#include "gateway/text/did_you_mean.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::api {
namespace {

/// The result with its findings and its single files.
constexpr std::string_view whole_story = "application/vnd.cimgate.translation+json";

std::string type_of(std::string_view text) {
  const auto type = report::content_type(text);
  return std::string(type) + (type.ends_with("xml") ? "; charset=utf-8" : "");
}

bool tells_all(const http::Request& request) {
  return http::choose(request.headers.get("Accept"), translate_types) == whole_story;
}

bool prefers_xml(std::string_view accept) {
  const auto xml = std::max(http::quality(accept, "application/xml"), http::quality(accept, "text/xml"));
  return xml > http::quality(accept, "application/json");
}

http::Answer refused(std::uint16_t status, std::string type, std::string title, std::string detail,
                     const std::vector<Finding>& findings, bool norwegian) {
  return http::problem(http::Problem{status,
                                     std::move(type),
                                     std::move(title),
                                     std::move(detail),
                                     {{"verdict", json::quoted(to_string(verdict_of(findings)))},
                                      {"findings", report::findings_json(findings, "  ", norwegian)}}});
}

}  // namespace

const std::vector<std::string> translate_types = {"application/json", "application/xml", "text/xml",
                                                  std::string(whole_story)};
const std::vector<std::string> explain_types = {"application/json", "text/plain"};

void V1::translate(http::Request request, const http::Reply& reply) {
  const std::string level(request.query.get("validate"));
  with_market(level, std::move(request), reply,
              [self = shared_from_this()](http::Request kept, Market market) {
                return self->translated(std::move(kept), std::move(market));
              });
}

http::Answer V1::translated(http::Request request, Market market) {
  if (auto unknown =
          unknown_parameter(request, {"to", "profile", "schema", "message", "compact", "validate", "as-of"}))
    return *unknown;
  TranslateOptions options;
  options.limits = options_.limits;
  options.profile = request.query.get("profile");
  if (auto bad = bad_profile(options.profile)) return *bad;
  options.schema = request.query.get("schema");
  if (auto bad = bad_schema(options.schema)) return *bad;
  options.message = request.query.get("message");
  const auto& translator = *gateway_.engine().translator;
  if (!options.message.empty() && translator.find(options.message) == nullptr)
    return bad_parameter("message",
                         "there is no mapping for it" +
                             text::did_you_mean(options.message, report::mapped_messages(gateway_.engine())));
  if (const auto* compact = request.query.find("compact")) {
    if (*compact != "" && *compact != "true" && *compact != "false")
      return bad_parameter("compact", "expected true or false");
    options.compact = *compact != "false";
  }
  const auto to = request.query.get("to");
  options.prefer_xml = prefers_xml(request.headers.get("Accept"));
  if (to == "cim-json")
    options.target = Target::cim_json;
  else if (to == "cim-xml")
    options.target = Target::cim_xml;
  else if (to == "bim")
    options.target = Target::bim;
  else if (const auto* set = gateway_.engine().catalog->set(to);
           set != nullptr && set->side == schema::SchemaSet::Side::bim) {
    options.target = Target::bim;
    options.version = set->id;
  } else if (!to.empty())
    return bad_parameter("to", "expected cim-json, cim-xml, bim or the id of a version");

  if (const auto* validate = request.query.find("validate")) {
    const auto level = level_of(validate->empty() ? "message" : *validate);
    if (!level) return bad_parameter("validate", "expected schema, codes, message or market");
    auto& judging = options.validate.emplace();
    judging.level = *level;
    judging.market = std::move(market);
    if (auto bad = bad_day(request, judging.as_of)) return *bad;
  } else if (request.query.find("as-of") != nullptr) {
    return bad_parameter("as-of", "only together with validate");
  }

  const bool norwegian = http::is_norwegian(request);
  options.files = tells_all(request);
  auto result = gateway_.translate(parts_of(request), options);
  if (result.checked) {
    verdicts_.add(result.checked->verdict, result.checked->findings);
    report::put_check_first(result);
  }
  return translation(request, result, norwegian);
}

http::Answer V1::translation(const http::Request& request, const Translated& result, bool norwegian) {
  if (result.fault)
    return refused(500, "fault", "Internal error", "The translation failed.", result.findings, norwegian);
  const auto accept = request.headers.get("Accept");
  const bool all = tells_all(request);
  if (all ? result.files.empty() : result.whole.empty())
    return refused(422, "not-translated", "The message was not translated",
                   result.findings.empty() ? "There is no result."
                   : norwegian             ? result.findings.front().text.nb
                                           : result.findings.front().text.en,
                   result.findings, norwegian);
  http::Answer answer;
  answer.headers.add("Vary", "Accept, Accept-Language");
  answer.headers.add("Cimgate-Message", result.message);
  const auto counted = std::count_if(result.findings.begin(), result.findings.end(),
                                     [](const Finding& one) { return one.severity != Severity::info; });
  answer.headers.add("Cimgate-Findings", std::to_string(counted));
  if (result.checked) answer.headers.add("Cimgate-Verdict", std::string(to_string(result.checked->verdict)));
  if (all) {
    answer.content_type = whole_story;
    answer.body = report::translation_json(result, norwegian);
    return answer;
  }
  answer.content_type = type_of(result.whole);
  const auto type = http::media_type(answer.content_type);
  if (http::quality(accept, type) == 0 &&
      (type != "application/xml" || http::quality(accept, "text/xml") == 0))
    return http::problem(http::Problem{406,
                                       "not-acceptable",
                                       "No representation matches Accept",
                                       fmt::format("The result is {}; `to` chooses another.", type),
                                       {}});
  answer.body = result.whole;
  return answer;
}

http::Answer V1::explain(http::Request request) {
  if (auto unknown = unknown_parameter(request, {"path", "why-not", "profile", "schema", "message", "file"}))
    return *unknown;
  ExplainOptions options;
  options.limits = options_.limits;
  options.path = request.query.get("path");
  options.why_not = request.query.get("why-not");
  options.message = request.query.get("message");
  options.profile = request.query.get("profile");
  if (auto bad = bad_profile(options.profile)) return *bad;
  options.schema = request.query.get("schema");
  if (auto bad = bad_schema(options.schema)) return *bad;
  const bool norwegian = http::is_norwegian(request);
  const bool text = http::choose(request.headers.get("Accept"), explain_types) == "text/plain";
  const std::string name(request.query.get("file", "message"));
  const auto explained = gateway_.explain(parts_of(request), options);
  if (explained.fault)
    return refused(500, "fault", "Internal error", "The explanation failed.", explained.findings, norwegian);
  if (explained.values.empty() && explained.absences.empty() &&
      verdict_of(explained.findings) != Verdict::valid)
    return refused(422, "not-translated", "The message was not translated",
                   norwegian ? explained.findings.front().text.nb : explained.findings.front().text.en,
                   explained.findings, norwegian);
  http::Answer answer;
  answer.headers.add("Vary", "Accept, Accept-Language");
  answer.content_type = text ? "text/plain; charset=utf-8" : "application/json";
  const report::ReasonWords words(*gateway_.engine().store, norwegian);
  const auto& asked = options.why_not.empty() ? options.path : options.why_not;
  answer.body = text ? text::terminal_text(report::explanation_text(name, explained, asked, words))
                     : report::explanation_json(name, explained, words) + "\n";
  return answer;
}

}  // namespace cimgate::api
