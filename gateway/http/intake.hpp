#pragma once
#include <cstdint>
#include <optional>

#include "gateway/http/limits.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/trust.hpp"
#include "gateway/http/wire.hpp"

namespace cimgate::http {

/// What the head of a request says, before anything of its body is read.
struct Intake {
  Request request;
  Router::Found found;
  bool head_only = false;  ///< HEAD: the answer goes without its body
  bool options = false;    ///< OPTIONS of a path that there is: answered with what it allows
  bool keep_alive = false;
  bool http_1_0 = false;
  bool chunked = false;
  std::uint64_t length = 0;  ///< of the body as it travels, unless chunked
  bool gzip = false;
  bool expects_continue = false;
  bool takes_gzip = false;  ///< the answer may have gzip
  bool norwegian = false;   ///< the language that the client prefers, also of an error
  std::size_t body_limit = 0;
  std::optional<TransportError> error;  ///< why the route cannot have it

  bool has_body() const { return chunked || length > 0; }
};

Intake examine(const HeadParser& parser, const Router& router, const Limits& limits, const Trust& trust);

/// The route that a head is for which is not whole or not good, so that its errors have the right form; null
/// when that cannot be said.
const Route* route_of(std::string_view raw_head, const Router& router);

}  // namespace cimgate::http
