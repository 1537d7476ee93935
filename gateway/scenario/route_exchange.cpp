#include "gateway/scenario/route_exchange.hpp"

#include <fmt/format.h>

#include <future>
#include <optional>

#include "gateway/http/router.hpp"
#include "gateway/http/target.hpp"

namespace cimgate::scenario {
namespace {

/// Nothing: no server would take its target.
std::optional<http::Request> request_of(const Call& call) {
  auto target = http::parse_target(call.target);
  if (!target) return std::nullopt;
  http::Request request;
  request.method = call.method;
  request.path = std::move(target->path);
  request.has_query = target->has_query;
  request.query = std::move(target->query);
  for (const auto& [name, value] : call.headers) request.headers.add(name, value);
  request.body = call.body;
  return request;
}

class RouteExchange final : public Exchange {
 public:
  RouteExchange(http::Router router, std::shared_ptr<void> owner)
      : owner_(std::move(owner)), router_(std::move(router)) {}

  tl::expected<Reply, std::string> send(const Call& call) override {
    auto request = request_of(call);
    if (!request) return Reply{400U, {}, {}};
    const auto found = router_.find(request->method, request->path);
    if (found.route == nullptr) return Reply{found.allow.empty() ? 404U : 405U, {}, {}};
    request->parameters = found.parameters;
    auto promise = std::make_shared<std::promise<http::Answer>>();
    auto answer = promise->get_future();
    found.route->handle(*std::move(request),
                        [promise](http::Answer made) { promise->set_value(std::move(made)); });
    promise.reset();
    try {
      auto made = answer.get();
      if (made.rest) made = made.rest();
      return Reply{made.status, std::move(made.content_type), std::move(made.body)};
    } catch (const std::exception&) {  // of the promise, or of what was left to do
      return tl::make_unexpected(fmt::format("{} {}: the route gave no answer", call.method, call.target));
    }
  }

 private:
  std::shared_ptr<void> owner_;
  http::Router router_;
};

}  // namespace

tl::expected<std::unique_ptr<Exchange>, std::string> route_exchange(std::vector<http::Route> routes,
                                                                    std::shared_ptr<void> owner) {
  auto router = http::Router::make(std::move(routes));
  if (!router) return tl::make_unexpected(router.error());
  return std::make_unique<RouteExchange>(std::move(*router), std::move(owner));
}

}  // namespace cimgate::scenario
