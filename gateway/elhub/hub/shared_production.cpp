#include "gateway/elhub/hub/shared_production.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gateway/elhub/hub/notices.hpp"

namespace cimgate::hub {
namespace {

using What = SharingTrouble::What;

/// All versions of a shared production, as messages: whoever changes one looks at all of them.
constexpr std::size_t most_text = 32U << 20U;
using Kind = SharingOrder::Kind;

tl::unexpected<SharingTrouble> fail(What what) {
  SharingTrouble trouble;
  trouble.what = what;
  return tl::make_unexpected(std::move(trouble));
}

tl::unexpected<SharingTrouble> fail(SharingMistakes mistakes) {
  SharingTrouble trouble;
  trouble.what = What::mistakes;
  trouble.mistakes = std::move(mistakes);
  return tl::make_unexpected(std::move(trouble));
}

/// Those who take part, of whom the market knows nothing today.
SharingMistakes strangers(const ProcessContext& context, const SharingSaid& said) {
  SharingMistakes found;
  const auto look_at = [&](const char* list, const std::optional<std::vector<SharingMember>>& members) {
    if (!members) return;
    for (std::size_t i = 0; i < members->size(); ++i)
      if (!context.market().metering_point((*members)[i].gsrn, context.today()).known())
        found.push_back(
            {fmt::format("/{}/{}/meteringPoint", list, i), "The metering point is not registered."});
  };
  look_at("contributors", said.contributors);
  look_at("recipients", said.recipients);
  return found;
}

/// The version that an order changes; null: there is none.
const DatedVersion* find(const std::vector<DatedVersion>& versions, int number) {
  const auto at = std::find_if(versions.begin(), versions.end(),
                               [&](const DatedVersion& one) { return one.kept.version == number; });
  return at == versions.end() ? nullptr : &*at;
}
/// The last that says who takes part, which a new one goes on from: a message that ends need not.
const DatedVersion* last_of(const std::vector<DatedVersion>& versions) {
  const DatedVersion* last = nullptr;
  for (const auto& one : versions)
    if (!one.kept.withdrawn && !one.key.ends) last = &one;
  return last;
}

/// A version begins after the one before it, and before the one after it. One that follows an end may begin
/// with it.
bool overlaps(const std::vector<DatedVersion>& versions, int number, Day start) {
  return std::any_of(versions.begin(), versions.end(), [&](const DatedVersion& other) {
    if (other.kept.withdrawn || other.kept.version == number) return false;
    const bool is_before = number == 0 || other.kept.version < number;
    if (!is_before) return start >= other.from;
    return other.key.ends ? start < other.from : start <= other.from;
  });
}

/// What a new version is when nothing else is said: the model of the one before it, or today's.
std::string usual_surplus(const std::vector<SharingVersion>& versions) {
  for (auto at = versions.rbegin(); at != versions.rend(); ++at)
    if (!at->withdrawn) return at->surplus_to;
  return surplus_to_recipient;
}

/// What happened, as events and changes have it.
struct Deed {
  const char* change;
  Text text;
};
Deed deed_of(const SharingTerms& terms, const std::string& indicator) {
  if (terms.withdraws) return {"withdrawn", {"withdrawn", "trukket tilbake"}};
  if (terms.version != 0) return {"changed", {"changed", "endret"}};
  return {indicator == "Delete" ? "ended" : "created", {indicator, indicator}};
}

void notify(ProcessContext& context, const Request& request,
            const ebix::common::Elhub_NotifySharedProductionType& notice) {
  // The grid company learns the id, and every supplier of a metering point that takes part.
  std::vector<Addressee> told = {{request.sender, "DDM", request.physical_sender}};
  const auto add = [&](const std::string& gsrn) {
    const auto contract = contract_on(context, gsrn, context.today());
    if (!contract) return;
    const auto to = supplier_of(*contract);
    if (std::none_of(told.begin(), told.end(), [&](const Addressee& one) { return one.gln == to.gln; }))
      told.push_back(to);
  };
  const auto& calculation = notice.VirtualCalculation();
  if (calculation.Participants().present()) {
    for (const auto& one : calculation.Participants()->Contributors().Contributor())
      add(one.MeteringPointUsedDomainLocation().Identification());
    for (const auto& one : calculation.Participants()->Recipients().Recipient())
      add(one.MeteringPointUsedDomainLocation().Identification());
  }
  for (const auto& to : told) {
    const auto heading = context.heading("E58", request.process, to);
    context.send(
        heading, to,
        std::make_unique<ebix::NotifySharedProduction>(header(heading), energy_context(heading), notice),
        request.gsrn);
  }
}

}  // namespace

Outcome update_sharing(ProcessContext& context, const Request& request,
                       const ebix::RequestUpdateSharedProduction& message) {
  auto& ledger = context.ledger();
  const auto& event = message.PayloadMasterDataMPEvent();
  const std::string indicator = event.UpdateIndicator();
  const auto terms = request.sharing.value_or(SharingTerms{});
  auto calculation = event.VirtualCalculation();
  std::string id = text_of(calculation.Id());
  if (indicator == "Add" && id.empty()) id = ledger.next_id();
  calculation.Id(id);

  const auto versions = ledger.sharing_versions(id);
  std::size_t text = request.xml.size();
  for (const auto& one : versions)
    if (one.version != terms.version) text += one.xml.size();
  if (text > most_text)
    return tl::unexpected(
        refused("E86", "260",
                {"The versions of this shared production are more than the hub keeps (32 MB).",
                 "Versjonene av denne delte produksjonen er mer enn huben tar vare på (32 MB)."}));
  SharingVersion version;
  version.sharing = id;
  version.version = terms.version != 0 ? terms.version : versions.empty() ? 1 : versions.back().version + 1;
  version.surplus_to = usual_surplus(versions);
  version.created = context.now();
  for (const auto& one : versions)
    if (one.version == version.version) version = one;
  if (!terms.surplus_to.empty()) version.surplus_to = terms.surplus_to;
  version.withdrawn = terms.withdraws;
  version.updated = context.now();
  if (!terms.withdraws) version.xml = request.xml;
  ledger.keep(version, request.sender);

  const auto deed = deed_of(terms, indicator);
  ledger.record({0, context.now(), id, version.version, deed.change});
  context.tell("sharing-changed",
               {fmt::format("Shared production, version {}: {}.", version.version, deed.text.en),
                fmt::format("Delt produksjon, versjon {}: {}.", version.version, deed.text.nb)},
               request.process, request.gsrn, request.sender, request.id, request.name);
  // BRS-NO-701 is not known to ask for it.
  const auto key = key_of(message);
  if (const auto sum = sum_of_shares(key); sum != all_of_it && !key.recipients.empty() && !terms.withdraws)
    context.tell("message-warned",
                 {fmt::format("The shares of the recipients add up to {}, not to 1.", share_text(sum)),
                  fmt::format("Mottakernes andeler er til sammen {}, ikke 1.", share_text(sum))},
                 request.process, request.gsrn, request.sender, request.id, request.name);

  ebix::common::Elhub_NotifySharedProductionType notice(calculation);
  notice.Version(version.version);
  notice.VersionStatus(terms.withdraws ? "Inactive" : indicator == "Delete" ? "Terminated" : "Active");
  if (event.StartOfOccurrence().present()) {
    if (indicator == "Delete")
      notice.EndOfOccurrence(*event.StartOfOccurrence());
    else
      notice.StartOfOccurrence(*event.StartOfOccurrence());
  }
  notify(context, request, notice);
  return {};
}

tl::expected<Request, SharingTrouble> request_of(ProcessContext& context, const SharingOrder& order) {
  auto& ledger = context.ledger();
  SharingTerms terms;
  SharingKey key;
  terms.surplus_to = order.said.surplus_to.value_or(std::string());
  if (order.kind != Kind::make) {
    const auto owner = context.market().sharing_owner(order.sharing);
    if (!owner.known() || *owner != order.party) return fail(What::no_sharing);
    const auto versions = dated(ledger.sharing_versions(order.sharing));
    const bool changes = order.kind == Kind::change;
    const auto* from = changes ? find(versions, order.version) : last_of(versions);
    if (changes) {
      if (from == nullptr) return fail(What::no_version);
      if (from->kept.withdrawn || from->from <= context.today()) return fail(What::has_begun);
      terms.version = order.version;
      terms.withdraws = order.said.status == "Inactive";
    }
    if (from != nullptr) key = from->key;
    if (!changes) key.ends = order.said.status == "Terminated";
    if (order.said.start && overlaps(versions, terms.version, *order.said.start)) return fail(What::overlaps);
  }
  key = changed(std::move(key), order.said);
  const bool ends = key.ends;
  if (!ends && (key.contributors.empty() || key.recipients.empty()))
    return fail({{"/recipients", "No version before this one says who takes part."}});
  if (auto missing = missing_shares(key); !missing.empty() && !terms.withdraws && !ends)
    return fail(std::move(missing));
  // Elhub is not known to ask for it of a message (BRS-NO-701).
  if (auto unknown = strangers(context, order.said); !unknown.empty()) return fail(std::move(unknown));
  auto request = message_of(order, key, context.gln(), context.now(), context.intake());
  if (!request) {
    SharingTrouble trouble;
    trouble.fault = request.error();
    return tl::make_unexpected(std::move(trouble));
  }
  request->sharing = terms;
  return *std::move(request);
}

std::string to_text(const SharingTerms& terms) {
  return fmt::format("{} {} {}", terms.version, terms.withdraws ? 1 : 0, terms.surplus_to);
}

SharingTerms parse_sharing_terms(const std::string& text) {
  std::istringstream in(text);
  SharingTerms terms;
  in >> terms.version >> terms.withdraws >> terms.surplus_to;
  return terms;
}

}  // namespace cimgate::hub
