#include <algorithm>
#include <map>

#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/market/market_facts.hpp"

// What parties and end users ask for beside messages: most of it becomes one.
namespace cimgate::hub {
namespace {

/// The reasons of a negative acknowledgement; none of any other message.
Reasons refusal_in(const std::string& xml) {
  const auto typed = ebix::parse(xml, {.validate = false});
  if (!typed) throw HubFault("an answer of the hub could not be read");
  const auto* found = std::get_if<std::unique_ptr<ebix::Acknowledgement>>(&*typed);
  Reasons reasons;
  if (found == nullptr) return reasons;
  for (const auto& code : (*found)->PayloadResponseEvent().ResponseReasonType())
    reasons.push_back(code_of(code));
  return reasons;
}

/// What was said to a message at once. `before`: the last event before it.
PointAnswer said_to(ledger::Ledger& ledger, const std::string& id, std::int64_t before) {
  PointAnswer answer;
  for (const auto& message : ledger.answers_to(id)) {
    for (auto& reason : refusal_in(message.xml)) answer.reasons.push_back(std::move(reason));
    answer.messages.push_back(message.xml);
  }
  ledger::EventFilter refused;
  refused.after = before;
  refused.kind = "message-rejected";
  for (const auto& event : ledger.events(refused)) answer.why = event.text;
  return answer;
}

}  // namespace

tl::expected<PointAnswer, Fault> MessageProcessor::change_access(const AccessOrder& order) {
  const auto history = ledger_.market()->party_history(order.party);
  const auto* now = market::held_on(history, norway::day_of(ledger_.now()));
  if (now == nullptr || std::find(now->roles.begin(), now->roles.end(), "AG") == now->roles.end())
    return tl::unexpected(Fault{FaultGroup::security, "The party is not a third party.", "", {}});
  const auto request = message_of(order, setting_.gln, ledger_.now(), *setting_.intake);
  if (!request) return tl::unexpected(request.error());
  const auto before = ledger_.last_event();
  if (const auto receipt = receive(*request); !receipt) return tl::unexpected(receipt.error());
  return said_to(ledger_, order.id, before);
}

tl::expected<void, Fault> MessageProcessor::may_share(const std::string& party, const std::string& physical) {
  if (auto known = check_queue({party, physical, ledger::Channel::market_processes}); !known) return known;
  rules::Question question;
  question.sender = party;
  question.physical_sender = physical;
  question.role = "DDM";
  question.as_of = norway::day_of(ledger_.now());
  question.on = question.as_of;
  const auto has = [&](std::string_view name, std::string_view value) {
    const auto fact = facts_->look_up(name, question);
    return fact.kind == rules::Fact::Kind::known &&
           std::find(fact.values.begin(), fact.values.end(), value) != fact.values.end();
  };
  if (!has("sender-roles", "DDM"))
    return tl::unexpected(Fault{FaultGroup::security, "The party is not a grid company.", "", {}});
  if (!has("agent-allowed", "true"))
    return tl::unexpected(Fault{FaultGroup::security, "The sender may not speak for this party.", "", {}});
  return {};
}

tl::expected<std::vector<DatedVersion>, SharingTrouble> MessageProcessor::change_sharing(
    const SharingOrder& order) {
  const auto with_fault = [](Fault fault) {
    SharingTrouble trouble;
    trouble.fault = std::move(fault);
    return tl::make_unexpected(std::move(trouble));
  };
  if (const auto may = may_share(order.party, order.physical); !may) return with_fault(may.error());
  ProcessContext context(ledger_, setting_);
  const auto request = request_of(context, order);
  if (!request) return tl::make_unexpected(request.error());
  const auto last_change = ledger_.last_sharing_change();
  const auto before = ledger_.last_event();
  if (const auto receipt = receive(*request); !receipt) return with_fault(receipt.error());
  const auto changes = ledger_.sharing_changes(order.party, order.sharing, last_change, 1);
  if (changes.empty()) {
    SharingTrouble trouble;
    trouble.what = SharingTrouble::What::refused;
    trouble.said = said_to(ledger_, order.id, before);
    return tl::make_unexpected(std::move(trouble));
  }
  return dated(ledger_.sharing_versions(changes.front().sharing));
}

std::optional<std::vector<DatedVersion>> MessageProcessor::sharing(const std::string& party,
                                                                   const std::string& id) {
  const auto owner = ledger_.market()->sharing_owner(id);
  if (!owner.known() || *owner != party) return std::nullopt;
  return dated(ledger_.sharing_versions(id));
}

std::optional<ledger::SharingSubscription> MessageProcessor::subscribe_to_sharing(
    const std::string& party, const std::string& sharing_id) {
  if (!sharing_id.empty() && !sharing(party, sharing_id)) return std::nullopt;
  const ledger::SharingSubscription made{ledger_.next_id(), party, sharing_id, ledger_.now(),
                                         ledger_.last_sharing_change()};
  ledger_.keep(made);
  ledger_.note({0, "sharing-subscription", party, sharing_id, ""});
  return made;
}

bool MessageProcessor::end_sharing_subscription(const std::string& party, const std::string& id) {
  const auto found = ledger_.sharing_subscription(id);
  if (!found || found->party != party) return false;
  ledger_.end_sharing_subscription(id);
  ledger_.note({0, "sharing-subscription-ended", party, id, ""});
  return true;
}

tl::expected<void, Fault> MessageProcessor::may_speak(const std::string& party, const std::string& physical) {
  return check_queue({party, physical, ledger::Channel::market_processes});
}

tl::expected<std::vector<TimeRange>, Fault> MessageProcessor::entitled(const PointQuery& query, Day from,
                                                                       Day to) {
  rules::Question question;
  question.metering_point = query.gsrn;
  question.sender = query.party;
  question.physical_sender = query.physical;
  question.as_of = norway::day_of(ledger_.now());
  question.role =
      query.role.empty() ? usual_role(*ledger_.market(), query.party, question.as_of) : query.role;
  const auto is_true = [&](std::string_view name) {
    const auto fact = facts_->look_up(name, question);
    return fact.kind == rules::Fact::Kind::known && fact.values.front() == "true";
  };
  if (!is_true("agent-allowed"))
    return tl::unexpected(Fault{FaultGroup::security, "The sender may not speak for this party.", "", {}});
  std::vector<TimeRange> ranges;
  const auto roles = facts_->look_up("sender-roles", question).values;
  if (std::find(roles.begin(), roles.end(), question.role) == roles.end()) return ranges;
  for (auto day = from; day < to; day += std::chrono::days(1)) {
    question.on = day;
    if (!is_true("sender-access")) continue;
    const TimeRange range{norway::start_of(day), norway::start_of(day + std::chrono::days(1))};
    if (!ranges.empty() && ranges.back().second == range.first)
      ranges.back().second = range.second;
    else
      ranges.push_back(range);
  }
  return ranges;
}

tl::expected<PointAnswer, Fault> MessageProcessor::ask(const PointQuery& query) {
  tl::expected<PointAnswer, Fault> answer;
  ledger_.attempt([&] {
    ProcessContext context(ledger_, setting_);
    const auto role =
        query.role.empty() ? usual_role(context.market(), query.party, context.today()) : query.role;
    const bool about_values = query.about == PointQuery::About::values;
    const Heading heading{ledger_.next_id(),
                          "21",
                          about_values ? "BRS-NO-315" : "BRS-NO-303",
                          role.empty() ? "DDQ" : role,
                          query.party,
                          query.physical,
                          setting_.gln,
                          ledger_.now()};
    const auto request = message_of(query, heading, *setting_.intake);
    const auto before = ledger_.last_event();
    const auto receipt = request ? receive(*request) : tl::make_unexpected(request.error());
    if (!receipt) {
      answer = tl::make_unexpected(receipt.error());
      return false;
    }
    *answer = said_to(ledger_, heading.id, before);
    return false;
  });
  return answer;
}

tl::expected<std::vector<PointContract>, ContractErrors> MessageProcessor::carry_out(
    const ContractOrder& order) {
  ProcessContext context(ledger_, setting_);
  auto done = hub::carry_out(context, order);
  if (done) ledger_.note(entry_of(order));
  return done;
}

tl::expected<ContractPage, ContractError> MessageProcessor::find_contracts(const ContractQuery& query) {
  ProcessContext context(ledger_, setting_);
  return hub::find_contracts(context, query);
}

tl::expected<PointContract, ContractError> MessageProcessor::find_contract(const ContractCaller& caller,
                                                                           const std::string& id) {
  ProcessContext context(ledger_, setting_);
  return hub::find_contract(context, caller, id);
}

std::optional<market::Party> MessageProcessor::third_party(const std::string& gln) {
  ProcessContext context(ledger_, setting_);
  return hub::third_party(context, gln);
}

std::vector<OwnPoint> MessageProcessor::own_points(const std::string& customer) {
  ProcessContext context(ledger_, setting_);
  return hub::own_points(context, customer);
}

tl::expected<ledger::LinkAnswer, LinkTrouble> MessageProcessor::answer_link(const LinkDecision& decision) {
  ProcessContext context(ledger_, setting_);
  auto answer = hub::answer_link(context, decision);
  if (answer) ledger_.note({0, "link", decision.link.party, decision.link.request, to_text(decision)});
  return answer;
}

void MessageProcessor::link_failed(const AccessLink& link) {
  ProcessContext context(ledger_, setting_);
  hub::link_failed(context, link);
  ledger_.note({0, "link", link.party, link.request, ""});
}

}  // namespace cimgate::hub
