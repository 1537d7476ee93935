#include "gateway/elhub/cim_rest/third_parties.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/cim_rest/point_requests.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/hub/json_body.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"
#include "gateway/security/keys/uuid.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using HubPtr = std::shared_ptr<hub::Hub>;
using json::JsonOut;
using rules::Day;

constexpr int most_days = 1100;  ///< of sums in one answer: three years

void write_day(JsonOut& out, std::string_view name, const std::optional<Day>& day) {
  if (day)
    out.member(name, rules::to_text(*day));
  else
    out.member_literal(name, "null");
}

/// Values are open from `valuesFrom` on: since the end user moved in, as BRS-NO-622 has it.
void write_access(JsonOut& out, ledger::Ledger& ledger, const market::ThirdPartyAccess& access) {
  const auto contracts = ledger.market()->contracts_of(access.metering_point);
  out.begin_object(JsonOut::Line::one);
  out.member("meteringPoint", access.metering_point);
  write_day(out, "from", access.period.from);
  write_day(out, "to", access.period.to);
  write_day(out, "valuesFrom", market::lives_since(contracts, norway::day_of(ledger.now())));
  out.end_object();
}

/// What holds today or will; of one metering point, or of all ("").
void write_accesses(JsonOut& out, ledger::Ledger& ledger, const std::string& party, const std::string& gsrn) {
  const auto today = norway::day_of(ledger.now());
  out.begin_array("accesses");
  for (const auto& one : ledger.accesses_of(party)) {
    const bool over = one.period.to && (*one.period.to <= today || *one.period.to <= one.period.from);
    if (!over && (gsrn.empty() || one.metering_point == gsrn)) write_access(out, ledger, one);
  }
  out.end_array();
}

void list(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto sender = checked_sender(http);
  if (!sender) return reply(sender.error());
  look(hub, reply, [sender = *sender](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    if (const auto may = processor.may_speak(sender.juridical, sender.physical); !may)
      return problem_of(may.error());
    JsonOut out(true);
    out.begin_object();
    write_accesses(out, ledger, sender.juridical, {});
    out.end_object();
    return http::json_answer(std::move(out).take());
  });
}

/// `what`: Add, Update or Delete.
void change(const HubPtr& hub, const Request& http, const Reply& reply, const char* what,
            const std::string& gsrn, std::optional<Day> end) {
  const auto sender = checked_sender(http);
  if (!sender) return reply(sender.error());
  const hub::AccessOrder order{keys::new_uuid(), sender->juridical, sender->physical, gsrn, what, end};
  look(hub, reply, [order](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    if (order.end && *order.end <= norway::day_of(ledger.now()))
      return problem_of(422, "bad-access", "The access is not valid.", "'to' is a day after today.");
    const auto said = processor.change_access(order);
    if (!said) return problem_of(said.error());
    if (!said->reasons.empty()) return refused(*said);
    JsonOut out(true);
    out.begin_object();
    out.member("id", order.id);
    write_accesses(out, ledger, order.party, order.gsrn);
    out.end_object();
    return http::json_answer(std::move(out).take(), order.what == "Add" ? 201 : 200);
  });
}

/// `to` of a body. Error: it is no day.
tl::expected<std::optional<Day>, Answer> end_in(const yaml::Node& body) {
  const auto text = body["to"].text();
  if (text.empty() || text == "null") return std::optional<Day>();
  const auto day = rules::parse_day(text);
  if (!day)
    return tl::unexpected(
        problem_of(400, "bad-access", "The access is not valid.", "'to' is a day such as 2027-01-01."));
  return day;
}

void add(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto body = hub::json_object(http.body, {"meteringPoint", "to"});
  const auto gsrn = std::string(body["meteringPoint"].text());
  if (!is_gsrn(gsrn))
    return reply(problem_of(400, "bad-access", "The access is not valid.",
                            "Expected {\"meteringPoint\": 18 digits, \"to\": \"2027-01-01\"}."));
  const auto end = end_in(body);
  if (!end) return reply(end.error());
  change(hub, http, reply, "Add", gsrn, *end);
}

void update(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto body = hub::json_object(http.body, {"to"});
  if (!body)
    return reply(
        problem_of(400, "bad-access", "The access is not valid.", "Expected {\"to\": \"2027-01-01\"}."));
  const auto end = end_in(body);
  if (!end) return reply(end.error());
  const auto gsrn = std::string(http.parameters.get("gsrn"));
  if (!is_gsrn(gsrn)) return reply(bad_gsrn());
  change(hub, http, reply, "Update", gsrn, *end);
}

void remove(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto gsrn = std::string(http.parameters.get("gsrn"));
  if (!is_gsrn(gsrn)) return reply(bad_gsrn());
  change(hub, http, reply, "Delete", gsrn, std::nullopt);
}

std::string sums_json(const std::string& gsrn, std::string_view resolution, ledger::Seconds until,
                      const std::vector<hub::ValueSum>& sums) {
  JsonOut out(true);
  out.begin_object();
  out.member("meteringPoint", gsrn);
  out.member("resolution", resolution);
  out.member("receivedUntil", norway::local_text(until));
  out.begin_array("sums");
  for (const auto& sum : sums) {
    out.begin_object(JsonOut::Line::one);
    write_day(out, "from", sum.from);
    write_day(out, "to", sum.to);
    out.member("direction", sum.direction);
    out.member("product", sum.product);
    out.member("quantity", sum.quantity);
    out.member("unit", sum.unit);
    out.member("values", sum.values);
    out.member("complete", sum.complete);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

void tell_sums(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto query = query_of(hub::PointQuery::About::metering_point, http);
  if (!query) return reply(query.error());
  const auto resolution = std::string(http.query.get("resolution", "P1D"));
  const auto from = rules::parse_day(http.query.get("from")), to = rules::parse_day(http.query.get("to"));
  if (!from || !to || *from >= *to || (*to - *from).count() > most_days)
    return reply(http::bad_parameter(
        "from", "expected two days, from and to, the first before the second, at most three years apart"));
  if (resolution != "P1D" && resolution != "P1M" && resolution != "P1Y")
    return reply(http::bad_parameter("resolution", "expected P1D, P1M or P1Y"));
  const auto span = resolution == "P1D"   ? hub::SumSpan::day
                    : resolution == "P1M" ? hub::SumSpan::month
                                          : hub::SumSpan::year;
  look(hub, reply,
       [query = *query, resolution, span, from = *from, to = *to](hub::MessageProcessor& processor,
                                                                  ledger::Ledger& ledger) {
         if (!ledger.market()->metering_point(query.gsrn, norway::day_of(ledger.now())).known())
           return problem_of(404, "no-such-data", "There are no such data.",
                             "The metering point is not registered.");
         const auto ranges = processor.entitled(query, from, to);
         if (!ranges) return problem_of(ranges.error());
         if (ranges->empty())
           return problem_of(403, "not-entitled", "The sender may not see these data.",
                             "The sender may not see values of this metering point on any of these days.");
         const auto until = ledger.now() - hub::until_sums_follow;
         auto series = ledger.series_of(query.gsrn, norway::start_of(from), norway::start_of(to));
         std::erase_if(series, [&](const ledger::StoredSeries& one) { return one.inserted > until; });
         Answer answer;
         answer.rest = [gsrn = query.gsrn, resolution, span, from, to, until, ranges = *ranges,
                        series = std::move(series)] {
           return http::json_answer(
               sums_json(gsrn, resolution, until, hub::sums_of(series, ranges, from, to, span)));
         };
         return answer;
       });
}

http::Route route(const HubPtr& hub, const char* method, const char* pattern, const char* operation,
                  std::vector<http::Parameter> parameters,
                  void (*handle)(const HubPtr&, const Request&, const Reply&)) {
  auto made =
      http::route(method, pattern, operation, std::move(parameters),
                  [hub, handle](const Request& request, const Reply& reply) { handle(hub, request, reply); });
  if (made.method == "POST" || made.method == "PUT") {
    made.body = http::BodyIs::required;
    made.body_limit = std::size_t{16} * 1024;
    made.consumes = {"application/json"};
  }
  return made;
}

}  // namespace

http::Part third_parties(const HubPtr& hub) {
  http::Part part;
  part.openapi = {"gateway/elhub/cim_rest/openapi/third_parties.yaml"};
  constexpr const char* all = "/cim/v1/third-party-access";
  constexpr const char* one = "/cim/v1/third-party-access/{gsrn}";
  part.routes.push_back(route(hub, "GET", all, "readThirdPartyAccess", {}, list));
  part.routes.push_back(route(hub, "POST", all, "addThirdPartyAccess", {}, add));
  part.routes.push_back(route(hub, "PUT", one, "updateThirdPartyAccess", {}, update));
  part.routes.push_back(route(hub, "DELETE", one, "removeThirdPartyAccess", {}, remove));
  part.routes.push_back(route(hub, "GET", "/cim/v1/metering-points/{gsrn}/sums", "readSums",
                              {"from", "to", "resolution", "role"}, tell_sums));
  return part;
}

}  // namespace cimgate::cim_rest
