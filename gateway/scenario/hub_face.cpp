#include "gateway/scenario/hub_face.hpp"

#include <fmt/format.h>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::scenario {
namespace {

constexpr const char* clock_route = "/hub/v1/clock";
constexpr const char* market_route = "/hub/v1/market";

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
    return tl::make_unexpected(HubTrouble{HubTrouble::Kind::transport, {reply.error(), reply.error()}});
  if (reply->status == 404 || reply->status == 405 || reply->status == 501)
    return tl::make_unexpected(HubTrouble{HubTrouble::Kind::missing,
                                          {fmt::format("not checked: the system has no {}", what),
                                           fmt::format("ikke kontrollert: systemet har ikke {}", what)}});
  if (reply->status < 200 || reply->status > 299) {
    std::string detail;
    if (const auto json = json::parse_json(reply->body, {}))
      for (const char* name : {"title", "detail"})
        if (const auto at = json->member(0, name); at != json::no_json)
          detail += " · " + std::string((*json)[at].text);
    const auto text = fmt::format("{}: {}{}", what, reply->status, detail);
    return tl::make_unexpected(HubTrouble{HubTrouble::Kind::refused, {text, text}});
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
                                         "GET /hub/v1/clock: svaret har ingen tid «now»"}});
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

tl::expected<void, HubTrouble> HubFace::take_over(const std::string& from, const std::string& to,
                                                  rules::Day day) {
  const auto json = object({{"from", from}, {"to", to}, {"day", rules::to_text(day)}});
  const auto reply = send({"POST", "/hub/v1/takeovers", {{"Content-Type", "application/json"}}, json});
  if (!reply) return tl::make_unexpected(reply.error());
  return {};
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
