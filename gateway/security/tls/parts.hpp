#pragma once
#include "gateway/security/tls/tls.hpp"

/// What both ends have in common, for this room.
namespace cimgate::tls {

/// Throws std::runtime_error.
void need(bool good);
/// Versions, ciphers and modes.
void set_common(ssl_ctx_st* context);
/// Bytes come and go by memory.
void attach_memory(ssl_st* session);

}  // namespace cimgate::tls
