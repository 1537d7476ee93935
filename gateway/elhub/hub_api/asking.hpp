#pragma once
#include <functional>
#include <memory>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

/// How the routes ask the hub.
namespace cimgate::hub_api {

/// Does something on the hub's thread, and answers with what it gives. What is refused leaves no trace.
void with_ledger(const std::shared_ptr<hub::Hub>& hub, const http::Reply& reply,
                 std::function<http::Answer(hub::MessageProcessor&, ledger::Ledger&)> work);

}  // namespace cimgate::hub_api
