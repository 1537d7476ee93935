#include "gateway/elhub/cim_rest/resources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/elhub/cim_rest/market_json.hpp"
#include "gateway/elhub/cim_rest/point_requests.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using About = hub::PointQuery::About;
using HubPtr = std::shared_ptr<hub::Hub>;

Answer bundles_answer(const Gateway& gateway, const TranslateOptions& form,
                      const std::vector<std::string>& messages) {
  json::JsonOut out(true);
  out.begin_object();
  out.begin_array("bundles");
  for (const auto& message : messages) {
    const auto bundle = bundle_of(gateway, message, form);
    if (!bundle) return http::problem(bundle.error());
    out.literal(*bundle);
  }
  out.end_array();
  out.end_object();
  return http::json_answer(std::move(out).take());
}

void tell(const Gateway& gateway, const HubPtr& hub, About about, const Request& http, const Reply& reply) {
  const auto query = query_of(about, http);
  if (!query) return reply(query.error());
  look(hub, reply,
       [gateway, form = form_of(hub->intake(), profile_of_queues), query = *query](
           hub::MessageProcessor& processor, ledger::Ledger&) {
         auto said = processor.ask(query);
         if (!said) return problem_of(said.error());
         if (!said->reasons.empty()) return refused(*said);
         Answer answer;
         answer.rest = [gateway, form, messages = std::move(said->messages)] {
           return bundles_answer(gateway, form, messages);
         };
         return answer;
       });
}

/// The grid company sees all contracts of its metering points, a supplier its own. Whoever may not ask for
/// the metering point gets the refusal of that; one whose contract is over asks for a time at which it held.
void tell_contracts(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto query = query_of(About::metering_point, http);
  if (!query) return reply(query.error());
  look(hub, reply, [query = *query](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    const auto said = processor.ask(query);
    if (!said) return problem_of(said.error());
    if (!said->reasons.empty()) return refused(*said);
    const auto& market = *ledger.market();
    const auto today = norway::day_of(ledger.now());
    const auto point = market.metering_point(query.gsrn, today);
    const auto owner = point.known() && point->grid_area.known() ? market.grid_owner(*point->grid_area, today)
                                                                 : market::Answer<std::string>();
    const bool is_owner = owner.known() && *owner == query.party;
    auto contracts = market.contracts_of(query.gsrn);
    std::erase_if(contracts,
                  [&](const market::Contract& one) { return !is_owner && one.supplier != query.party; });
    return http::json_answer(contracts_json(query.gsrn, contracts));
  });
}

void list_parties(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto role = std::string(http.query.get("role"));
  look(hub, reply, [role](hub::MessageProcessor&, ledger::Ledger& ledger) {
    auto parties = ledger.parties();
    const auto today = norway::day_of(ledger.now());
    std::erase_if(parties, [&](const market::Party& one) {
      return !one.period.holds(today) ||
             (!role.empty() && std::find(one.roles.begin(), one.roles.end(), role) == one.roles.end());
    });
    return http::json_answer(parties_json(parties));
  });
}

void tell_party(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto gln = std::string(http.parameters.get("gln"));
  if (!text::are_digits(gln, 13))
    return reply(problem_of(400, "bad-parameter", "Invalid path parameter", "gln: expected 13 digits"));
  look(hub, reply, [gln](hub::MessageProcessor&, ledger::Ledger& ledger) {
    const auto history = ledger.market()->party_history(gln);
    const auto* now = market::held_on(history, norway::day_of(ledger.now()));
    if (now == nullptr)
      return problem_of(404, "no-such-party", "There is no such party.",
                        "It is not registered in this market.");
    return http::json_answer(party_json(*now));
  });
}

void list_grid_areas(const HubPtr& hub, const Reply& reply) {
  look(hub, reply, [](hub::MessageProcessor&, ledger::Ledger& ledger) {
    const auto today = norway::day_of(ledger.now());
    std::vector<GridArea> areas;
    for (auto& id : ledger.grid_areas())
      if (const auto owner = ledger.market()->grid_owner(id, today); owner.known())
        areas.push_back({std::move(id), *owner});
    return http::json_answer(grid_areas_json(areas));
  });
}

http::Route get(std::string pattern, std::string operation, std::vector<http::Parameter> parameters,
                std::function<void(const Request&, const Reply&)> handle) {
  return http::route("GET", std::move(pattern), std::move(operation), std::move(parameters),
                     std::move(handle));
}

}  // namespace

http::Part resources(const Gateway& gateway, const HubPtr& hub) {
  http::Part part;
  part.openapi = {"gateway/elhub/cim_rest/openapi/resources.yaml"};
  const auto about = [gateway, hub](About what) {
    return [gateway, hub, what](const Request& request, const Reply& reply) {
      tell(gateway, hub, what, request, reply);
    };
  };
  const std::string point = "/cim/v1/metering-points/{gsrn}";
  part.routes.push_back(get(point, "readMeteringPoint", {"at", "role"}, about(About::metering_point)));
  part.routes.push_back(get(point + "/customer", "readCustomer", {"at", "role"}, about(About::customer)));
  part.routes.push_back(get(point + "/values", "readValues", {"from", "to", "role"}, about(About::values)));
  part.routes.push_back(
      get(point + "/contracts", "readContracts", {"at", "role"},
          [hub](const Request& request, const Reply& reply) { tell_contracts(hub, request, reply); }));
  part.routes.push_back(
      get("/cim/v1/parties", "readParties", {"role"},
          [hub](const Request& request, const Reply& reply) { list_parties(hub, request, reply); }));
  part.routes.push_back(
      get("/cim/v1/parties/{gln}", "readParty", {},
          [hub](const Request& request, const Reply& reply) { tell_party(hub, request, reply); }));
  part.routes.push_back(get("/cim/v1/grid-areas", "readGridAreas", {},
                            [hub](const Request&, const Reply& reply) { list_grid_areas(hub, reply); }));
  return part;
}

}  // namespace cimgate::cim_rest
