#include "gateway/elhub/cim_rest/queue_events.hpp"

#include <fmt/format.h>

#include <charconv>
#include <future>

#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/sender.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Answer;
using http::Reply;
using http::Request;

constexpr auto heartbeat = std::chrono::seconds(15);
constexpr std::size_t most_at_once = 200;
constexpr std::size_t most_unsent = 64 * 1024;  ///< of one who takes nothing; the rest waits in the queue

std::string event_of(const Counterpart::Waiting& message) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("id", message.id);
  out.member("message", message.name);
  out.end_object();
  return fmt::format("id: {}\nevent: message\ndata: {}\n\n", message.sequence, out.take_piece());
}

/// One who listens to a queue.
struct Listener {
  hub::PollOrder order;
  users::Act act;
  std::int64_t last = 0;
  std::shared_ptr<http::Stream> stream = std::make_shared<http::Stream>();
  Watch::Clock::time_point said;
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

/// Tells what is new. False: nobody listens, or the queue cannot be asked any more.
bool tell(Counterpart& counterpart, Listener& listener, Watch::Clock::time_point now) {
  if (!still_may(counterpart, listener.act)) return false;
  if (listener.stream->waiting() > most_unsent) return listener.stream->put({});
  const auto given = std::make_shared<std::promise<Counterpart::Queue>>();
  auto queue = given->get_future();
  counterpart.waiting(listener.order, listener.last, most_at_once,
                      [given](Counterpart::Queue told) { given->set_value(std::move(told)); });
  const auto messages = queue.get();
  if (!messages) return false;
  std::string text;
  for (const auto& message : *messages) {
    text += event_of(message);
    listener.last = message.sequence;
  }
  if (text.empty() && now - listener.said >= heartbeat) text = ":\n\n";
  if (!text.empty()) listener.said = now;
  return listener.stream->put(text);
}

Answer stream_of(const std::shared_ptr<Counterpart>& counterpart, const std::shared_ptr<Watch>& listeners,
                 const std::shared_ptr<Listener>& listener) {
  listener->stream->put(":\n\n");
  listener->said = Watch::Clock::now();
  const bool added = listeners->add([counterpart, listener](const Watch::Turn& turn) {
    const bool goes_on = !turn.last && tell(*counterpart, *listener, turn.now);
    if (!goes_on) listener->stream->end();
    return !goes_on;
  });
  if (!added) return too_many_listeners();
  Answer answer;
  answer.content_type = "text/event-stream";
  answer.headers.add("Cache-Control", "no-store");
  answer.stream = listener->stream;
  return answer;
}

void listen(const std::shared_ptr<Counterpart>& counterpart, const std::shared_ptr<Watch>& listeners,
            const Request& http, const Reply& reply) {
  const auto order = order_of(http);
  if (!order) return reply(order.error());
  const auto last = number_of(http.headers.get("Last-Event-ID"));
  if (!last)
    return reply(problem_of(400, "bad-event-id", "Last-Event-ID is not valid.",
                            "It is the id of the last event that was heard, a number."));
  auto listener = std::make_shared<Listener>();
  listener->order = *order;
  listener->last = *last;
  listener->act =
      act_of(http, users::Deed::look, {order->asker, order->party}, std::string(to_string(order->channel)));
  // Whoever may not is told so, before anything else.
  hub::pass(
      counterpart->gate(), listener->act, [reply](const hub::Fault& fault) { reply(problem_of(fault)); },
      [counterpart, listeners, listener, reply](const std::function<void(bool)>& over) {
        counterpart->waiting(
            listener->order, listener->last, 1,
            [counterpart, listeners, listener, reply, over](const Counterpart::Queue& queue) {
              over(queue.has_value());
              if (!queue) return reply(problem_of(queue.error()));
              reply(stream_of(counterpart, listeners, listener));
            });
      });
}

}  // namespace

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

Answer too_many_listeners() {
  auto answer = problem_of(503, "too-many-listeners", "Too many listen to queues.",
                           fmt::format("At most {} may at the same time.", most_listeners));
  answer.headers.add("Retry-After", "5");
  return answer;
}

http::Route queue_events(std::shared_ptr<Counterpart> counterpart, std::shared_ptr<Watch> listeners) {
  http::Route route;
  route.method = "GET";
  route.pattern = "/cim/v1/queues/{queue}/events";
  route.operation = "queueEvents";
  route.produces = {"text/event-stream"};
  route.handle = [counterpart = std::move(counterpart), listeners = std::move(listeners)](
                     const Request& request, const Reply& reply) {
    if (auto unknown = http::unknown_parameter(request, {})) return reply(*std::move(unknown));
    listen(counterpart, listeners, request, reply);
  };
  return route;
}

}  // namespace cimgate::cim_rest
