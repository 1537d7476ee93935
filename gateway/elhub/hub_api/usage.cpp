#include "gateway/elhub/hub_api/usage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/hub_api/asking.hpp"
#include "gateway/elhub/usage/report.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub_api {
namespace {

using cim_rest::problem_of;
using HubPtr = std::shared_ptr<hub::Hub>;
using json::JsonOut;

void put_limits(JsonOut& out, const hub::UsageRules& rules) {
  const auto& limits = rules.limits;
  out.begin_object("limits");
  out.member("builtIn", rules.built_in);
  out.begin_object("answers", JsonOut::Line::one);
  out.member("yellow", usage::to_string(limits.yellow));
  out.member("red", usage::to_string(limits.red));
  out.end_object();
  out.begin_object("source", JsonOut::Line::one);
  out.member("status", limits.source.status);
  out.member("ref", limits.source.ref);
  out.end_object();
  out.end_object();
}

void put_conversion(JsonOut& out, const usage::Conversion& conversion) {
  out.begin_object("period", JsonOut::Line::one);
  out.member("from", rules::to_text(conversion.from));
  out.member("to", rules::to_text(conversion.to));
  out.member("queriesForStart", conversion.queries);
  out.member("starts", conversion.starts);
  out.member("blocked", conversion.blocked);
  out.end_object();
}

void put_days(JsonOut& out, const usage::Counts& counts) {
  out.begin_array("days");
  for (const auto& [day, count] : counts.days) {
    out.begin_object(JsonOut::Line::one);
    out.member("day", rules::to_text(day));
    out.member("accepted", count.accepted);
    out.member("rejected", count.rejected);
    out.member("queriesForStart", count.for_start);
    out.member("starts", count.starts);
    out.member("meteringPoints", count.points);
    out.member("blocked", count.blocked);
    out.end_object();
  }
  out.end_array();
}

/// `party`: the only one, with its days; "" = all of whom something is counted.
std::string usage_json(hub::MessageProcessor& processor, ledger::Ledger& ledger, const std::string& party) {
  JsonOut out(true);
  out.begin_object();
  const auto rules = processor.usage().rules();
  if (rules) put_limits(out, *rules);
  out.begin_array("parties");
  const auto now = ledger.now();
  for (const auto& gln : party.empty() ? ledger.parties_with_uses() : std::vector<std::string>{party}) {
    if (!rules) break;
    const auto counts = processor.usage().counts_of(gln);
    usage::begin_party(out, usage::at(rules->limits, gln, counts, now));
    put_conversion(out, usage::conversion(rules->limits, counts, now));
    if (!party.empty()) put_days(out, counts);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

void get_usage(const HubPtr& hub, const http::Request& request, const http::Reply& reply) {
  if (auto wrong = http::unknown_parameter(request, {"party"})) return reply(*std::move(wrong));
  const auto party = std::string(request.query.get("party"));
  if (!party.empty() && !text::are_digits(party, 13))
    return reply(http::bad_parameter("party", "expected the 13 digits of a GLN"));
  with_ledger(hub, reply, [party](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    if (!party.empty() && !ledger.knows_party(party))
      return problem_of(404, "no-such-party", "There is no such party.", "");
    return http::json_answer(usage_json(processor, ledger, party));
  });
}

http::Answer limits_yaml(hub::MessageProcessor& processor) {
  const auto rules = processor.usage().rules();
  http::Answer answer;
  answer.content_type = "application/yaml";
  if (rules) answer.body = rules->yaml;
  return answer;
}

void put_limits(const HubPtr& hub, const std::string& yaml, const http::Reply& reply) {
  with_ledger(hub, reply, [yaml](hub::MessageProcessor& processor, ledger::Ledger&) {
    if (const auto set = processor.set_usage_limits(yaml); !set) {
      const auto& all = set.error();
      return problem_of(422, "bad-usage-limits", "The limits are not valid.", all.substr(0, all.find('\n')));
    }
    return limits_yaml(processor);
  });
}

http::Route route(const char* method, const char* pattern, const char* operation,
                  std::function<void(const http::Request&, const http::Reply&)> handle) {
  http::Route made;
  made.method = method;
  made.pattern = pattern;
  made.operation = operation;
  made.handle = std::move(handle);
  made.body_limit = std::size_t{64} * 1024;
  return made;
}

constexpr const char* limits_pattern = "/hub/v1/usage-611/limits";

}  // namespace

std::vector<http::Route> usage_routes(const HubPtr& hub) {
  std::vector<http::Route> all;
  all.push_back(route(
      "GET", "/hub/v1/usage-611", "getUsage611",
      [hub](const http::Request& request, const http::Reply& reply) { get_usage(hub, request, reply); }));
  all.push_back(route(
      "GET", limits_pattern, "getUsage611Limits", [hub](const http::Request&, const http::Reply& reply) {
        with_ledger(hub, reply,
                    [](hub::MessageProcessor& processor, ledger::Ledger&) { return limits_yaml(processor); });
      }));
  all.push_back(route("PUT", limits_pattern, "setUsage611Limits",
                      [hub](const http::Request& request, const http::Reply& reply) {
                        put_limits(hub, request.body, reply);
                      }));
  all.back().body = http::BodyIs::required;
  all.push_back(route("DELETE", limits_pattern, "resetUsage611Limits",
                      [hub](const http::Request&, const http::Reply& reply) { put_limits(hub, {}, reply); }));
  return all;
}

std::string usage_metrics(const hub::Hub& hub) {
  const auto usage = hub.usage();
  std::string lines =
      "# HELP cimgate_hub_usage_611 Use of BRS-NO-611: 0 green, 1 yellow, 2 red.\n"
      "# TYPE cimgate_hub_usage_611 gauge\n";
  for (const auto& [light, conversion] : usage.parties)
    lines +=
        fmt::format("cimgate_hub_usage_611{{party=\"{}\"}} {}\n", light.party, static_cast<int>(light.level));
  lines +=
      "# HELP cimgate_hub_usage_611_blocked Queries in the period of the limits that were refused because of "
      "them.\n"
      "# TYPE cimgate_hub_usage_611_blocked gauge\n";
  for (const auto& [light, conversion] : usage.parties)
    lines +=
        fmt::format("cimgate_hub_usage_611_blocked{{party=\"{}\"}} {}\n", light.party, conversion.blocked);
  return lines;
}

}  // namespace cimgate::hub_api
