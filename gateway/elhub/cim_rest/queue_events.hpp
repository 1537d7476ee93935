#pragma once
#include <memory>

#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/elhub/cim_rest/watch.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// `GET /cim/v1/queues/{queue}/events`: each message that comes into a queue is told as a server-sent event
/// (HTML, section 9.2). The message itself is fetched and acknowledged as before.
http::Route queue_events(std::shared_ptr<Counterpart> counterpart, std::shared_ptr<Watch> listeners);

}  // namespace cimgate::cim_rest
