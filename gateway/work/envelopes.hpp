#pragma once
#include <string>
#include <string_view>

#include "gateway/work/flow.hpp"

namespace cimgate::work {

/// A file name that nothing can be done with but name a file: of what is no letter, digit, "-" or "_" nothing
/// is left, and then, or when it is long, a part of the digest tells it from others.
std::string safe_name(std::string_view text);

/// "GROUP@ID.xml", from what a message says of itself; without an id from its bytes.
std::string name_of(const Envelope& envelope, std::string_view bytes);

/// What W3C Trace Context allows in these headers; anything else is not handed on.
bool is_traceparent(std::string_view text);
bool is_tracestate(std::string_view text);

bool is_json(std::string_view text);

}  // namespace cimgate::work
