#include "gateway/scenario/hub_face.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::scenario {
namespace {

constexpr const char* clock_route = "/hub/v1/clock";
constexpr const char* market_route = "/hub/v1/market";
constexpr const char* limits_route = "/hub/v1/usage-611/limits";

Call put_clock(const std::string& json) {
  return {"PUT", clock_route, {{"Content-Type", "application/json"}}, json};
}

std::string object(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  json::JsonOut out(false);
  out.begin_object();
  for (const auto& [name, value] : members) out.member(name, value);
  out.end_object();
  return out.take_piece();
}

}  // namespace

tl::expected<Reply, HubTrouble> HubFace::send(Call call) {
  const auto what = fmt::format("{} {}", call.method, call.target.substr(0, call.target.find('?')));
  call.headers.emplace_back("Accept", "application/json");
  auto reply = exchange_.send(call);
  if (!reply)
    return tl::make_unexpected(HubTrouble{HubTrouble::Kind::transport, {reply.error(), reply.error()}, {}});
  if (reply->status == 404 || reply->status == 405 || reply->status == 501)
    return tl::make_unexpected(HubTrouble{HubTrouble::Kind::missing,
                                          {fmt::format("not checked: the system has no {}", what),
                                           fmt::format("ikke kontrollert: systemet har ikke {}", what)},
                                          {}});
  if (reply->status < 200 || reply->status > 299) {
    std::string detail, which;
    if (const auto json = json::parse_json(reply->body, {})) {
      for (const char* name : {"title", "detail"})
        if (const auto at = json->member(0, name); at != json::no_json)
          detail += " · " + std::string((*json)[at].text);
      if (const auto at = json->member(0, "member"); at != json::no_json) which = (*json)[at].text;
    }
    const auto text = fmt::format("{}: {}{}", what, reply->status, detail);
    return tl::make_unexpected(HubTrouble{HubTrouble::Kind::refused, {text, text}, which});
  }
  return reply.value();
}

tl::expected<std::int64_t, HubTrouble> HubFace::clock() {
  const auto reply = send({"GET", clock_route, {}, {}});
  if (!reply) return tl::make_unexpected(reply.error());
  if (const auto json = json::parse_json(reply->body, {}))
    for (const char* name : {"now", "time", "clock"})
      if (const auto at = json->member(0, name); at != json::no_json)
        if (const auto time = schema::parse_date_time((*json)[at].text); time && time->zoned)
          return time->seconds;
  return tl::make_unexpected(HubTrouble{HubTrouble::Kind::refused,
                                        {"GET /hub/v1/clock: the answer holds no time \"now\"",
                                         "GET /hub/v1/clock: svaret har ingen tid «now»"},
                                        {}});
}

tl::expected<void, HubTrouble> HubFace::move_to(std::int64_t seconds) {
  const auto reply = send(put_clock(object({{"to", norway::local_text(seconds)}})));
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::move(const Move& move) {
  json::JsonOut out(false);
  out.begin_object();
  if (move.how == Move::How::next_step)
    out.member("step", true);
  else
    out.member("by", move.to);
  out.end_object();
  const auto reply = send(put_clock(out.take_piece()));
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::load(const std::string& market_yaml) {
  const auto reply = send({"POST", market_route, {{"Content-Type", "application/yaml"}}, market_yaml});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::take_users(const std::string& users_yaml) {
  const auto reply = send({"PUT", "/hub/v1/users", {{"Content-Type", "application/yaml"}}, users_yaml});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::forget_users() {
  const auto reply = send({"DELETE", "/hub/v1/users", {}, {}});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::take_over(const std::string& from, const std::string& to,
                                                  rules::Day day) {
  const auto json = object({{"from", from}, {"to", to}, {"day", rules::to_text(day)}});
  const auto reply = send({"POST", "/hub/v1/takeovers", {{"Content-Type", "application/json"}}, json});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::correct(const Correction& correction) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("kind", correction.kind);
  out.member("meteringPoint", correction.point);
  if (!correction.day.empty()) out.member("day", correction.day);
  if (!correction.message.empty()) out.member("message", correction.message);
  if (!correction.supplier.empty()) out.member("supplier", correction.supplier);
  if (correction.last_resort) out.member("lastResort", true);
  out.end_object();
  const auto reply =
      send({"POST", "/hub/v1/corrections", {{"Content-Type", "application/json"}}, out.take_piece()});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::change_channels(const ReactiveChannels& channels) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("day", channels.day);
  const auto list = [&](const char* name, const std::vector<std::string>& all) {
    out.begin_array(name);
    for (const auto& one : all) {
      const auto space = std::min(one.find(' '), one.size());
      out.begin_object();
      out.member("product", one.substr(0, space));
      out.member("direction", one.substr(std::min(space + 1, one.size())));
      out.end_object();
    }
    out.end_array();
  };
  list("open", channels.open);
  list("close", channels.close);
  const auto names = [&](const char* name, const std::vector<std::string>& all) {
    out.begin_array(name);
    for (const auto& one : all) out.string(one);
    out.end_array();
  };
  names("meteringPoints", channels.points);
  names("notOpen", channels.not_open);
  names("notClose", channels.not_close);
  out.end_object();
  const auto reply =
      send({"POST", "/hub/v1/reactive-channels", {{"Content-Type", "application/json"}}, out.take_piece()});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<void, HubTrouble> HubFace::send_again(const std::string& party, std::int64_t from,
                                                   std::optional<std::int64_t> to) {
  std::string after;
  for (;;) {
    json::JsonOut out(false);
    out.begin_object();
    out.member("party", party);
    out.member("from", norway::local_text(from));
    if (to) out.member("to", norway::local_text(*to));
    if (!after.empty()) out.member_literal("after", after);
    out.end_object();
    const auto reply =
        send({"POST", "/hub/v1/resends", {{"Content-Type", "application/json"}}, out.take_piece()});
    if (!reply) return tl::make_unexpected(reply.error());
    const auto json = json::parse_json(reply->body, {});
    const auto next = json ? json->member(0, "next") : json::no_json;
    if (next == json::no_json || (*json)[next].kind != json::JsonValue::Kind::number) return {};
    after = (*json)[next].text;
  }
}

tl::expected<std::string, HubTrouble> HubFace::usage_limits() {
  const auto reply = send({"GET", limits_route, {}, {}});
  if (!reply) return tl::make_unexpected(reply.error());
  return reply->body;
}

tl::expected<void, HubTrouble> HubFace::set_usage_limits(const std::string& yaml) {
  const auto reply = send({"PUT", limits_route, {{"Content-Type", "application/yaml"}}, yaml});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
}

tl::expected<std::string, HubTrouble> HubFace::usage_of(const std::string& party) {
  const auto reply = send({"GET", "/hub/v1/usage-611?party=" + party, {}, {}});
  if (!reply) return tl::make_unexpected(reply.error());
  return reply->body;
}

tl::expected<std::string, HubTrouble> HubFace::market_of(const std::string& gsrn) {
  const auto reply = send({"GET", fmt::format("{}?search={}", market_route, gsrn), {}, {}});
  if (!reply) return tl::make_unexpected(reply.error());
  return reply->body;
}

tl::expected<std::string, HubTrouble> HubFace::mails_of(const std::string& gsrn, std::int64_t since) {
  auto time = norway::local_text(since);
  if (const auto plus = time.find('+'); plus != std::string::npos) time.replace(plus, 1, "%2B");
  const auto reply =
      send({"GET", fmt::format("/hub/v1/mail?meteringPoint={}&since={}&limit=500", gsrn, time), {}, {}});
  if (!reply) return tl::make_unexpected(reply.error());
  return reply->body;
}

}  // namespace cimgate::scenario
