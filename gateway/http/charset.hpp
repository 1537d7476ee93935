#pragma once
#include <optional>
#include <string>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// What a Content-Type says about characters comes before what a document says of itself (RFC 7303, section
/// 3.2): after this the body is UTF-8, and says nothing that contradicts. A byte order mark comes before
/// both; JSON has no charset (RFC 8259, section 11). Error: a charset that is not known, bytes that are not
/// of it, or a body that becomes longer than `limit`.
std::optional<TransportError> apply_charset(Request& request, std::size_t limit);

}  // namespace cimgate::http
