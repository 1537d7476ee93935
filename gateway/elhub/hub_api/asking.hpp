#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

/// How the routes ask the hub.
namespace cimgate::hub_api {

/// Does something on the hub's thread, and answers with what it gives. What is refused leaves no trace.
void with_ledger(const std::shared_ptr<hub::Hub>& hub, const http::Reply& reply,
                 std::function<http::Answer(hub::MessageProcessor&, ledger::Ledger&)> work);

/// A number behind the '?', at most `most`; `otherwise` when there is none.
std::size_t number(const http::Request& request, std::string_view name, std::size_t otherwise,
                   std::size_t most);

}  // namespace cimgate::hub_api
