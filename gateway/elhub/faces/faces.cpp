#include "gateway/elhub/faces/faces.hpp"

#include <utility>

#include "gateway/elhub/access/roles_asked.hpp"
#include "gateway/elhub/access_api/routes.hpp"
#include "gateway/elhub/cim_rest/hub_counterpart.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/resources.hpp"
#include "gateway/elhub/cim_rest/routes.hpp"
#include "gateway/elhub/cim_rest/shared_production.hpp"
#include "gateway/elhub/cim_rest/third_parties.hpp"
#include "gateway/elhub/contract_rest/routes.hpp"
#include "gateway/elhub/emif/routes.hpp"
#include "gateway/elhub/hub_api/routes.hpp"

namespace cimgate::faces {

std::vector<http::Part> of_hub(const Gateway& gateway, const std::shared_ptr<hub::Hub>& hub,
                               Setting setting) {
  const auto& guard = setting.guard;
  auto parties = cim_rest::routes(gateway, cim_rest::counterpart_of(hub));
  auto market = cim_rest::resources(gateway, hub);
  auto contracts = contract_rest::routes(hub);
  auto third_parties = cim_rest::third_parties(hub);
  auto shared_production = cim_rest::shared_production(hub);
  auto operators = hub_api::routes(gateway, hub);
  auto links = hub_api::access_links(hub, std::move(setting.may_be_answered));
  using access::Callers;
  const auto with_roles = [gate = hub::gate_of(hub)](http::Part part, Callers callers = Callers::parties) {
    return access::for_users(
        std::move(part), gate, [](const hub::Fault& fault) { return cim_rest::problem_of(fault); }, callers);
  };
  auto own_users = access::own_users(hub::gate_of(hub), hub_api::user_desk(hub));
  market = with_roles(std::move(market));
  contracts = with_roles(std::move(contracts), Callers::parties_and_end_users);
  third_parties = with_roles(std::move(third_parties));
  shared_production = with_roles(std::move(shared_production));
  if (guard) {
    parties = access::for_parties(std::move(parties), guard, access::organisations_of(hub));
    market = access::for_parties(std::move(market), guard, access::organisations_of(hub));
    contracts = access::for_parties_and_end_users(contracts, guard, access::organisations_of(hub));
    third_parties = access::for_parties(std::move(third_parties), guard, access::organisations_of(hub));
    own_users = access::for_parties(std::move(own_users), guard, access::organisations_of(hub));
    shared_production =
        access::for_parties(std::move(shared_production), guard, access::organisations_of(hub));
    operators = access::for_operators(std::move(operators), guard);
    links = access::for_operators(std::move(links), guard);
  }
  return {emif::routes(hub, setting.url, std::move(setting.security)),
          std::move(parties),
          std::move(market),
          contract_rest::in_its_words(std::move(contracts), hub),
          std::move(third_parties),
          std::move(own_users),
          std::move(shared_production),
          std::move(operators),
          std::move(links),
          access_api::routes(hub, guard)};
}

}  // namespace cimgate::faces
