#include "gateway/elhub/cim_rest/point_requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::cim_rest {

using http::Answer;
using http::Reply;
using http::Request;
using About = hub::PointQuery::About;
using HubPtr = std::shared_ptr<hub::Hub>;

void look(const HubPtr& hub, const Reply& reply,
          std::function<Answer(hub::MessageProcessor&, ledger::Ledger&)> work) {
  auto answer = std::make_shared<Answer>();
  hub->order([answer, work = std::move(work)](hub::MessageProcessor& processor,
                                              ledger::Ledger& ledger) { *answer = work(processor, ledger); },
             [answer, reply](const std::optional<hub::Fault>& fault) {
               reply(fault ? problem_of(*fault) : std::move(*answer));
             });
}

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

bool is_gsrn(std::string_view text) {
  return text::are_digits(text, 18);
}

Answer bad_gsrn() {
  return problem_of(400, "bad-parameter", "Invalid path parameter",
                    "gsrn: expected the 18 digits of a metering point");
}

tl::expected<Sender, Answer> checked_sender(const Request& http) {
  auto sender = sender_of(http);
  if (!sender) return sender;
  for (const auto* gln : {&sender->juridical, &sender->physical})
    if (!text::are_digits(*gln, 13))
      return tl::unexpected(problem_of(400, "sender-missing", "SenderGLN is missing, or is not one GLN.",
                                       "SenderGLN and OnBehalfOfGLN are GLNs of 13 digits."));
  return sender;
}

tl::expected<hub::PointQuery, Answer> query_of(About about, const Request& http) {
  const auto sender = checked_sender(http);
  if (!sender) return tl::unexpected(sender.error());
  hub::PointQuery query;
  query.about = about;
  query.party = sender->juridical;
  query.physical = sender->physical;
  query.role = std::string(http.query.get("role"));
  query.gsrn = std::string(http.parameters.get("gsrn"));
  if (!is_gsrn(query.gsrn)) return tl::unexpected(bad_gsrn());
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

}  // namespace cimgate::cim_rest
