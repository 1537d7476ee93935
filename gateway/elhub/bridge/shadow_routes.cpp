#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "gateway/elhub/bridge/routes.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::bridge {
namespace {

using http::Answer;
using http::json_answer;
using http::Reply;
using http::Request;
using json::JsonOut;

Answer busy() {
  return http::problem({503,
                        "hub-unavailable",
                        "The market cannot do this now.",
                        "The database of the bridge cannot be used now.",
                        {}});
}

Answer take(Bridge& bridge, const Request& request) {
  Shadow taken;
  if (!bridge.take_shadow(request.body, taken)) return busy();
  JsonOut out(true);
  out.begin_object();
  out.member("id", taken.id);
  out.member("message", taken.name);
  if (taken.name.empty()) out.member("problem", "It is not a valid message that the market takes.");
  out.end_object();
  return json_answer(std::move(out).take(), 202);
}

Answer report(Bridge& bridge, const Request& request) {
  const auto day = rules::parse_day(std::string(request.query.get("day")));
  if (!day) return http::bad_parameter("day", "expected a day as YYYY-MM-DD");
  ShadowReport made;
  if (!bridge.compare_shadows(norway::start_of(*day) * 1000,
                              norway::start_of(*day + std::chrono::days(1)) * 1000, made))
    return busy();
  JsonOut out(true);
  out.begin_object();
  out.member("day", rules::to_text(*day));
  out.member("soap", made.soap);
  out.member("cim", made.cim);
  out.member("equal", made.equal);
  out.member("different", made.differing);
  out.member("alone", made.alone);
  out.begin_array("differences");
  for (const auto& pair : made.different) {
    out.begin_object();
    out.member("soap", pair.soap);
    out.member("cim", pair.cim);
    out.member("message", pair.name);
    out.member("process", pair.process);
    out.member("sender", pair.sender);
    out.begin_array("places");
    for (const auto& place : pair.places) out.string(place);
    out.end_array();
    out.end_object();
  }
  out.end_array();
  for (const auto& [name, list] :
       {std::pair{"onlySoap", &made.only_soap}, std::pair{"onlyCim", &made.only_cim}}) {
    out.begin_array(name);
    for (const auto& one : *list) {
      out.begin_object(JsonOut::Line::airy);
      out.member("id", one.id);
      out.member("message", one.name);
      out.member("process", one.process);
      out.member("sender", one.sender);
      if (!one.why.empty()) out.member("why", one.why);
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
  return json_answer(std::move(out).take());
}

}  // namespace

http::Part shadow_routes(const std::shared_ptr<Bridge>& bridge) {
  http::Part part;
  part.openapi = {"gateway/elhub/bridge/openapi/shadow.yaml"};
  auto post =
      http::route("POST", "/bridge/v1/shadow/messages", "bridgeShadowMessage", {},
                  [bridge](const Request& request, const Reply& reply) { reply(take(*bridge, request)); });
  post.body = http::BodyIs::required;
  post.consumes = {"text/xml", "application/xml", "application/soap+xml"};
  part.routes.push_back(std::move(post));
  part.routes.push_back(
      http::route("GET", "/bridge/v1/shadow/report", "bridgeShadowReport", {"day"},
                  [bridge](const Request& request, const Reply& reply) { reply(report(*bridge, request)); }));
  return part;
}

}  // namespace cimgate::bridge
