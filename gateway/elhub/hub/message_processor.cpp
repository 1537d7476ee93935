#include "gateway/elhub/hub/message_processor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/answers.hpp"
#include "gateway/elhub/hub/master_data.hpp"
#include "gateway/elhub/hub/metering_values.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/payload_refusals.hpp"
#include "gateway/elhub/hub/queries.hpp"
#include "gateway/elhub/hub/supply.hpp"
#include "gateway/elhub/hub/user_roles.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/rules/judge.hpp"

namespace cimgate::hub {
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

std::vector<Finding> MessageProcessor::findings_at(Seconds now, const Request& request) const {
  if (request.received == now) return request.findings;
  // It was read before the clock was moved.
  auto again = setting_.intake->read(request.xml, now);
  if (!again) throw HubFault("a message that was valid is not any more: " + again.error().text);
  return std::move(again->findings);
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

  const auto today = norway::day_of(ledger_.now());
  auto findings = findings_at(ledger_.now(), request);
  rules::JudgeOptions judging;
  judging.received = ledger_.now();
  judging.messages = false;  // were judged when the message was read
  judging.market = true;
  judging.facts = facts_.get();
  judging.limit = all_findings;
  for (const auto& finding : findings)
    if (is_refusal(finding))
      if (const auto number = payload_of(finding, "PayloadEnergyTimeSeries"))
        judging.refused.push_back(*number);
  auto judged = rules::judge(*request.document, setting_.intake->engine().rules(), judging);
  findings.insert(findings.end(), std::make_move_iterator(judged.findings.begin()),
                  std::make_move_iterator(judged.findings.end()));
  // What somebody sends who does not speak for the sender is no use that the sender makes.
  const bool speaks_for_sender =
      request.physical_sender == request.sender ||
      !ledger_.market()->roles_of_agent(request.physical_sender, request.sender, today).empty();
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

}  // namespace cimgate::hub
