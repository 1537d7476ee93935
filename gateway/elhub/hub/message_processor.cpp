#include "gateway/elhub/hub/message_processor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gateway/elhub/hub/annual_volumes.hpp"
#include "gateway/elhub/hub/answers.hpp"
#include "gateway/elhub/hub/corrections.hpp"
#include "gateway/elhub/hub/master_data.hpp"
#include "gateway/elhub/hub/metering_values.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/queries.hpp"
#include "gateway/elhub/hub/settlement_runs.hpp"
#include "gateway/elhub/hub/supply.hpp"
#include "gateway/elhub/hub/takeover.hpp"
#include "gateway/elhub/hub/user_roles.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/rules/judge.hpp"

namespace cimgate::hub {
namespace {

bool is_refusal(const Finding& finding) {
  return finding.severity == Severity::error && finding.outcome == cimgate::Outcome::failed;
}

/// The reasons of findings that say the message is wrong, each once. A rule without a code of the market's
/// gives E86, "incorrect value".
Reasons reasons_of(const std::vector<Finding>& findings) {
  Reasons reasons;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& finding : findings) {
    if (!is_refusal(finding)) continue;
    const auto code = finding.code.value_or(ReasonCode{"E86", "260"});
    if (seen.emplace(code.value, code.agency).second && reasons.size() < 99) reasons.push_back(code);
  }
  return reasons;
}

/// The number of the payload that a finding is about; nothing when it is about the message.
std::optional<std::size_t> payload_of(const Finding& finding, std::string_view payload) {
  const auto at = finding.xpath.find(fmt::format("/{}", payload));
  if (at == std::string::npos) return std::nullopt;
  const auto after = at + 1 + payload.size();
  if (after >= finding.xpath.size() || finding.xpath[after] != '[') return std::size_t{0};
  return static_cast<std::size_t>(std::stoul(finding.xpath.substr(after + 1))) - 1;
}

Text sentence(const std::vector<Finding>& findings) {
  for (const auto& finding : findings)
    if (is_refusal(finding)) return finding.text;
  return {};
}

/// Findings sorted by payload; those about the message as a whole come first.
struct Sorted {
  std::vector<Finding> whole;
  std::map<std::size_t, std::vector<Finding>> payloads;
};

Sorted sort_by_payload(const std::vector<Finding>& findings, std::string_view payload, std::size_t count) {
  Sorted sorted;
  for (const auto& finding : findings) {
    const auto number = payload_of(finding, payload);
    if (number && count > 1 && *number < count)
      sorted.payloads[*number].push_back(finding);
    else
      sorted.whole.push_back(finding);
  }
  return sorted;
}

/// What belongs together is refused together, for the reason of the first that is.
void share_fate(Sorted& sorted, const std::vector<std::vector<std::size_t>>& groups) {
  const auto refusals = [&](std::size_t number) {
    const auto at = sorted.payloads.find(number);
    return at != sorted.payloads.end() && std::any_of(at->second.begin(), at->second.end(), is_refusal)
               ? &at->second
               : nullptr;
  };
  for (const auto& group : groups) {
    const std::vector<Finding>* why = nullptr;
    for (const auto number : group)
      if (why == nullptr) why = refusals(number);
    if (why == nullptr) continue;
    const auto findings = *why;
    for (const auto number : group)
      if (refusals(number) == nullptr) sorted.payloads[number] = findings;
  }
}

}  // namespace

namespace {

void tell_usage(ProcessContext& context, const usage::PartyUsage& usage, const Request& request) {
  const auto why = usage::told(usage);
  const bool red = usage.level == usage::Level::red;
  context.tell("usage-warned",
               {fmt::format("{} is {}: {}", usage.party, red ? "red" : "yellow", why.en),
                fmt::format("{} er {}: {}", usage.party, red ? "rød" : "gul", why.nb)},
               request.process, "", usage.party, request.id, request.name);
}

}  // namespace

MessageProcessor::MessageProcessor(ledger::Ledger& ledger, const ProcessContext::Setting& setting)
    : ledger_(ledger),
      setting_(setting),
      facts_(std::make_shared<market::MarketFacts>(ledger.market())),
      usage_(ledger, setting.intake->engine()) {
  // A file that is not understood any more lets nobody in.
  if (const auto text = ledger_.users().text("directory"); !text.empty())
    users_ = std::make_shared<const users::Directory>(
        directory_of("users.yaml", text).value_or(users::Directory{users::no_roles(), {}, {}, {}, {}}));
}

tl::expected<void, Fault> MessageProcessor::check_parties(const Request& request) {
  if (!ledger_.knows_party(request.physical_sender))
    return tl::unexpected(
        Fault{FaultGroup::security, "The physical sender is not registered in this market.", "", {}});
  if (!ledger_.knows_party(request.sender))
    return tl::unexpected(
        Fault{FaultGroup::security, "The juridical sender is not registered in this market.", "", {}});
  return {};
}

tl::expected<Receipt, Fault> MessageProcessor::receive(const Request& request) {
  if (const auto before = ledger_.message(request.id)) {
    if (!before->incoming || before->xml != request.xml)
      return tl::unexpected(
          Fault{FaultGroup::uuid,
                "The message id has been used before.",
                "Another message had the same Header/Identification. Give each message an id of its "
                "own; a message that is sent again must not differ from the first one.",
                {}});
    Receipt receipt{request.id, {}, true};
    if (!before->answer.empty())
      if (const auto answer = ledger_.message(before->answer)) receipt.answer = answer->xml;
    return receipt;
  }
  if (auto known = check_parties(request); !known) return tl::unexpected(known.error());

  auto findings = request.findings;
  rules::JudgeOptions judging;
  judging.messages = false;  // were judged when the message was read
  judging.market = true;
  judging.facts = facts_.get();
  judging.limit = all_findings;
  for (const auto& finding : request.findings)
    if (is_refusal(finding))
      if (const auto number = payload_of(finding, "PayloadEnergyTimeSeries"))
        judging.refused.push_back(*number);
  auto judged = rules::judge(*request.document, setting_.intake->engine().rules(), judging);
  findings.insert(findings.end(), std::make_move_iterator(judged.findings.begin()),
                  std::make_move_iterator(judged.findings.end()));
  // What somebody sends who does not speak for the sender is no use that the sender makes.
  const bool speaks_for_sender =
      request.physical_sender == request.sender ||
      !ledger_.market()
           ->roles_of_agent(request.physical_sender, request.sender, norway::day_of(ledger_.now()))
           .empty();
  auto use = speaks_for_sender ? usage_.use_of(request) : std::nullopt;
  const auto blocked = use ? usage_.refusal(*use) : std::nullopt;
  // Who is blocked learns nothing else.
  if (blocked) findings = {*blocked};

  ledger_.keep({request.id, true, request.name, request.process, request.document_type,
                request.physical_sender, request.sender, request.recipient, request.gsrn, "", ledger_.now(),
                request.xml});
  if (request.sharing)
    ledger_.note({0, "sharing", request.xml, to_text(*request.sharing), ""});
  else
    ledger_.note({0, "message", request.xml, "", ""});
  Receipt receipt{request.id, {}, false};
  ProcessContext context(ledger_, setting_);
  std::optional<ledger::StoredMessage> answer;
  const bool taken = deal_with(context, request, findings, answer);
  if (use) {
    use->accepted = taken;
    if (const auto usage = usage_.count(*use, blocked.has_value())) tell_usage(context, *usage, request);
  }
  if (answer) receipt.answer = std::move(answer->xml);
  return receipt;
}

namespace {

template <class Message>
const Message* as(const Request& request) {
  const auto* found = std::get_if<std::unique_ptr<Message>>(&request.typed);
  return found == nullptr ? nullptr : found->get();
}

Outcome process(ProcessContext& context, const Request& request) {
  if (const auto* one = as<ebix::RequestStartOfSupply>(request)) return start_supply(context, request, *one);
  if (const auto* one = as<ebix::RequestEndOfSupply>(request)) return end_supply(context, request, *one);
  if (const auto* one = as<ebix::RejectStartOfSupply>(request)) return refuse_activation(context, *one);
  if (const auto* one = as<ebix::RequestUpdateCustomerInformation>(request))
    return update_customer(context, request, *one);
  if (const auto* one = as<ebix::UpdateThirdPartyAccess>(request))
    return update_access(context, request, *one);
  if (const auto* one = as<ebix::RequestUpdateSharedProduction>(request))
    return update_sharing(context, request, *one);
  if (const auto* one = as<ebix::RequestDataFromElhub>(request)) return answer_query(context, request, *one);
  if (const auto* one = as<ebix::RequestToGridAccessProvider>(request))
    return ask_grid_company(context, request, *one);
  if (const auto* one = as<ebix::ResponseFromGridAccessProvider>(request))
    return answer_of_grid_company(context, request, *one);
  if (const auto* one = as<ebix::RequestToElhub>(request)) return ask_hub(context, request, *one);
  if (const auto* one = as<ebix::Acknowledgement>(request)) return reading_refused(context, request, *one);
  return tl::unexpected(refused("EH055", "89",
                                {"Parties do not send this message to the hub.",
                                 "Denne meldingen sendes ikke til huben av en aktør."}));
}

/// Messages with many payloads: each is taken or refused on its own.
template <class One>
void process_each(ProcessContext& context, const Request& request, const Sorted& sorted, std::size_t count,
                  const std::function<std::string(std::size_t)>& id_of, const One& one) {
  bool any = false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = sorted.payloads.find(i);
    auto reasons = at == sorted.payloads.end() ? Reasons() : reasons_of(at->second);
    auto why = at == sorted.payloads.end() ? Text() : sentence(at->second);
    if (reasons.empty())
      context.attempt([&] {
        const auto done = one(i);
        if (done) return true;
        reasons = done.error().reasons;
        why = done.error().why;
        return false;
      });
    if (reasons.empty()) {
      any = true;
      continue;
    }
    context.tell("message-rejected", why, request.process, request.gsrn, request.sender, request.id,
                 request.name);
    reject(context, request, reasons, id_of(i));
  }
  if (any) confirm(context, request);
}

}  // namespace

bool MessageProcessor::deal_with(ProcessContext& context, const Request& request,
                                 const std::vector<Finding>& findings,
                                 std::optional<ledger::StoredMessage>& answer) {
  const auto* collected = as<ebix::CollectedData>(request);
  const auto* points = as<ebix::RequestUpdateMasterDataMeteringPoint>(request);
  const auto* upfront = as<ebix::RequestUpfrontMeteringPointCharacteristics>(request);
  std::size_t count = 1;
  std::string_view payload = "PayloadMPEvent";
  if (collected != nullptr) {
    count = collected->PayloadEnergyTimeSeries().size();
    payload = "PayloadEnergyTimeSeries";
  }
  if (points != nullptr) {
    count = points->PayloadMasterDataMPEvent().size();
    payload = "PayloadMasterDataMPEvent";
  }
  // A single series is told by its id, too.
  auto sorted = sort_by_payload(findings, payload, collected != nullptr ? 9999 : count);
  if (collected != nullptr) share_fate(sorted, belonging_together(*collected));
  bool taken = true;
  const auto refuse = [&](const Reasons& reasons, const Text& why) {
    taken = false;
    context.tell("message-rejected", why, request.process, request.gsrn, request.sender, request.id,
                 request.name);
    if (upfront != nullptr) {
      answer = negative_acknowledgement(context, request, reasons);
      return;
    }
    reject(context, request, reasons);
  };
  const auto reasons = reasons_of(sorted.whole);
  if (!reasons.empty()) {
    refuse(reasons, sentence(sorted.whole));
  } else {
    context.tell("message-accepted",
                 {fmt::format("{} ({}) from {}.", request.name, request.document_type, request.sender),
                  fmt::format("{} ({}) fra {}.", request.name, request.document_type, request.sender)},
                 request.process, request.gsrn, request.sender, request.id, request.name);
    const auto open = std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
      return finding.outcome == cimgate::Outcome::undetermined;
    });
    // What a control only warns about, before it is in force.
    for (const auto& finding : findings)
      if (finding.stage == Stage::market && finding.severity == Severity::warning &&
          finding.outcome == cimgate::Outcome::failed)
        context.tell("message-warned", finding.text, request.process, request.gsrn, request.sender,
                     request.id, request.name);
    if (open > 0)
      context.tell("not-judged",
                   {fmt::format("{} rules not checked: facts are missing from the market state.", open),
                    fmt::format("{} regler ikke kontrollert: opplysninger mangler i markedsdata.", open)},
                   request.process, request.gsrn, request.sender, request.id, request.name);
    if (collected != nullptr) {
      PassedOn passed_on;
      process_each(
          context, request, sorted, count,
          [&](std::size_t i) {
            return std::string(collected->PayloadEnergyTimeSeries().at(i).Identification());
          },
          [&](std::size_t i) { return take_series(context, request, *collected, i, passed_on); });
      pass_on(context, request, passed_on);
    } else if (points != nullptr) {
      process_each(
          context, request, sorted, count,
          [&](std::size_t i) { return text_of(points->PayloadMasterDataMPEvent().at(i).Identification()); },
          [&](std::size_t i) { return update_point(context, request, *points, i); });
    } else if (upfront != nullptr) {
      auto found = verify_point(context, request, *upfront);
      if (found)
        answer = std::move(*found);
      else
        refuse(found.error().reasons, found.error().why);
    } else {
      Refusal refusal;
      const bool done = context.attempt([&] {
        auto outcome = process(context, request);
        if (!outcome) refusal = std::move(outcome.error());
        return refusal.reasons.empty();
      });
      if (done)
        confirm(context, request);
      else
        refuse(refusal.reasons, refusal.why);
    }
  }
  context.send_all();
  if (answer) ledger_.set_answer(request.id, answer->id);
  return taken;
}

tl::expected<void, Fault> MessageProcessor::check_queue(const PollOrder& order) {
  if (!ledger_.knows_party(order.asker) || !ledger_.knows_party(order.party))
    return tl::unexpected(Fault{FaultGroup::security, "The party is not registered in this market.", "", {}});
  if (order.asker == order.party) return {};
  const auto roles =
      ledger_.market()->roles_of_agent(order.asker, order.party, norway::day_of(ledger_.now()));
  // Who may only ask (QRY) has BRS-NO-611, and nothing else. What is said to that comes at once, and into no
  // queue of the party. Source: Elhub's guide to access for users.
  if (std::all_of(roles.begin(), roles.end(), [](const std::string& role) { return role == "QRY"; }))
    return tl::unexpected(
        Fault{FaultGroup::security, "The sender may not fetch the messages of this party.", "", {}});
  return {};
}

tl::expected<std::optional<MessageProcessor::ResultSet>, Fault> MessageProcessor::poll(const PollOrder& order,
                                                                                       std::size_t limit) {
  if (auto allowed = check_queue(order); !allowed) return tl::unexpected(allowed.error());
  const auto set = ledger_.next_result_set(order.party, order.channel, limit);
  if (!set) return std::nullopt;
  ledger_.note({0, "poll", order.party, std::string(to_string(order.channel)), std::to_string(limit)});
  ResultSet result;
  result.id = set->id;
  for (const auto& id : set->messages)
    if (auto message = ledger_.message(id)) result.messages.push_back(std::move(message->xml));
  return result;
}

tl::expected<void, Fault> MessageProcessor::acknowledge(const PollOrder& order,
                                                        const std::string& result_set) {
  if (auto allowed = check_queue(order); !allowed) return tl::unexpected(allowed.error());
  if (!ledger_.acknowledge(order.party, order.channel, result_set)) {
    if (ledger_.was_acknowledged(order.party, order.channel, result_set)) return {};
    return tl::unexpected(
        Fault{FaultGroup::uuid,
              "There is no poll result with this id to acknowledge.",
              "Refer to the Identification of the poll result as a whole, not to that of a message in it.",
              {}});
  }
  ledger_.note({0, "acknowledge", order.party, std::string(to_string(order.channel)), result_set});
  ProcessContext context(ledger_, setting_);
  context.tell("acknowledged",
               {fmt::format("{} has fetched a result set.", order.party),
                fmt::format("{} har hentet et resultatsett.", order.party)},
               "", "", order.party, result_set);
  return {};
}

tl::expected<std::vector<ledger::QueuedMessage>, Fault> MessageProcessor::waiting(const PollOrder& order,
                                                                                  std::int64_t after,
                                                                                  std::size_t limit) {
  if (auto allowed = check_queue(order); !allowed) return tl::unexpected(allowed.error());
  return ledger_.waiting(order.party, order.channel, limit, after);
}

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

std::size_t MessageProcessor::move_clock(Seconds to) {
  if (to < ledger_.now()) return 0;
  ledger_.note({0, "clock", std::to_string(to), "", ""});
  std::size_t count = 0;
  while (const auto step = ledger_.take_step(to)) {
    ledger_.set_now(std::max(step->at, ledger_.now()));
    run(*step);
    ++count;
  }
  ledger_.set_now(to);
  ProcessContext context(ledger_, setting_);
  context.tell("clock-moved", {fmt::format("It is {}.", norway::local_text(to)),
                               fmt::format("Klokken er {}.", norway::local_text(to))});
  return count;
}

void MessageProcessor::run(const ledger::Step& step) {
  ProcessContext context(ledger_, setting_);
  if (step.name == "cancellation-deadline") deadline_passed(context, step.subject);
  if (step.name == "takes-effect") day_has_come(context, step.subject);
  if (step.name == "distribution") distribute(context, step.subject);
  if (step.name == "reminder") remind(context);
  if (step.name == "settlement") run_settlement(context, step.subject);
  if (step.name == "annual-volumes") calculate_annual_volumes(context);
  if (step.name == "contract") contract_day_has_come(context, step.subject);
  if (step.name == "authorization-expires") authorization_expires(context, step.subject);
  if (step.name == "takeover") take_portfolio_over(context, step.subject);
  if (step.name == role_ends_soon && users_) tell_end_of_role(context, *users_, step.subject);
  context.send_all();
}

tl::expected<void, std::string> MessageProcessor::take_over(const std::string& from, const std::string& to,
                                                            Day day) {
  if (!ledger_.knows_party(from) || !ledger_.knows_party(to) || from == to)
    return tl::make_unexpected(std::string("both suppliers must be registered in the market state"));
  ledger_.note({0, "takeover", from, to, rules::to_text(day)});
  ProcessContext context(ledger_, setting_);
  context.tell("takeover-planned",
               {fmt::format("{} takes over from {} on {}.", to, from, rules::to_text(day)),
                fmt::format("{} overtar fra {} den {}.", to, from, rules::to_text(day))},
               "BRS-NO-305", "", to);
  context.schedule(std::max(norway::start_of(day), ledger_.now()), "takeover",
                   fmt::format("{} {} {}", from, to, rules::to_text(day)), "BRS-NO-305", "");
  if (norway::start_of(day) <= ledger_.now())
    while (const auto step = ledger_.take_step(ledger_.now())) run(*step);
  return {};
}

tl::expected<void, Misfit> MessageProcessor::correct(const Correction& correction) {
  tl::expected<void, Misfit> done;
  ledger_.attempt([&] {
    ledger_.note({0, "correction", to_json(correction), "", ""});
    ProcessContext context(ledger_, setting_);
    done = hub::correct(context, correction);
    if (done) context.send_all();
    return done.has_value();
  });
  return done;
}

tl::expected<std::vector<ReactiveDone>, Misfit> MessageProcessor::change_reactive(
    const ReactiveChange& change) {
  tl::expected<std::vector<ReactiveDone>, Misfit> done;
  ledger_.attempt([&] {
    ledger_.note({0, "reactive-channels", to_json(change), "", ""});
    ProcessContext context(ledger_, setting_);
    done = change_reactive_channels(context, change);
    if (done) context.send_all();
    return done.has_value();
  });
  return done;
}

tl::expected<void, std::string> MessageProcessor::set_usage_limits(const std::string& yaml) {
  const auto before = ledger_.usage_limits();
  if (auto done = usage_.set(yaml); !done) return done;
  if (before == ledger_.usage_limits()) return {};
  const auto rules = usage_.rules();
  const auto yellow = rules ? usage::to_string(rules->limits.yellow) : "count";
  const auto red = rules ? usage::to_string(rules->limits.red) : "count";
  ProcessContext context(ledger_, setting_);
  context.tell("usage-limits-set",
               {fmt::format("Limits to the use of BRS-NO-611: yellow {}, red {}.", yellow, red),
                fmt::format("Grenser for bruken av BRS-NO-611: gul {}, rød {}.", yellow, red)},
               rules ? rules->limits.queries : "");
  return {};
}

tl::expected<Resent, Misfit> MessageProcessor::resend(const Resend& resend) {
  tl::expected<Resent, Misfit> done;
  ledger_.attempt([&] {
    ledger_.note({0, "resend", to_json(resend), "", ""});
    ProcessContext context(ledger_, setting_);
    done = send_again(context, resend);
    return done.has_value();
  });
  return done;
}

}  // namespace cimgate::hub
