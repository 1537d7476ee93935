#pragma once
#include <chrono>
#include <optional>

#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// No request waits longer for an answer.
inline constexpr std::chrono::seconds longest_wait{60};

/// How long the client would wait for the answer, by `Prefer: wait=10` (RFC 7240, section 4.3), and at most
/// longest_wait; nothing when it does not say, or not in a way that can be read.
std::optional<std::chrono::seconds> preferred_wait(const http::Request& request);

}  // namespace cimgate::cim_rest
