#include "gateway/elhub/cim_rest/shared_production.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "gateway/elhub/cim_rest/event_stream.hpp"
#include "gateway/elhub/cim_rest/point_requests.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/shared_production_json.hpp"
#include "gateway/elhub/cim_rest/sharing_subscriptions.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/security/keys/uuid.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using HubPtr = std::shared_ptr<hub::Hub>;
using hub::DatedVersion;
using hub::SharingOrder;
using Kind = SharingOrder::Kind;
using Versions = std::vector<DatedVersion>;

constexpr const char* all_path = "/cim/v1/shared-productions";

/// The number of a version in a path; 0: it is none.
int version_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) return 0;
  return number;
}

Answer created(std::string body, const std::string& location) {
  auto answer = http::json_answer(std::move(body), 201);
  answer.headers.add("Location", location);
  return answer;
}

Answer done(const SharingOrder& order, const Versions& versions, hub::Day today) {
  const auto& id = versions.front().kept.sharing;
  const auto path = fmt::format("{}/{}", all_path, id);
  if (order.kind == Kind::make) return created(versions_json(id, versions, today), path);
  if (order.kind == Kind::add_version) {
    const auto& last = versions.back();
    return created(version_json(id, last, today), fmt::format("{}/versions/{}", path, last.kept.version));
  }
  for (const auto& one : versions)
    if (one.kept.version == order.version) return http::json_answer(version_json(id, one, today));
  return no_such_sharing();
}

void carry_out(const HubPtr& hub, Kind kind, const Request& http, const Reply& reply) {
  const auto sender = checked_sender(http);
  if (!sender) return reply(sender.error());
  SharingOrder order;
  order.kind = kind;
  order.id = keys::new_uuid();
  order.party = sender->juridical;
  order.physical = sender->physical;
  order.sharing = std::string(http.parameters.get("udcId"));
  order.version = version_number(http.parameters.get("version"));
  auto said = hub::read_sharing(kind, http.body);
  if (!said) return reply(bad_sharing(said.error()));
  order.said = *std::move(said);
  look(hub, reply, [order = std::move(order)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    const auto versions = processor.change_sharing(order);
    if (!versions) return problem_of(versions.error());
    return done(order, *versions, norway::day_of(ledger.now()));
  });
}

/// What a party asks about a shared production of its own.
using Tell = std::function<Answer(hub::MessageProcessor&, ledger::Ledger&, const Sender&, Versions)>;
void tell(const HubPtr& hub, const Request& http, const Reply& reply, Tell work) {
  const auto sender = checked_sender(http);
  if (!sender) return reply(sender.error());
  look(hub, reply,
       [sender = *sender, id = std::string(http.parameters.get("udcId")), work = std::move(work)](
           hub::MessageProcessor& processor, ledger::Ledger& ledger) {
         if (const auto may = processor.may_share(sender.juridical, sender.physical); !may)
           return problem_of(may.error());
         auto versions = processor.sharing(sender.juridical, id);
         if (!versions) return no_such_sharing();
         return work(processor, ledger, sender, *std::move(versions));
       });
}

void tell_calculation(const HubPtr& hub, const Request& http, const Reply& reply) {
  tell(hub, http, reply,
       [id = std::string(http.parameters.get("udcId"))](hub::MessageProcessor&, ledger::Ledger& ledger,
                                                        const Sender& sender, const Versions& versions) {
         return http::json_answer(
             calculation_json(id, sender.juridical, versions, norway::day_of(ledger.now())));
       });
}

void tell_versions(const HubPtr& hub, const Request& http, const Reply& reply) {
  tell(hub, http, reply,
       [id = std::string(http.parameters.get("udcId"))](hub::MessageProcessor&, ledger::Ledger& ledger,
                                                        const Sender&, const Versions& versions) {
         return http::json_answer(versions_json(id, versions, norway::day_of(ledger.now())));
       });
}

/// The day as the version that holds on it divides it; nobody sees values in this way that he does not see
/// anyway.
Answer volumes(hub::MessageProcessor& processor, ledger::Ledger& ledger, const Sender& sender,
               const std::string& id, const DatedVersion& version, hub::Day day) {
  const auto next = day + std::chrono::days(1);
  std::set<std::string> points;
  for (const auto* members : {&version.key.contributors, &version.key.recipients})
    for (const auto& one : *members) points.insert(one.gsrn);
  std::vector<ledger::StoredSeries> stored;
  for (const auto& gsrn : points) {
    hub::PointQuery query;
    query.about = hub::PointQuery::About::values;
    query.party = sender.juridical;
    query.physical = sender.physical;
    query.role = "DDM";
    query.gsrn = gsrn;
    const auto ranges = processor.entitled(query, day, next);
    if (!ranges) return problem_of(ranges.error());
    if (ranges->empty())
      return problem_of(403, "not-entitled", "The sender may not see these data.",
                        "The sender may not see the values of all who take part on this day.");
    for (auto& one : ledger.series_of(gsrn, norway::start_of(day), norway::start_of(next)))
      stored.push_back(std::move(one));
  }
  Answer answer;
  answer.rest = [id, version, day, stored = std::move(stored)] {
    const auto shared = hub::shared_day(version.key, version.kept.surplus_to, day, stored);
    return http::json_answer(volumes_json(id, day, &version, shared));
  };
  return answer;
}

void tell_volumes(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto day = rules::parse_day(http.query.get("day"));
  using std::chrono::year;
  const auto of = day ? std::chrono::year_month_day(*day).year() : year{0};
  if (!day || of < year{2000} || of >= year{2100})
    return reply(http::bad_parameter("day", "expected a day such as 2026-07-01"));
  tell(hub, http, reply,
       [id = std::string(http.parameters.get("udcId")), day = *day](
           hub::MessageProcessor& processor, ledger::Ledger& ledger, const Sender& sender,
           const Versions& versions) {
         const auto* version = hub::held_on(versions, day);
         if (version == nullptr) return http::json_answer(volumes_json(id, day, nullptr, {}));
         return volumes(processor, ledger, sender, id, *version, day);
       });
}

using Handle = std::function<void(const HubPtr&, const Request&, const Reply&)>;
http::Route route(const HubPtr& hub, const char* method, const std::string& below, const char* operation,
                  const Handle& handle, std::vector<http::Parameter> parameters = {}) {
  auto made =
      http::route(method, all_path + below, operation, std::move(parameters),
                  [hub, handle](const Request& request, const Reply& reply) { handle(hub, request, reply); });
  if (made.method != "GET") {
    made.body = http::BodyIs::required;
    made.body_limit = hub::longest_sharing;
    made.consumes = {"application/json"};
  }
  return made;
}

}  // namespace

http::Part shared_production(const HubPtr& hub) {
  http::Part part;
  part.openapi = {"gateway/elhub/cim_rest/openapi/shared_production.yaml"};
  const auto order = [](Kind kind) -> Handle {
    return [kind](const HubPtr& to, const Request& request, const Reply& reply) {
      carry_out(to, kind, request, reply);
    };
  };
  const std::string one = "/{udcId}";
  part.routes.push_back(route(hub, "POST", "", "createVirtualCalculation", order(Kind::make)));
  part.routes.push_back(route(hub, "GET", one, "getVirtualCalculation", tell_calculation));
  part.routes.push_back(
      route(hub, "POST", one + "/versions", "createSharedProductionVersion", order(Kind::add_version)));
  part.routes.push_back(route(hub, "GET", one + "/versions", "getAllVersionsByUdcId", tell_versions));
  part.routes.push_back(
      route(hub, "PATCH", one + "/versions/{version}", "updateSharedProductionVersion", order(Kind::change)));
  part.routes.push_back(route(hub, "GET", one + "/volumes", "readSharedVolumes", tell_volumes, {"day"}));
  // Each change is told to the grid company by a message, too.
  const auto listeners = std::make_shared<Watch>([hub] { return hub->queued(); }, most_listeners);
  for (auto& made : sharing_subscriptions(hub, listeners)) part.routes.push_back(std::move(made));
  part.stopping = [listeners] { listeners->end(); };
  return part;
}

}  // namespace cimgate::cim_rest
