#pragma once
#include <cstdint>
#include <memory>

#include "gateway/elhub/hub/gate.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::access {

/// How a refusal is told.
using Refuse = std::function<http::Answer(const hub::Fault&)>;

/// The same routes, for users whose roles allow it: to look with GET, to send with all others. Who speaks and
/// for whom is in SenderGLN and OnBehalfOfGLN; whoever names nobody is refused, unless it is an end user on
/// routes that have them. For routes that do not ask the gate themselves.
enum class Callers : std::uint8_t { parties, parties_and_end_users };
http::Part for_users(http::Part part, const std::shared_ptr<hub::Gate>& gate, Refuse refuse,
                     Callers callers = Callers::parties);

}  // namespace cimgate::access
