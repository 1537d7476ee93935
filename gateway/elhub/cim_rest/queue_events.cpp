#include "gateway/elhub/cim_rest/queue_events.hpp"

#include <future>
#include <optional>
#include <utility>

#include "gateway/elhub/cim_rest/event_stream.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/sender.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Reply;
using http::Request;

std::string event_of(const Counterpart::Waiting& message) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("id", message.id);
  out.member("message", message.name);
  out.end_object();
  return event_text(message.sequence, "message", out.take_piece());
}

/// Who listens to a queue.
struct Listener {
  hub::PollOrder order;
  users::Act act;
};

/// A role may end while somebody listens.
bool still_may(Counterpart& counterpart, const users::Act& act) {
  const auto gate = counterpart.gate();
  if (!gate) return true;
  const auto given = std::make_shared<std::promise<bool>>();
  auto may = given->get_future();
  gate->look_again(
      act, [given](const tl::expected<void, hub::Fault>& told) { given->set_value(told.has_value()); });
  return may.get();
}

std::optional<std::string> news(Counterpart& counterpart, const Listener& listener, std::int64_t& last) {
  if (!still_may(counterpart, listener.act)) return std::nullopt;
  const auto given = std::make_shared<std::promise<Counterpart::Queue>>();
  auto queue = given->get_future();
  counterpart.waiting(listener.order, last, most_events_at_once,
                      [given](Counterpart::Queue told) { given->set_value(std::move(told)); });
  const auto messages = queue.get();
  if (!messages) return std::nullopt;
  std::string text;
  for (const auto& message : *messages) {
    text += event_of(message);
    last = message.sequence;
  }
  return text;
}

void listen(const std::shared_ptr<Counterpart>& counterpart, const std::shared_ptr<Watch>& listeners,
            const Request& http, const Reply& reply) {
  const auto order = order_of(http);
  if (!order) return reply(order.error());
  const auto last = last_event_of(http);
  if (!last) return reply(last.error());
  const Listener listener{*order, act_of(http, users::Deed::look, {order->asker, order->party},
                                         std::string(to_string(order->channel)))};
  // Whoever may not is told so, before anything else.
  hub::pass(
      counterpart->gate(), listener.act, [reply](const hub::Fault& fault) { reply(problem_of(fault)); },
      [counterpart, listeners, listener, last = *last, reply](const std::function<void(bool)>& over) {
        counterpart->waiting(
            listener.order, last, 1,
            [counterpart, listeners, listener, last, reply, over](const Counterpart::Queue& queue) {
              over(queue.has_value());
              if (!queue) return reply(problem_of(queue.error()));
              reply(stream_events(*listeners, last, [counterpart, listener](std::int64_t& after) {
                return news(*counterpart, listener, after);
              }));
            });
      });
}

}  // namespace

http::Route queue_events(std::shared_ptr<Counterpart> counterpart, std::shared_ptr<Watch> listeners) {
  auto route = http::route(
      "GET", "/cim/v1/queues/{queue}/events", "queueEvents", {},
      [counterpart = std::move(counterpart), listeners = std::move(listeners)](
          const Request& request, const Reply& reply) { listen(counterpart, listeners, request, reply); });
  route.produces = {"text/event-stream"};
  return route;
}

}  // namespace cimgate::cim_rest
