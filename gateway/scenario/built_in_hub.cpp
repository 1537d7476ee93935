#include "gateway/scenario/built_in_hub.hpp"

#include <iterator>

#include "gateway/elhub/faces/faces.hpp"
#include "gateway/scenario/route_exchange.hpp"

namespace cimgate::scenario {

OpenSystem built_in_hub(const Gateway& gateway) {
  return [gateway](const std::string& schema) -> tl::expected<std::unique_ptr<Exchange>, std::string> {
    const std::shared_ptr<const Engine> engine(std::make_shared<Gateway>(gateway), &gateway.engine());
    hub::Hub::Options options;
    options.seed = ledger::Seed{};  // the same ids in every play
    options.version = schema;
    const auto hub = hub::Hub::open(engine, options);
    if (!hub) return tl::make_unexpected(hub.error());
    return exchange_with(gateway, *hub);
  };
}

tl::expected<std::unique_ptr<Exchange>, std::string> exchange_with(const Gateway& gateway,
                                                                   const std::shared_ptr<hub::Hub>& hub) {
  faces::Setting setting;
  setting.may_be_answered = [](const std::string&) { return true; };
  std::vector<http::Route> routes;
  for (auto& part : faces::of_hub(gateway, hub, std::move(setting)))
    std::move(part.routes.begin(), part.routes.end(), std::back_inserter(routes));
  return route_exchange(std::move(routes), hub);
}

}  // namespace cimgate::scenario
