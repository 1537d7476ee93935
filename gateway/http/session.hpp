#pragma once
#include "gateway/http/core.hpp"

namespace cimgate::http {

/// Serves one connection until it ends: reads requests one after the other, hands each to its route, and
/// sends the answers in the same order.
Awaitable<void> serve_connection(Core& core, Socket socket);

/// Says that there are too many connections, and ends this one.
Awaitable<void> refuse_connection(Core& core, Socket socket);

}  // namespace cimgate::http
