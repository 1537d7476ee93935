#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/elhub/cim_rest/hand_in.hpp"
#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// Who speaks, and for whom, as the headers SenderGLN and OnBehalfOfGLN say it.
tl::expected<Sender, http::Answer> sender_of(const http::Request& request);

/// What the user of a request is about to do. `about`: the process, or the queue.
users::Act act_of(const http::Request& request, users::Deed deed, const Sender& sender, std::string about);

/// The queue of the path that a sender asks for.
tl::expected<hub::PollOrder, http::Answer> order_of(const http::Request& request);

}  // namespace cimgate::cim_rest
