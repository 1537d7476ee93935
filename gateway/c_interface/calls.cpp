#include "gateway/c_interface/calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gateway/check/judge.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/explanation.hpp"
#include "gateway/report/listings.hpp"
#include "gateway/report/round_trip_json.hpp"
#include "gateway/report/translation_json.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::c_interface {
namespace {

void ask_limits(Options& options, InputLimits& limits) {
  constexpr std::size_t any = std::size_t{1} << 40;
  options.number("maxBytes", std::size_t{1}, any, limits.bytes);
  options.number("maxDepth", 1U, 1000U, limits.depth);
  options.number("maxElements", 1U, 1000000000U, limits.elements);
  options.number("maxAttributes", 1U, 100000U, limits.attributes);
  options.number("maxNames", 2000U, 100000U, limits.names);
  options.number("maxText", std::size_t{1}, any, limits.text);
  options.number("maxFindings", std::size_t{1}, std::size_t{1000000000}, limits.findings);
}

bool ask_norwegian(Options& options) {
  std::string language;
  options.one_of("lang", {"en", "nb"}, language);
  return language == "nb";
}

/// How an answer calls the input.
std::string ask_file(Options& options) {
  std::string file = "message";
  options.text("file", file);
  return file;
}

void ask_profile(Options& options, const Gateway& gateway, std::string& profile) {
  options.text("profile", profile);
  const auto known = gateway.profiles();
  if (!profile.empty() && std::find(known.begin(), known.end(), profile) == known.end())
    options.refuse("profile", fmt::format("there is no '{}'{}", profile, otherwise_known(profile, known)));
}

std::vector<std::string> set_ids(const Gateway& gateway, bool only_bim) {
  std::vector<std::string> ids;
  for (const auto& set : gateway.engine().catalog->sets())
    if (!only_bim || set.side == schema::SchemaSet::Side::bim) ids.push_back(set.id);
  return ids;
}

void ask_schema(Options& options, const Gateway& gateway, std::string& schema) {
  options.text("schema", schema);
  if (!schema.empty() && gateway.engine().catalog->set(schema) == nullptr)
    options.refuse("schema", fmt::format("there is no '{}'{}", schema,
                                         otherwise_known(schema, set_ids(gateway, false))));
}

void ask_message(Options& options, const Gateway& gateway, std::string& message) {
  options.text("message", message);
  const auto& engine = gateway.engine();
  if (!message.empty() && engine.translator->find(message) == nullptr)
    options.refuse("message", fmt::format("there is no mapping for '{}'{}", message,
                                          otherwise_known(message, report::mapped_messages(engine))));
}

check::FailOn ask_fail_on(Options& options) {
  std::string severity;
  options.one_of("failOn", {"error", "warning", "never"}, severity);
  if (severity == "never") return check::FailOn::never;
  return severity == "warning" ? check::FailOn::warning : check::FailOn::error;
}

Level level_of(const std::string& name, const Opened& opened) {
  if (name == "schema") return Level::schema;
  if (name == "codes") return Level::codes;
  if (name == "market" || (name == "auto" && opened.market != nullptr)) return Level::market;
  return Level::message;
}

/// "to": a form, or the set of BIM that the message is to be of.
void ask_target(Options& options, const Gateway& gateway, TranslateOptions& how) {
  std::string to;
  options.text("to", to);
  if (to.empty()) return;
  if (to == "cim-json") {
    how.target = Target::cim_json;
  } else if (to == "cim-xml") {
    how.target = Target::cim_xml;
  } else if (to == "bim") {
    how.target = Target::bim;
  } else if (const auto* set = gateway.engine().catalog->set(to);
             set != nullptr && set->side == schema::SchemaSet::Side::bim) {
    how.target = Target::bim;
    how.version = set->id;
  } else {
    auto known = set_ids(gateway, true);
    known.insert(known.begin(), {"cim-json", "cim-xml", "bim"});
    options.refuse("to", fmt::format("there is no '{}'{}", to, otherwise_known(to, known)));
  }
}

/// "validate" and what goes with it.
void ask_check(Options& options, const Opened& opened, TranslateOptions& how) {
  std::string level;
  options.one_of("validate", {"auto", "schema", "codes", "message", "market"}, level);
  std::string as_of;
  options.day("asOf", as_of);
  if (level.empty()) {
    if (!as_of.empty()) options.refuse("asOf", "only together with validate");
    return;
  }
  auto& judging = how.validate.emplace();
  judging.level = level_of(level, opened);
  judging.as_of = as_of;
  judging.market = opened.market;
}

}  // namespace

Answer wrong_call(const std::string& why) {
  json::JsonOut out(true);
  out.begin_object(json::JsonOut::Line::airy);
  out.member("error", why);
  out.end_object();
  return {check::Status::usage, std::move(out).take()};
}

tl::expected<Opened, std::string> open(Options& options) {
  std::string data;
  std::string market;
  std::string reader;
  options.text("data", data);
  options.text("market", market);
  options.one_of("reader", {"fast", "reference"}, reader);
  if (auto problem = options.problem(); !problem.empty()) return tl::make_unexpected(std::move(problem));
  auto gateway = Gateway::open(data, reader == "reference" ? XmlReader::reference : XmlReader::fast);
  if (!gateway) return tl::make_unexpected(gateway.error());
  MarketState state;
  if (!market.empty()) {
    auto opened = open_market(market);
    if (!opened) return tl::make_unexpected(opened.error());
    state = std::move(*opened);
  }
  return Opened{std::move(*gateway), std::move(state)};
}

Answer validate(const Opened& opened, const Parts& parts, Options& options) {
  check::JudgeOptions judging;
  auto& how = judging.validate;
  report::Run run;
  const auto file = ask_file(options);
  run.norwegian = ask_norwegian(options);
  run.fail_on = ask_fail_on(options);
  std::string level = "auto";
  options.one_of("level", {"auto", "schema", "codes", "message", "market"}, level);
  how.level = level_of(level, opened);
  how.market = opened.market;
  options.day("asOf", how.as_of);
  run.as_of = how.as_of;
  ask_schema(options, opened.gateway, how.schema);
  ask_profile(options, opened.gateway, how.profile);
  options.text("emif", how.emif);
  if (!how.emif.empty() && !opened.gateway.engine().knows_version(how.emif))
    options.refuse("emif", fmt::format("there is no version '{}'{}", how.emif,
                                       otherwise_known(how.emif, opened.gateway.engine().version_names())));
  ask_limits(options, how.limits);
  if (const auto problem = options.problem(); !problem.empty()) return wrong_call(problem);

  auto judged = check::judge(opened.gateway, file, parts, judging);
  check::settle(judged, run.fail_on);
  const auto writer = report::make_ndjson_writer(run);
  return {check::status_of(judged), writer->add(judged)};
}

Answer translate(const Opened& opened, const Parts& parts, Options& options) {
  TranslateOptions how;
  const bool norwegian = ask_norwegian(options);
  const auto fail_on = ask_fail_on(options);
  ask_target(options, opened.gateway, how);
  ask_schema(options, opened.gateway, how.schema);
  ask_profile(options, opened.gateway, how.profile);
  ask_message(options, opened.gateway, how.message);
  options.flag("compact", how.compact);
  options.flag("files", how.files);
  ask_check(options, opened, how);
  ask_limits(options, how.limits);
  if (const auto problem = options.problem(); !problem.empty()) return wrong_call(problem);

  auto result = opened.gateway.translate(parts, how);
  auto status = check::status_of(result);
  if (result.checked) {
    auto judged = check::judged({}, *result.checked);
    check::add_translation(judged, result);
    check::settle(judged, fail_on);
    status = check::worse(status, check::status_of(judged));
    report::put_check_first(result);
  }
  return {status, report::translation_json(result, norwegian)};
}

Answer explain(const Opened& opened, const Parts& parts, Options& options) {
  ExplainOptions how;
  const auto file = ask_file(options);
  const bool norwegian = ask_norwegian(options);
  options.text("path", how.path);
  options.text("whyNot", how.why_not);
  ask_schema(options, opened.gateway, how.schema);
  ask_profile(options, opened.gateway, how.profile);
  ask_message(options, opened.gateway, how.message);
  ask_limits(options, how.limits);
  if (const auto problem = options.problem(); !problem.empty()) return wrong_call(problem);

  const auto explained = opened.gateway.explain(parts, how);
  const report::ReasonWords words(*opened.gateway.engine().store, norwegian);
  return {check::status_of(explained, !explained.values.empty(), how),
          report::explanation_json(file, explained, words) + "\n"};
}

Answer round_trip(const Opened& opened, const Parts& parts, Options& options) {
  RoundTripOptions how;
  const auto file = ask_file(options);
  const bool norwegian = ask_norwegian(options);
  ask_schema(options, opened.gateway, how.schema);
  ask_profile(options, opened.gateway, how.profile);
  options.flag("byXml", how.by_xml);
  ask_limits(options, how.limits);
  if (const auto problem = options.problem(); !problem.empty()) return wrong_call(problem);

  const auto trip = opened.gateway.round_trip(parts, how);
  json::JsonOut out(true);
  report::append_round_trip(out, file, trip, norwegian);
  return {check::status_of(trip), std::move(out).take()};
}

}  // namespace cimgate::c_interface
