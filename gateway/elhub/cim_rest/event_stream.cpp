#include "gateway/elhub/cim_rest/event_stream.hpp"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <utility>

#include "gateway/elhub/cim_rest/problems.hpp"

namespace cimgate::cim_rest {
namespace {

constexpr auto heartbeat = std::chrono::seconds(15);
constexpr std::size_t most_unsent = 64 * 1024;  ///< of one who takes nothing; the rest is told later
constexpr const char* sign_of_life = ":\n\n";

struct Listener {
  News news;
  std::int64_t last = 0;
  std::shared_ptr<http::Stream> stream = std::make_shared<http::Stream>();
  Watch::Clock::time_point said = Watch::Clock::now();
};

/// Tells what is new. False: nobody listens, or there is no more to hear.
bool tell(Listener& listener, Watch::Clock::time_point now) {
  if (listener.stream->waiting() > most_unsent) return listener.stream->put({});
  auto text = listener.news(listener.last);
  if (!text) return false;
  if (text->empty() && now - listener.said >= heartbeat) text = sign_of_life;
  if (!text->empty()) listener.said = now;
  return listener.stream->put(*text);
}

http::Answer too_many_listeners() {
  auto answer = problem_of(503, "too-many-listeners", "Too many listen to queues.",
                           fmt::format("At most {} may at the same time.", most_listeners));
  answer.headers.add("Retry-After", "5");
  return answer;
}

}  // namespace

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

tl::expected<std::int64_t, http::Answer> last_event_of(const http::Request& request) {
  if (const auto last = number_of(request.headers.get("Last-Event-ID"))) return *last;
  return tl::unexpected(problem_of(400, "bad-event-id", "Last-Event-ID is not valid.",
                                   "It is the id of the last event that was heard, a number."));
}

std::string event_text(std::int64_t number, std::string_view name, std::string_view data) {
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", number, name, data);
}

http::Answer stream_events(Watch& listeners, std::int64_t last, News news) {
  const auto listener = std::make_shared<Listener>();
  listener->news = std::move(news);
  listener->last = last;
  listener->stream->put(sign_of_life);
  const bool added = listeners.add([listener](const Watch::Turn& turn) {
    const bool goes_on = !turn.last && tell(*listener, turn.now);
    if (!goes_on) listener->stream->end();
    return !goes_on;
  });
  if (!added) return too_many_listeners();
  http::Answer answer;
  answer.content_type = "text/event-stream";
  answer.stream = listener->stream;
  return answer;
}

}  // namespace cimgate::cim_rest
