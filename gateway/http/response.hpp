#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// How an answer travels.
struct ResponseForm {
  bool head_only = false;  ///< the request was HEAD
  bool keep_alive = true;
  bool http_1_0 = false;
};

/// True when the answer is worth gzip: text, not small, not encoded already.
bool worth_gzip(const Answer& answer);

/// Puts gzip on the answer. It stays as it was when it would not get smaller.
void put_gzip(Answer& answer);

/// Status line and fields, to the empty line. The body has answer.body.size() bytes, unless the status has
/// none; a stream comes in chunks, or ends with the connection where the other end knows no chunks.
std::string response_head(const Answer& answer, const ResponseForm& form);
bool has_body(std::uint16_t status);
/// A piece of a body as it travels (RFC 9112, section 7.1). An empty one is the last.
std::string chunk(std::string_view piece);

}  // namespace cimgate::http
