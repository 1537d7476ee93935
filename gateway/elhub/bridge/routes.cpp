#include "gateway/elhub/bridge/routes.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

#include "gateway/elhub/bridge/failure.hpp"
#include "gateway/elhub/bridge/metrics.hpp"
#include "gateway/elhub/bridge/overview.hpp"
#include "gateway/elhub/bridge/without_values.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::bridge {
namespace {

using http::Answer;
using http::json_answer;
using http::Reply;
using http::Request;
using json::JsonOut;

constexpr std::size_t most_rows = 1000;

tl::expected<Pages::Rows, Answer> rows_asked_for(const Request& request) {
  Pages::Rows rows;
  const auto number = [&](std::string_view name, std::uint64_t most, auto& into) {
    const auto text = request.query.get(name);
    if (text.empty()) return true;
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value > most) return false;
    into = static_cast<std::remove_reference_t<decltype(into)>>(value);
    return true;
  };
  if (!number("after", std::uint64_t{1} << 62, rows.after))
    return tl::make_unexpected(http::bad_parameter("after", "expected the sequence of the last row seen"));
  if (!number("limit", most_rows, rows.limit) || rows.limit == 0)
    return tl::make_unexpected(
        http::bad_parameter("limit", fmt::format("expected a number from 1 to {}", most_rows)));
  const auto order = request.query.get("order", "oldest");
  if (order != "oldest" && order != "newest")
    return tl::make_unexpected(http::bad_parameter("order", "expected oldest or newest"));
  rows.newest_first = order == "newest";
  return rows;
}

void append(const Outgoing& message, JsonOut& out) {
  out.begin_object(JsonOut::Line::airy);
  out.member("sequence", message.sequence);
  out.member("id", message.id);
  out.member("message", message.name);
  out.member("process", message.process);
  out.member("sender", message.sender);
  out.member("state", to_string(message.state));
  out.member("accepted", utc_text(message.accepted));
  out.member("tries", message.tries);
  if (message.state == State::accepted && message.tries > 0)
    out.member("nextTry", utc_text(message.next_try));
  if (!message.fault_group.empty()) out.member("faultGroup", message.fault_group);
  if (!message.fault.empty()) out.member("fault", without_values(message.fault));
  if (message.state == State::failed) {
    const auto problem = failure_of(message);
    out.begin_object("problem");
    out.member("type", "urn:cimgate:problem:" + problem.type);
    out.member("title", problem.title);
    out.member("detail", without_values(problem.detail));
    out.end_object();
  }
  out.end_object();
}

void append(const Incoming& message, JsonOut& out) {
  out.begin_object(JsonOut::Line::airy);
  out.member("sequence", message.sequence);
  out.member("id", message.id);
  out.member("message", message.name);
  out.member("party", message.party);
  out.member("queue", to_string(message.channel));
  out.member("state", to_string(message.state));
  out.member("received", utc_text(message.received));
  if (!message.reference.empty()) out.member("answers", message.reference);
  if (!message.problem.empty()) out.member("problem", message.problem);
  out.end_object();
}

template <class Rows>
void append_list(std::string_view name, const Rows& rows, JsonOut& out) {
  out.begin_array(name);
  for (const auto& row : rows) append(row, out);
  out.end_array();
}

template <class Value>
std::optional<Value> named(std::string_view text, std::initializer_list<Value> all) {
  for (const auto value : all)
    if (to_string(value) == text) return value;
  return std::nullopt;
}

/// The rows of a list, of one state when that is asked for.
template <class Of, class Rows>
Answer rows_of(Bridge& bridge, const Request& request, std::initializer_list<Of> states,
               Rows (Pages::*read)(std::optional<Of>, const Pages::Rows&)) {
  const auto which = rows_asked_for(request);
  if (!which) return which.error();
  const auto asked = request.query.get("state");
  const auto state = named(asked, states);
  if (!asked.empty() && !state) {
    std::string names;
    for (const auto one : states)
      names += fmt::format("{}{}",
                           names.empty()              ? ""
                           : &one == states.end() - 1 ? " or "
                                                      : ", ",
                           to_string(one));
    return http::bad_parameter("state", "expected " + names);
  }
  Rows rows;
  if (!bridge.book().read([&](Pages& pages) { rows = (pages.*read)(state, *which); }))
    return unreadable_book();
  JsonOut out(true);
  out.begin_object();
  append_list("messages", rows, out);
  out.end_object();
  return json_answer(std::move(out).take());
}

Answer outbox(Bridge& bridge, const Request& request) {
  return rows_of(bridge, request, {State::accepted, State::sent, State::answered, State::failed},
                 &Pages::outbox);
}

Answer inbox(Bridge& bridge, const Request& request) {
  return rows_of(bridge, request, {Fetched::waiting, Fetched::handed, Fetched::done, Fetched::unreadable},
                 &Pages::inbox);
}

Answer dead_letters(Bridge& bridge, const Request& request) {
  const auto which = rows_asked_for(request);
  if (!which) return which.error();
  std::vector<Outgoing> out_rows;
  std::vector<Incoming> in_rows;
  if (!bridge.book().read([&](Pages& pages) {
        out_rows = pages.outbox(State::failed, *which);
        in_rows = pages.inbox(Fetched::unreadable, *which);
      }))
    return unreadable_book();
  JsonOut out(true);
  out.begin_object();
  append_list("outgoing", out_rows, out);
  append_list("incoming", in_rows, out);
  out.end_object();
  return json_answer(std::move(out).take());
}

Answer send_again(Bridge& bridge, const Request& request) {
  const auto id = std::string(request.parameters.get("id"));
  if (!bridge.send_again(id))
    return http::problem({404,
                          "no-such-document",
                          "There is no such document.",
                          "No outgoing document with this id is in the dead letters.",
                          {}});
  JsonOut out(true);
  out.begin_object();
  out.member("id", id);
  out.member("state", "accepted");
  out.end_object();
  return json_answer(std::move(out).take(), 202);
}

/// The period and what else a replay is told by; what is missing is no period.
tl::expected<ReplayOrder, Answer> replay_order(const Request& request) {
  ReplayOrder order;
  for (const auto& [name, into] : {std::pair{"from", &order.from}, std::pair{"to", &order.to}}) {
    const auto moment = norway::parse_moment(request.query.get(name));
    if (!moment)
      return tl::make_unexpected(http::bad_parameter(name, "expected a day, or a time with its zone"));
    *into = *moment * 1000;
  }
  if (order.from >= order.to) return tl::make_unexpected(http::bad_parameter("to", "it is not after from"));
  order.name = std::string(request.query.get("name", "1"));
  if (order.name.empty() || order.name.size() > 100)
    return tl::make_unexpected(http::bad_parameter("name", "expected 1 to 100 characters"));
  order.process = std::string(request.query.get("process"));
  const auto dry = request.query.get("dry-run", "false");
  if (dry != "true" && dry != "false")
    return tl::make_unexpected(http::bad_parameter("dry-run", "expected true or false"));
  order.dry = dry == "true";
  return order;
}

Answer replay(Bridge& bridge, const Request& request) {
  const auto order = replay_order(request);
  if (!order) return order.error();
  Replayed made;
  if (!bridge.replay(*order, made)) return unreadable_book();
  JsonOut out(true);
  out.begin_object();
  out.member("from", utc_text(order->from));
  out.member("to", utc_text(order->to));
  out.member("name", order->name);
  out.member("dryRun", order->dry);
  out.member("messages", made.messages);
  out.member("repeated", made.repeated);
  out.member("leftOut", made.left_out);
  out.end_object();
  return json_answer(std::move(out).take(), order->dry ? 200 : 202);
}

Answer certificates_answer(const std::vector<CertificateView>& certificates) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("certificates");
  for (const auto& one : certificates) {
    out.begin_object(JsonOut::Line::airy);
    out.member("use", one.use);
    if (!one.subject.empty()) {
      out.member("subject", one.subject);
      out.member("ends", utc_text(one.ends));
      out.member("daysLeft", one.days_left);
      out.member("soon", one.soon);
    }
    out.member("usable", one.problem.empty());
    if (!one.problem.empty()) out.member("problem", one.problem);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return json_answer(std::move(out).take());
}

http::Route route(std::string method, std::string pattern, std::string operation,
                  std::vector<http::Parameter> parameters, std::function<Answer(const Request&)> answer) {
  return http::route(
      std::move(method), std::move(pattern), std::move(operation), std::move(parameters),
      [answer = std::move(answer)](const Request& request, const Reply& reply) { reply(answer(request)); });
}

}  // namespace

access::UserDesk user_desk(const std::shared_ptr<Bridge>& bridge) {
  const auto unreadable = [] {
    return hub::Fault{hub::FaultGroup::system, "The database of the bridge cannot be used now.", "", {}};
  };
  access::UserDesk desk;
  desk.tell = [bridge](const std::string& party, const auto& done) {
    done(users::directory_json(bridge->users().directory().get(), bridge->users().today(), party));
  };
  desk.take = [bridge](const std::string& text, const auto& done) { done(bridge->users().take("", text)); };
  desk.acts = [bridge, unreadable](const users::EntryFilter& filter, const auto& done) {
    std::vector<users::Entry> acts;
    if (!bridge->book().read([&](Pages& pages) { acts = pages.users().acts(filter); }))
      return done(tl::make_unexpected(unreadable()));
    done(users::acts_json(acts, filter.after));
  };
  return desk;
}

http::Part routes(const std::shared_ptr<Bridge>& bridge) {
  http::Part part;
  part.openapi = {"gateway/elhub/bridge/openapi/bridge.yaml"};
  part.routes.push_back(route("GET", "/bridge/v1/outbox", "bridgeOutbox",
                              {"state", "after", "limit", "order"},
                              [bridge](const Request& request) { return outbox(*bridge, request); }));
  part.routes.push_back(route("GET", "/bridge/v1/inbox", "bridgeInbox", {"state", "after", "limit", "order"},
                              [bridge](const Request& request) { return inbox(*bridge, request); }));
  part.routes.push_back(route("GET", "/bridge/v1/dead-letters", "bridgeDeadLetters",
                              {"after", "limit", "order"},
                              [bridge](const Request& request) { return dead_letters(*bridge, request); }));
  auto again = route("POST", "/bridge/v1/dead-letters/{id}/retry", "bridgeSendAgain", {},
                     [bridge](const Request& request) { return send_again(*bridge, request); });
  again.body = http::BodyIs::optional;
  part.routes.push_back(std::move(again));
  auto replays =
      route("POST", "/bridge/v1/replays", "bridgeReplay", {"from", "to", "name", "process", "dry-run"},
            [bridge](const Request& request) { return replay(*bridge, request); });
  replays.body = http::BodyIs::optional;
  part.routes.push_back(std::move(replays));
  part.routes.push_back(route("GET", "/bridge/v1/state", "bridgeState", {},
                              [bridge](const Request&) { return overview(*bridge); }));
  part.routes.push_back(
      route("GET", "/bridge/v1/certificates", "bridgeCertificates", {},
            [bridge](const Request&) { return certificates_answer(bridge->setting().certificates()); }));
  auto users = access::user_routes("/bridge/v1", user_desk(bridge));
  std::move(users.routes.begin(), users.routes.end(), std::back_inserter(part.routes));
  part.openapi.push_back(users.openapi.front());
  part.not_ready = [bridge] { return bridge->not_ready(); };
  part.state = [bridge] { return state_of(*bridge); };
  part.metrics = [bridge] { return metrics_of(*bridge); };
  return part;
}

}  // namespace cimgate::bridge
