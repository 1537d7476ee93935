#pragma once
#include <memory>

#include "gateway/elhub/hub/gate.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::access {

/// How a refusal is told.
using Refuse = std::function<http::Answer(const hub::Fault&)>;

/// The same routes, for users whose roles allow it: to look with GET, to send with all others. Who speaks and
/// for whom is in SenderGLN and OnBehalfOfGLN; whoever names nobody is for the routes to answer. For routes
/// that do not ask the gate themselves.
http::Part for_users(http::Part part, const std::shared_ptr<hub::Gate>& gate, Refuse refuse);

}  // namespace cimgate::access
