#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/elhub/cim_rest/watch.hpp"
#include "gateway/http/route.hpp"

/// Server-sent events (HTML, section 9.2) about what has numbers in an order.
namespace cimgate::cim_rest {

inline constexpr std::size_t most_listeners = 100;       ///< at the same time
inline constexpr std::size_t most_events_at_once = 200;  ///< of which each listener is told in a turn

/// The number of an event, from 0; nothing said is 0. Nothing: it is none.
std::optional<std::int64_t> number_of(std::string_view text);
/// That of the last event that was heard, as the header Last-Event-ID has it.
tl::expected<std::int64_t, http::Answer> last_event_of(const http::Request& request);

/// One event, as it is sent.
std::string event_text(std::int64_t number, std::string_view name, std::string_view data);

/// The events behind a number, which goes on with them; "" when there are none. Nothing: there is no more to
/// hear, because what is listened to has ended, or may not be heard any more.
using News = std::function<std::optional<std::string>(std::int64_t& last)>;

/// A stream of what is new, in the turns of the Watch, with a sign of life in between. Whoever does not take
/// what was sent is not told more until he does.
http::Answer stream_events(Watch& listeners, std::int64_t last, News news);

}  // namespace cimgate::cim_rest
