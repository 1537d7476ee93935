#include "gateway/elhub/cim_rest/resources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/elhub/cim_rest/market_json.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/sender.hpp"
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

/// Does something with what the hub knows, on its thread, and changes nothing.
void look(const HubPtr& hub, const Reply& reply,
          std::function<Answer(hub::MessageProcessor&, ledger::Ledger&)> work) {
  auto answer = std::make_shared<Answer>();
  hub->order([answer, work = std::move(work)](hub::MessageProcessor& processor,
                                              ledger::Ledger& ledger) { *answer = work(processor, ledger); },
             [answer, reply](const std::optional<hub::Fault>& fault) {
               reply(fault ? problem_of(*fault) : std::move(*answer));
             });
}

/// A refusal by the reason that the market's own answer gives. Sources: rules/codes.yaml for what the codes
/// mean.
Answer refused(const hub::PointAnswer& said) {
  const auto has = [&](std::string_view code) {
    return std::any_of(said.reasons.begin(), said.reasons.end(),
                       [&](const ReasonCode& one) { return one.value == code; });
  };
  http::Problem problem{422, "query-refused", "The market refuses the query.", said.why.en, {}};
  if (has("E10") || has("E0H") || has("EH016"))
    problem = {404, "no-such-data", "There are no such data.", said.why.en, {}};
  if (has("E36") || has("E16") || has("E0I"))
    problem = {403, "not-entitled", "The sender may not see these data.", said.why.en, {}};
  json::JsonOut out(false);
  out.begin_array();
  for (const auto& reason : said.reasons) {
    out.begin_object();
    out.member("code", reason.value);
    out.member("agency", reason.agency);
    out.end_object();
  }
  out.end_array();
  problem.members.push_back({"reasons", out.take_piece()});
  return http::problem(problem);
}

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

/// The query that a request makes. Error: what of it cannot be read.
tl::expected<hub::PointQuery, Answer> query_of(About about, const Request& http) {
  const auto sender = sender_of(http);
  if (!sender) return tl::unexpected(sender.error());
  hub::PointQuery query;
  query.about = about;
  query.party = sender->juridical;
  query.physical = sender->physical;
  query.role = std::string(http.query.get("role"));
  query.gsrn = std::string(http.parameters.get("gsrn"));
  if (!text::are_digits(query.gsrn, 18))
    return tl::unexpected(problem_of(400, "bad-parameter", "Invalid path parameter",
                                     "gsrn: expected the 18 digits of a metering point"));
  for (const auto* gln : {&query.party, &query.physical})
    if (!text::are_digits(*gln, 13))
      return tl::unexpected(problem_of(400, "sender-missing", "SenderGLN is missing.",
                                       "SenderGLN and OnBehalfOfGLN are GLNs of 13 digits."));
  constexpr std::array roles = {"DDQ", "SLR", "DDM", "AG"};
  if (!query.role.empty() && std::find(roles.begin(), roles.end(), query.role) == roles.end())
    return tl::unexpected(http::bad_parameter("role", "expected DDQ, SLR, DDM or AG"));
  const auto moment = [&](std::string_view name) {
    return norway::parse_moment(std::string(http.query.get(name)));
  };
  if (about != About::values) {
    query.at = moment("at");
    if (!http.query.get("at").empty() && !query.at)
      return tl::unexpected(http::bad_parameter("at", "expected a day or a time with zone"));
    return query;
  }
  const auto from = moment("from"), to = moment("to");
  if (!from || !to || *from >= *to)
    return tl::unexpected(http::bad_parameter(
        "from", "expected two days or times with zone, from and to, the first before the second"));
  query.from = *from;
  query.to = *to;
  return query;
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

http::Route get(std::string pattern, std::string operation, std::vector<std::string> parameters,
                std::function<void(const Request&, const Reply&)> handle) {
  http::Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.operation = std::move(operation);
  route.handle = [parameters = std::move(parameters), handle = std::move(handle)](const Request& request,
                                                                                  const Reply& reply) {
    if (auto unknown = http::unknown_parameter(request, parameters)) return reply(*std::move(unknown));
    handle(request, reply);
  };
  return route;
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
