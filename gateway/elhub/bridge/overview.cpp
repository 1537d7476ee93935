#include "gateway/elhub/bridge/overview.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/http/json_answer.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::bridge {
namespace {

using json::JsonOut;

/// What of the book is told, from one moment.
struct Counted {
  std::vector<std::pair<std::string, std::int64_t>> outbox, inbox;
  std::optional<Millis> oldest;
  std::vector<Pages::Queued> queued;
  Pages::Unposted unposted;
};

/// Without a path, which may hold what only the two ends should know.
std::string place_of(const http_client::Address& address) {
  const bool six = address.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", address.tls ? "https" : "http", six ? "[" : "", address.host,
                     six ? "]" : "", address.port);
}

void append_time(std::string_view name, Millis at, JsonOut& out) {
  if (at != 0) out.member(name, utc_text(at));
}

void append_counts(std::string_view name, const std::vector<std::pair<std::string, std::int64_t>>& counts,
                   std::optional<Millis> oldest, JsonOut& out) {
  out.begin_object(name, JsonOut::Line::airy);
  for (const auto& [state, count] : counts) out.member(state, count);
  if (oldest) out.member("oldest", utc_text(*oldest));
  out.end_object();
}

void append_market(const Bridge& bridge, JsonOut& out) {
  const auto view = bridge.upstream().view();
  out.begin_object("upstream", JsonOut::Line::airy);
  if (bridge.setting().emif) out.member("address", place_of(bridge.setting().emif->address));
  append_time("heard", view.heard, out);
  append_time("silentSince", view.silent, out);
  if (!view.why.empty()) out.member("why", view.why);
  out.end_object();
}

void append_queues(const Bridge& bridge, const std::vector<Pages::Queued>& queued, JsonOut& out) {
  const auto polls = bridge.upstream().queues();
  out.begin_array("queues");
  for (const auto& party : bridge.setting().parties)
    for (const auto channel : {Channel::market_processes, Channel::metering_values}) {
      const bool fetches = !party.role.empty() && !bridge.setting().shadow;
      const auto held = std::find_if(queued.begin(), queued.end(), [&](const Pages::Queued& one) {
        return one.party == party.gln && one.channel == channel;
      });
      if (!fetches && held == queued.end()) continue;
      out.begin_object(JsonOut::Line::airy);
      out.member("party", party.gln);
      if (!party.role.empty()) out.member("role", party.role);
      out.member("queue", to_string(channel));
      out.member("fetches", fetches);
      out.member("waiting", held == queued.end() ? 0 : held->waiting);
      out.member("handedOut", held == queued.end() ? 0 : held->handed_out);
      if (held != queued.end()) append_time("oldest", held->oldest, out);
      if (const auto polled = polls.find({party.gln, channel}); polled != polls.end()) {
        append_time("polled", polled->second.good, out);
        append_time("troubleSince", polled->second.since, out);
        if (!polled->second.why.empty()) out.member("trouble", polled->second.why);
      }
      out.end_object();
    }
  out.end_array();
}

void append_webhook(const Bridge& bridge, const Pages::Unposted& unposted, JsonOut& out) {
  const auto& webhook = bridge.setting().webhook;
  if (!webhook) return;
  const auto& upstream = bridge.upstream();
  out.begin_object("webhook", JsonOut::Line::airy);
  out.member("address", place_of(webhook->address));
  out.member("posts", upstream.posts.load());
  out.member("taken", upstream.posted.load());
  out.member("retried", unposted.retried);
  out.member("givenUp", unposted.given_up);
  out.end_object();
}

void append_usage(const Bridge& bridge, JsonOut& out) {
  const auto& light = bridge.setting().light;
  if (!light) return;
  const auto number = [](double value) { return fmt::format("{:.6g}", value); };
  out.begin_array("usage611");
  for (const auto& party : light->usage(bridge.setting().now() / 1000)) {
    out.begin_object();
    out.member("party", party.party);
    out.member("level", usage::to_string(party.level));
    out.begin_array("measures");
    for (const auto& reading : party.readings) {
      out.begin_object(JsonOut::Line::airy);
      out.member("id", reading.measure->id);
      out.begin_object("title");
      out.member("en", reading.measure->title.en);
      out.member("nb", reading.measure->title.nb);
      out.end_object();
      out.member("level", usage::to_string(reading.level));
      out.member_literal("value", number(reading.value));
      out.member_literal("yellow", number(reading.measure->yellow.value));
      out.member_literal("red", number(reading.measure->red.value));
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
}

}  // namespace

http::Answer unreadable_book() {
  return http::problem({503,
                        "hub-unavailable",
                        "The market cannot do this now.",
                        "The database of the bridge cannot be read.",
                        {}});
}

http::Answer overview(Bridge& bridge) {
  Counted counted;
  if (!bridge.book().read([&](Pages& pages) {
        counted = {pages.outbox_counts(), pages.inbox_counts(), pages.oldest_on_its_way(), pages.queued(),
                   pages.unposted()};
      }))
    return unreadable_book();
  const auto missing = bridge.not_ready();
  JsonOut out(true);
  out.begin_object();
  out.member("now", utc_text(bridge.setting().now()));
  out.member("ready", missing.empty());
  if (!missing.empty()) out.member("missing", missing);
  out.member("sender", bridge.setting().own_gln);
  out.member("shadow", bridge.setting().shadow);
  append_market(bridge, out);
  append_counts("outbox", counted.outbox, counted.oldest, out);
  append_counts("inbox", counted.inbox, {}, out);
  append_queues(bridge, counted.queued, out);
  append_webhook(bridge, counted.unposted, out);
  append_usage(bridge, out);
  out.end_object();
  return http::json_answer(std::move(out).take());
}

}  // namespace cimgate::bridge
