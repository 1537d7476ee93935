#include "gateway/elhub/cim_rest/sharing_subscriptions.hpp"

#include <fmt/format.h>

#include "gateway/elhub/cim_rest/event_stream.hpp"
#include "gateway/elhub/cim_rest/point_requests.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/sender.hpp"
#include "gateway/elhub/cim_rest/shared_production_json.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using HubPtr = std::shared_ptr<hub::Hub>;
using json::JsonOut;
using ledger::SharingChange;
using ledger::SharingSubscription;

constexpr const char* all_path = "/cim/v1/shared-production-subscriptions";

void write_subscription(JsonOut& out, const SharingSubscription& one) {
  out.begin_object(JsonOut::Line::one);
  out.member("id", one.id);
  if (one.sharing.empty())
    out.member_literal("sharing", "null");
  else
    out.member("sharing", one.sharing);
  out.member("createdAt", norway::local_text(one.created));
  out.end_object();
}

void write_change(JsonOut& out, const SharingChange& one) {
  out.begin_object(JsonOut::Line::one);
  out.member("sequence", one.sequence);
  out.member("at", norway::local_text(one.at));
  out.member("sharing", one.sharing);
  out.member("version", one.version);
  out.member("change", one.what);
  out.end_object();
}

Answer no_such_subscription() {
  return problem_of(404, "no-such-subscription", "There is no such subscription.",
                    "The party has no subscription with this id.");
}

/// The changes that a subscription is about, behind a number.
std::vector<SharingChange> changes_of(ledger::Ledger& ledger, const SharingSubscription& one,
                                      std::int64_t after, std::size_t limit) {
  return ledger.sharing_changes(one.party, one.sharing, std::max(after, one.since), limit);
}

/// Something that a party does, once it may.
using Work = std::function<Answer(hub::MessageProcessor&, ledger::Ledger&, const std::string& party)>;
void for_party(const HubPtr& hub, const Request& http, const Reply& reply, Work work) {
  const auto sender = checked_sender(http);
  if (!sender) return reply(sender.error());
  look(hub, reply,
       [sender = *sender, work = std::move(work)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
         if (const auto may = processor.may_share(sender.juridical, sender.physical); !may)
           return problem_of(may.error());
         return work(processor, ledger, sender.juridical);
       });
}

void subscribe(const HubPtr& hub, const Request& http, const Reply& reply) {
  auto sharing = hub::read_sharing_subscription(http.body);
  if (!sharing) return reply(bad_sharing(sharing.error()));
  for_party(hub, http, reply,
            [sharing = *std::move(sharing)](hub::MessageProcessor& processor, ledger::Ledger& ledger,
                                            const std::string& party) {
              if (ledger.sharing_subscriptions(party).size() >= most_sharing_subscriptions)
                return problem_of(409, "too-many-subscriptions", "There are too many subscriptions.",
                                  fmt::format("A party has at most {}.", most_sharing_subscriptions));
              const auto made = processor.subscribe_to_sharing(party, sharing);
              if (!made) return no_such_sharing();
              JsonOut out(true);
              write_subscription(out, *made);
              auto answer = http::json_answer(std::move(out).take(), 201);
              answer.headers.add("Location", fmt::format("{}/{}", all_path, made->id));
              return answer;
            });
}

void list(const HubPtr& hub, const Request& http, const Reply& reply) {
  for_party(hub, http, reply, [](hub::MessageProcessor&, ledger::Ledger& ledger, const std::string& party) {
    JsonOut out(true);
    out.begin_object();
    out.begin_array("subscriptions");
    for (const auto& one : ledger.sharing_subscriptions(party)) write_subscription(out, one);
    out.end_array();
    out.end_object();
    return http::json_answer(std::move(out).take());
  });
}

void end(const HubPtr& hub, const Request& http, const Reply& reply) {
  for_party(hub, http, reply,
            [id = std::string(http.parameters.get("id"))](hub::MessageProcessor& processor, ledger::Ledger&,
                                                          const std::string& party) {
              if (!processor.end_sharing_subscription(party, id)) return no_such_subscription();
              Answer answer;
              answer.status = 204;
              return answer;
            });
}

void tell_changes(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto after = number_of(http.query.get("after"));
  if (!after) return reply(http::bad_parameter("after", "expected a number from 0"));
  for_party(hub, http, reply,
            [id = std::string(http.parameters.get("id")), after = *after](
                hub::MessageProcessor&, ledger::Ledger& ledger, const std::string& party) {
              const auto found = ledger.sharing_subscription(id);
              if (!found || found->party != party) return no_such_subscription();
              const auto changes = changes_of(ledger, *found, after, most_events_at_once);
              JsonOut out(true);
              out.begin_object();
              out.begin_array("changes");
              for (const auto& one : changes) write_change(out, one);
              out.end_array();
              out.member("next", changes.empty() ? after : changes.back().sequence);
              out.end_object();
              return http::json_answer(std::move(out).take());
            });
}

/// Who listens.
struct Listener {
  SharingSubscription subscription;
  Sender sender;
  users::Act act;  ///< that a role has to allow as long as somebody listens
};

std::optional<std::string> news(hub::Hub& hub, const Listener& listener, std::int64_t& last) {
  std::vector<SharingChange> changes;
  bool is_there = false;
  const auto fault = hub.run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    // What it may be told of can end while it listens.
    is_there = ledger.sharing_subscription(listener.subscription.id).has_value() &&
               processor.may_share(listener.sender.juridical, listener.sender.physical).has_value() &&
               processor.may_do(listener.act).has_value();
    if (is_there) changes = changes_of(ledger, listener.subscription, last, most_events_at_once);
  });
  if (fault || !is_there) return std::nullopt;
  std::string text;
  for (const auto& one : changes) {
    JsonOut out(false);
    write_change(out, one);
    text += event_text(one.sequence, "change", out.take_piece());
    last = one.sequence;
  }
  return text;
}

void listen(const HubPtr& hub, const std::shared_ptr<Watch>& listeners, const Request& http,
            const Reply& reply) {
  const auto last = last_event_of(http);
  if (!last) return reply(last.error());
  const auto sender = checked_sender(http);
  if (!sender) return reply(sender.error());
  const auto act = act_of(http, users::Deed::look, *sender, fmt::format("GET {}/{{id}}/events", all_path));
  for_party(hub, http, reply,
            [hub, listeners, sender = *sender, act, id = std::string(http.parameters.get("id")),
             last = *last](hub::MessageProcessor&, ledger::Ledger& ledger, const std::string& party) {
              const auto found = ledger.sharing_subscription(id);
              if (!found || found->party != party) return no_such_subscription();
              const Listener listener{*found, sender, act};
              return stream_events(*listeners, last, [hub, listener](std::int64_t& after) {
                return news(*hub, listener, after);
              });
            });
}

}  // namespace

std::vector<http::Route> sharing_subscriptions(const HubPtr& hub, const std::shared_ptr<Watch>& listeners) {
  const auto with = [&](void (*handle)(const HubPtr&, const Request&, const Reply&)) {
    return [hub, handle](const Request& request, const Reply& reply) { handle(hub, request, reply); };
  };
  const std::string one = std::string(all_path) + "/{id}";
  std::vector<http::Route> routes;
  auto post = http::route("POST", all_path, "subscribeToResourceChanges", {}, with(subscribe));
  post.body = http::BodyIs::required;
  post.body_limit = std::size_t{16} * 1024;
  post.consumes = {"application/json"};
  routes.push_back(std::move(post));
  routes.push_back(http::route("GET", all_path, "readResourceSubscriptions", {}, with(list)));
  routes.push_back(http::route("DELETE", one, "endResourceSubscription", {}, with(end)));
  routes.push_back(
      http::route("GET", one + "/changes", "readResourceChanges", {"after"}, with(tell_changes)));
  auto events = http::route("GET", one + "/events", "resourceChangeEvents", {},
                            [hub, listeners](const Request& request, const Reply& reply) {
                              listen(hub, listeners, request, reply);
                            });
  events.produces = {"text/event-stream"};
  routes.push_back(std::move(events));
  return routes;
}

}  // namespace cimgate::cim_rest
