#include "gateway/elhub/cim_rest/sharing_subscriptions.hpp"

#include <fmt/format.h>

#include "gateway/elhub/cim_rest/point_requests.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/queue_events.hpp"
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
constexpr auto heartbeat = std::chrono::seconds(15);
constexpr std::size_t most_at_once = 200;
constexpr std::size_t most_unsent = 64 * 1024;  ///< of one who takes nothing; the rest is told later

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
              const auto changes = changes_of(ledger, *found, after, most_at_once);
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

/// One who listens.
struct Listener {
  SharingSubscription subscription;
  Sender sender;
  users::Act act;  ///< that a role has to allow as long as somebody listens
  std::int64_t last = 0;
  std::shared_ptr<http::Stream> stream = std::make_shared<http::Stream>();
  Watch::Clock::time_point said;
};

/// Tells what is new. False: nobody listens any more, the subscription has ended, or the hub has.
bool tell(hub::Hub& hub, Listener& listener, Watch::Clock::time_point now) {
  if (listener.stream->waiting() > most_unsent) return listener.stream->put({});
  std::vector<SharingChange> changes;
  bool is_there = false;
  const auto fault = hub.run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    // What it may be told of can end while it listens.
    is_there = ledger.sharing_subscription(listener.subscription.id).has_value() &&
               processor.may_share(listener.sender.juridical, listener.sender.physical).has_value() &&
               processor.may_do(listener.act).has_value();
    if (is_there) changes = changes_of(ledger, listener.subscription, listener.last, most_at_once);
  });
  if (fault || !is_there) return false;
  std::string text;
  for (const auto& one : changes) {
    JsonOut out(false);
    write_change(out, one);
    text += fmt::format("id: {}\nevent: change\ndata: {}\n\n", one.sequence, out.take_piece());
    listener.last = one.sequence;
  }
  if (text.empty() && now - listener.said >= heartbeat) text = ":\n\n";
  if (!text.empty()) listener.said = now;
  return listener.stream->put(text);
}

void listen(const HubPtr& hub, const std::shared_ptr<Watch>& listeners, const Request& http,
            const Reply& reply) {
  const auto last = number_of(http.headers.get("Last-Event-ID"));
  if (!last)
    return reply(problem_of(400, "bad-event-id", "Last-Event-ID is not valid.",
                            "It is the id of the last event that was heard, a number."));
  const auto sender = checked_sender(http);
  if (!sender) return reply(sender.error());
  const auto act = act_of(http, users::Deed::look, *sender, fmt::format("GET {}/{{id}}/events", all_path));
  for_party(hub, http, reply,
            [hub, listeners, sender = *sender, act, id = std::string(http.parameters.get("id")),
             last = *last](hub::MessageProcessor&, ledger::Ledger& ledger, const std::string& party) {
              const auto found = ledger.sharing_subscription(id);
              if (!found || found->party != party) return no_such_subscription();
              auto listener = std::make_shared<Listener>();
              listener->subscription = *found;
              listener->sender = sender;
              listener->act = act;
              listener->last = last;
              listener->stream->put(":\n\n");
              listener->said = Watch::Clock::now();
              const bool added = listeners->add([hub, listener](const Watch::Turn& turn) {
                const bool goes_on = !turn.last && tell(*hub, *listener, turn.now);
                if (!goes_on) listener->stream->end();
                return !goes_on;
              });
              if (!added) return too_many_listeners();
              Answer answer;
              answer.content_type = "text/event-stream";
              answer.headers.add("Cache-Control", "no-store");
              answer.stream = listener->stream;
              return answer;
            });
}

http::Route route(const char* method, const std::string& below, const char* operation,
                  std::vector<std::string> parameters,
                  std::function<void(const Request&, const Reply&)> handle) {
  http::Route made;
  made.method = method;
  made.pattern = all_path + below;
  made.operation = operation;
  made.handle = [handle = std::move(handle), parameters = std::move(parameters)](const Request& request,
                                                                                 const Reply& reply) {
    if (auto unknown = http::unknown_parameter(request, parameters)) return reply(*std::move(unknown));
    handle(request, reply);
  };
  return made;
}

}  // namespace

std::vector<http::Route> sharing_subscriptions(const HubPtr& hub, const std::shared_ptr<Watch>& listeners) {
  const auto with = [&](void (*handle)(const HubPtr&, const Request&, const Reply&)) {
    return [hub, handle](const Request& request, const Reply& reply) { handle(hub, request, reply); };
  };
  std::vector<http::Route> routes;
  auto post = route("POST", "", "subscribeToResourceChanges", {}, with(subscribe));
  post.body = http::BodyIs::required;
  post.body_limit = std::size_t{16} * 1024;
  post.consumes = {"application/json"};
  routes.push_back(std::move(post));
  routes.push_back(route("GET", "", "readResourceSubscriptions", {}, with(list)));
  routes.push_back(route("DELETE", "/{id}", "endResourceSubscription", {}, with(end)));
  routes.push_back(route("GET", "/{id}/changes", "readResourceChanges", {"after"}, with(tell_changes)));
  auto events = route("GET", "/{id}/events", "resourceChangeEvents", {},
                      [hub, listeners](const Request& request, const Reply& reply) {
                        listen(hub, listeners, request, reply);
                      });
  events.produces = {"text/event-stream"};
  routes.push_back(std::move(events));
  return routes;
}

}  // namespace cimgate::cim_rest
