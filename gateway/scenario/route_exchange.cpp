#include "gateway/scenario/route_exchange.hpp"

#include <fmt/format.h>

#include <future>

#include "gateway/http/router.hpp"

namespace cimgate::scenario {
namespace {

/// "a%20b" as "a b".
std::string decoded(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

http::Request request_of(const Call& call) {
  http::Request request;
  request.method = call.method;
  const auto mark = call.target.find('?');
  request.path = decoded(std::string_view(call.target).substr(0, mark));
  request.has_query = mark != std::string::npos;
  std::string_view query =
      request.has_query ? std::string_view(call.target).substr(mark + 1) : std::string_view();
  while (!query.empty()) {
    const auto one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(one.size() + 1, query.size()));
    const auto equals = one.find('=');
    request.query.add(decoded(one.substr(0, equals)),
                      equals == std::string_view::npos ? std::string() : decoded(one.substr(equals + 1)));
  }
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
    const auto found = router_.find(request.method, request.path);
    if (found.route == nullptr) return Reply{found.allow.empty() ? 404U : 405U, {}, {}};
    request.parameters = found.parameters;
    auto promise = std::make_shared<std::promise<http::Answer>>();
    auto answer = promise->get_future();
    found.route->handle(std::move(request),
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
