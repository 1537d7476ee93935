#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/elhub/cim_rest/watch.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

inline constexpr std::size_t most_listeners = 100;  ///< to queues, at the same time
inline constexpr std::size_t most_who_wait = 1000;  ///< for an answer

/// The number of an event, from 0; nothing said is 0. Nothing: it is none.
std::optional<std::int64_t> number_of(std::string_view text);

/// What is said to one who would listen when so many do.
http::Answer too_many_listeners();

/// `GET /cim/v1/queues/{queue}/events`: each message that comes into a queue is told as a server-sent event
/// (HTML, section 9.2). The message itself is fetched and acknowledged as before.
http::Route queue_events(std::shared_ptr<Counterpart> counterpart, std::shared_ptr<Watch> listeners);

}  // namespace cimgate::cim_rest
