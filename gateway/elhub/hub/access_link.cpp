#include "gateway/elhub/hub/access_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/plain_words.hpp"
#include "gateway/elhub/hub/point_characteristics.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::hub {
namespace {

constexpr const char* not_approved = "EH088";  // published, BRS-NO-624
constexpr const char* owns_nothing = "EH106";  // likewise
constexpr const char* internal_error = "EH111";

constexpr std::size_t most_own_points = 1000;

bool is_production(const PointCharacteristics& point) {
  return point.detail.MeteringPointType().present() &&
         std::string(*point.detail.MeteringPointType()) == "E18";
}

/// What Elhub plans to send with the answer (user forum, spring 2026): grid owner, address, consumption code,
/// meter number, and the annual volumes. The names of the members are assumed.
void put_master_data(json::JsonOut& out, ProcessContext& context, const std::string& gsrn) {
  const auto known = point_characteristics(context, gsrn, context.today());
  out.begin_object("masterData");
  out.member("provisional", true);
  if (!known) return out.end_object();
  if (const auto name = party_name(context, known->grid_owner, context.today()); !name.empty())
    out.member("gridOwnerName", name);
  if (known->address) {
    out.begin_object("meteringPointAddress");
    if (known->address->StreetName().present()) out.member("streetName", *known->address->StreetName());
    if (known->address->BuildingNumber().present())
      out.member("buildingNumber", *known->address->BuildingNumber());
    out.member("postCode", known->address->Postcode());
    out.member("city", known->address->CityName());
    out.end_object();
  }
  if (known->detail.MeteringPointSubTypeConsumption().present())
    out.member("consumptionCode", std::string(*known->detail.MeteringPointSubTypeConsumption()));
  if (known->meter) out.member("meterNumber", std::string(known->meter->MeterIdentification()));
  for (const auto& volume : known->annual_volumes) {
    // One without a direction is of what the point does most; one of a production point is of production.
    const bool says_in = volume.Direction().present() && std::string(*volume.Direction()) == "In";
    const bool of_production = volume.Direction().present() ? says_in : is_production(*known);
    out.member(of_production ? "estimatedAnnualProduction" : "estimatedAnnualConsumption",
               static_cast<std::int64_t>(volume.Total()));
  }
  out.end_object();
}

/// The post to the third party. Published: elhubGln, receiverGln, request_id, contracts with metering point,
/// start and end. The names of their members, and that a refusal comes in the same form, are assumed.
std::string post(ProcessContext& context, const AccessLink& link, const std::string& reason,
                 const LinkDecision* decision) {
  json::JsonOut out(true);
  out.begin_object();
  out.member("elhubGln", context.gln());
  out.member("receiverGln", link.party);
  out.member("request_id", link.request);
  out.begin_array("contracts");
  if (decision != nullptr)
    for (const auto& [gsrn, end] : decision->points) {
      out.begin_object();
      out.member("meteringPointId", gsrn);
      if (const auto since = market::lives_since(context.market().contracts_of(gsrn), context.today()))
        out.member("start", rules::to_text(*since));
      if (end) out.member("end", rules::to_text(*end));
      put_master_data(out, context, gsrn);
      out.end_object();
    }
  out.end_array();
  if (!reason.empty()) out.member("reasonCode", reason);
  out.end_object();
  return std::move(out).take();
}

ledger::LinkAnswer keep(ProcessContext& context, const AccessLink& link, const std::string& reason,
                        const LinkDecision* decision) {
  ledger::LinkAnswer answer{
      0, context.now(), link.party, link.request, reason, post(context, link, reason, decision)};
  answer.sequence = context.ledger().keep(answer);
  return answer;
}

ledger::LinkAnswer refuse(ProcessContext& context, const AccessLink& link, const char* code,
                          const Text& why) {
  context.tell("process-rejected",
               {fmt::format("{} ({}).", why.en, code), fmt::format("{} ({}).", why.nb, code)}, access_by_link,
               "", link.party);
  return keep(context, link, code, nullptr);
}

void give_access(ProcessContext& context, const AccessLink& link, const std::string& gsrn,
                 std::optional<Day> end) {
  market::ThirdPartyAccess access{gsrn, link.party, {context.today(), std::nullopt}};
  for (const auto& one : context.market().third_party_access(gsrn))
    if (one.party == link.party && one.period.holds(context.today())) access = one;
  access.period.to = end;
  context.ledger().set_access(access);
  const char* scope = link.full ? "Full" : "Limited";
  context.tell("access-changed",
               {fmt::format("Access of {} by link: {}.", link.party, scope),
                fmt::format("Tilgang for {} via lenke: {}.", link.party, scope)},
               access_by_link, gsrn, link.party);
}

}  // namespace

std::optional<market::Party> third_party(ProcessContext& context, const std::string& gln) {
  const auto history = context.market().party_history(gln);
  const auto* party = market::held_on(history, context.today());
  if (party == nullptr || std::find(party->roles.begin(), party->roles.end(), "AG") == party->roles.end())
    return std::nullopt;
  return *party;
}

std::vector<OwnPoint> own_points(ProcessContext& context, const std::string& customer) {
  market::PointSearch search;
  search.customer = customer;
  search.limit = most_own_points;
  std::vector<OwnPoint> all;
  for (const auto& gsrn : context.ledger().search_points(search, context.today())) {
    const auto contract = contract_on(context, gsrn, context.today());
    if (!contract || contract->customer != customer) continue;
    const auto since = market::lives_since(context.market().contracts_of(gsrn), context.today());
    all.push_back(
        {gsrn, address_line(context, gsrn, context.today()), since.value_or(contract->period.from)});
  }
  return all;
}

tl::expected<ledger::LinkAnswer, LinkTrouble> answer_link(ProcessContext& context,
                                                          const LinkDecision& decision) {
  const auto& link = decision.link;
  if (!third_party(context, link.party)) return tl::make_unexpected(LinkTrouble::unknown_party);
  if (context.ledger().is_closed(link.party, link.request)) return tl::make_unexpected(LinkTrouble::decided);
  const auto own = own_points(context, decision.customer);
  if (own.empty())
    return refuse(context, link, owns_nothing,
                  {"The end user has no metering point", "Sluttbrukeren har ingen målepunkter"});
  if (decision.points.empty())
    return refuse(context, link, not_approved,
                  {"The end user did not approve", "Sluttbrukeren godkjente ikke"});
  for (const auto& [gsrn, end] : decision.points) {
    if (std::none_of(own.begin(), own.end(), [&](const OwnPoint& one) { return one.gsrn == gsrn; }))
      return tl::make_unexpected(LinkTrouble::not_own);
    if (end && *end <= context.today()) return tl::make_unexpected(LinkTrouble::wrong_end);
  }
  for (const auto& [gsrn, end] : decision.points) give_access(context, link, gsrn, end);
  context.tell("process-completed",
               {fmt::format("Access by link to {} metering points.", decision.points.size()),
                fmt::format("Tilgang via lenke til {} målepunkter.", decision.points.size())},
               access_by_link, "", link.party);
  return keep(context, link, "", &decision);
}

ledger::LinkAnswer link_failed(ProcessContext& context, const AccessLink& link) {
  return refuse(context, link, internal_error, {"Internal error", "Intern feil"});
}

std::string to_text(const LinkDecision& decision) {
  std::string text = fmt::format("{} {}", decision.link.full ? "Full" : "Limited", decision.customer);
  for (const auto& [gsrn, end] : decision.points)
    text += fmt::format(" {}/{}", gsrn, end ? rules::to_text(*end) : "");
  return text;
}

std::optional<LinkDecision> parse_decision(const std::string& party, const std::string& request,
                                           const std::string& text) {
  std::istringstream words(text);
  std::string scope, word;
  LinkDecision decision{{party, request, false}, "", {}};
  if (!(words >> scope >> decision.customer)) return std::nullopt;
  decision.link.full = scope == "Full";
  while (words >> word) {
    const auto slash = word.find('/');
    if (slash == std::string::npos) return std::nullopt;
    std::optional<Day> end;
    if (slash + 1 < word.size()) {
      end = rules::parse_day(word.substr(slash + 1));
      if (!end) return std::nullopt;
    }
    decision.points.emplace_back(word.substr(0, slash), end);
  }
  return decision;
}

}  // namespace cimgate::hub
