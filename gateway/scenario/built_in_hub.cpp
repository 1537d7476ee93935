#include "gateway/scenario/built_in_hub.hpp"

#include <iterator>

#include "gateway/elhub/cim_rest/hub_counterpart.hpp"
#include "gateway/elhub/cim_rest/resources.hpp"
#include "gateway/elhub/cim_rest/routes.hpp"
#include "gateway/elhub/emif/routes.hpp"
#include "gateway/elhub/hub_api/routes.hpp"
#include "gateway/scenario/route_exchange.hpp"

namespace cimgate::scenario {

OpenSystem built_in_hub(const Gateway& gateway) {
  return [gateway](const std::string& schema) -> tl::expected<std::unique_ptr<Exchange>, std::string> {
    const std::shared_ptr<const Engine> engine(std::make_shared<Gateway>(gateway), &gateway.engine());
    hub::Hub::Options options;
    options.seed = ledger::Seed{};  // the same ids in every play
    options.version = schema;
    auto hub = hub::Hub::open(engine, options);
    if (!hub) return tl::make_unexpected(hub.error());
    std::vector<http::Route> routes;
    for (auto part : {emif::routes(*hub), cim_rest::routes(gateway, cim_rest::counterpart_of(*hub)),
                      cim_rest::resources(gateway, *hub), hub_api::routes(gateway, *hub)})
      std::move(part.routes.begin(), part.routes.end(), std::back_inserter(routes));
    return route_exchange(std::move(routes), *hub);
  };
}

}  // namespace cimgate::scenario
