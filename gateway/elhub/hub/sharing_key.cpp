#include "gateway/elhub/hub/sharing_key.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;

/// XML Schema also writes "+.5" and "1.".
std::optional<Millionths> share_of(const model::Decimal& written) {
  auto text = written.text();
  if (text.starts_with('+') || text.starts_with('-')) text.erase(0, 1);
  if (text.starts_with('.')) text.insert(0, 1, '0');
  if (text.ends_with('.')) text.pop_back();
  return parse_share(text);
}

/// Contributors and recipients are of one shape.
template <class List>
std::vector<SharingMember> members_of(const List& list) {
  std::vector<SharingMember> all;
  for (const auto& one : list) {
    SharingMember member{one.MeteringPointUsedDomainLocation().Identification(), std::nullopt};
    if (one.Share().present()) member.share = share_of(*one.Share());
    all.push_back(std::move(member));
  }
  return all;
}

template <class Member>
Member written(const SharingMember& one) {
  Member made(metering_point(one.gsrn));
  if (one.share) made.Share(typename Member::ShareType(model::Decimal(share_text(*one.share))));
  return made;
}

SharingKey read_key(const std::string& xml) {
  const auto typed = ebix::parse(xml, {.validate = false});
  if (!typed) return {};
  const auto* found = std::get_if<std::unique_ptr<ebix::RequestUpdateSharedProduction>>(&*typed);
  return found == nullptr ? SharingKey() : key_of(**found);
}

}  // namespace

SharingKey key_of(const ebix::RequestUpdateSharedProduction& message) {
  const auto& event = message.PayloadMasterDataMPEvent();
  const auto& calculation = event.VirtualCalculation();
  SharingKey key;
  key.ends = std::string(event.UpdateIndicator()) == "Delete";
  if (event.StartOfOccurrence().present()) key.start = day_of(*event.StartOfOccurrence());
  key.name = text_of(calculation.Name());
  key.description = text_of(calculation.Description());
  key.formula = text_of(calculation.FormulaType());
  if (calculation.Participants().present()) {
    key.contributors = members_of(calculation.Participants()->Contributors().Contributor());
    key.recipients = members_of(calculation.Participants()->Recipients().Recipient());
  }
  return key;
}

common::Elhub_VirtualCalculationType calculation_of(const SharingKey& key, const std::string& id) {
  common::Elhub_VirtualCalculationType calculation;
  if (!key.name.empty()) calculation.Name(key.name);
  if (!key.description.empty()) calculation.Description(key.description);
  if (!id.empty()) calculation.Id(id);
  if (!key.formula.empty()) calculation.FormulaType(key.formula);
  if (key.contributors.empty() || key.recipients.empty()) return calculation;
  common::Elhub_ContributorsType contributors;
  for (const auto& one : key.contributors)
    contributors.Contributor().push_back(written<common::Elhub_ContributorType>(one));
  common::Elhub_RecipientsType recipients;
  for (const auto& one : key.recipients)
    recipients.Recipient().push_back(written<common::Elhub_RecipientType>(one));
  calculation.Participants(common::Elhub_ParticipantsType(contributors, recipients));
  return calculation;
}

Millionths sum_of_shares(const SharingKey& key) {
  if (key.formula != "Manual") return all_of_it;
  Millionths sum = 0;
  for (const auto& one : key.recipients) sum += one.share.value_or(0);
  return sum;
}

std::string share_text(Millionths share) {
  auto text = fmt::format("{}.{:06}", share / all_of_it, share % all_of_it);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::optional<Millionths> parse_share(std::string_view text) {
  const auto point = std::min(text.find('.'), text.size());
  auto whole = text.substr(0, point);
  auto parts = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() || (point != text.size() && parts.empty())) return std::nullopt;
  for (const auto& digits : {whole, parts})
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return text::is_digit(c); }))
      return std::nullopt;
  while (parts.ends_with('0')) parts.remove_suffix(1);
  while (whole.size() > 1 && whole.starts_with('0')) whole.remove_prefix(1);
  if (whole.size() > 1 || parts.size() > 6) return std::nullopt;
  Millionths share = whole.front() - '0';
  for (std::size_t i = 0; i < 6; ++i) share = share * 10 + (i < parts.size() ? parts[i] - '0' : 0);
  if (share > all_of_it) return std::nullopt;
  return share;
}

std::string DatedVersion::status(Day today) const {
  if (kept.withdrawn || is_replaced()) return "Inactive";
  if (key.ends) return "Terminated";
  if (today < from) return "New";
  return holds(today) ? "Active" : "Inactive";
}

std::vector<DatedVersion> dated(std::vector<SharingVersion> versions) {
  std::vector<DatedVersion> all;
  for (auto& version : versions) {
    DatedVersion one;
    one.key = read_key(version.xml);
    // A message need not say from when.
    one.from = one.key.start.value_or(norway::day_of(version.created));
    one.kept = std::move(version);
    all.push_back(std::move(one));
  }
  // Of versions with the same day, the later one counts.
  std::optional<Day> next;
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if (at->kept.withdrawn) continue;
    at->to = next;
    if (!next || at->from < *next) next = at->from;
  }
  return all;
}

const DatedVersion* held_on(const std::vector<DatedVersion>& versions, Day day) {
  const auto at =
      std::find_if(versions.begin(), versions.end(), [&](const DatedVersion& one) { return one.holds(day); });
  return at == versions.end() ? nullptr : &*at;
}

}  // namespace cimgate::hub
