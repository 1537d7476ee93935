#include "gateway/elhub/hub/usage_control.hpp"

#include <fmt/format.h>

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {
namespace {

constexpr const char* built_in_file = "rules/usage-611.yaml";

std::shared_ptr<const UsageRules> read(const std::string& file, const std::string& yaml, bool built_in) {
  auto limits = usage::read_limits(file, yaml);
  if (!limits) return {};
  return std::make_shared<const UsageRules>(UsageRules{*std::move(limits), yaml, built_in});
}

std::string purpose_of(const Request& request) {
  const auto* query =
      std::get_if<std::unique_ptr<ebix::RequestUpfrontMeteringPointCharacteristics>>(&request.typed);
  if (query == nullptr || !(*query)->PayloadMPEvent().Purpose().present()) return {};
  return *(*query)->PayloadMPEvent().Purpose();
}

}  // namespace

UsageControl::UsageControl(ledger::Ledger& ledger, const Engine& engine) : ledger_(ledger) {
  if (const auto text = engine.store->read(built_in_file))
    built_in_ = read(built_in_file, std::string(*text), true);
  for (auto& party : ledger_.parties_with_uses()) changed_.insert(std::move(party));
}

std::shared_ptr<const UsageRules> UsageControl::rules() {
  // The ledger knows best: what was set may have been undone.
  const auto yaml = ledger_.usage_limits();
  if (yaml.empty()) return built_in_;
  if (!set_ || set_->yaml != yaml) set_ = read("usage-limits.yaml", yaml, false);
  return set_ ? set_ : built_in_;
}

tl::expected<void, std::string> UsageControl::set(const std::string& yaml) {
  const bool back = yaml.empty() || (built_in_ && yaml == built_in_->yaml);
  if (!back)
    if (const auto limits = usage::read_limits("usage-limits.yaml", yaml); !limits)
      return tl::make_unexpected(limits.error());
  const auto text = back ? std::string() : yaml;
  if (text == ledger_.usage_limits()) return {};
  ledger_.set_usage_limits(text);
  for (auto& party : ledger_.parties_with_uses()) changed_.insert(std::move(party));
  ledger_.note({0, "usage-limits", text, "", ""});
  return {};
}

std::optional<usage::Sent> UsageControl::use_of(const Request& request) {
  // Of a process that should follow only its beginning is meant: no refusal of it, and no acknowledgement.
  if (!request.name.starts_with("Request")) return std::nullopt;
  const auto now = rules();
  if (!now || (!now->limits.is_query(request.process) && !now->limits.is_start(request.process)))
    return std::nullopt;
  usage::Sent sent;
  sent.seconds = ledger_.now();
  sent.party = request.sender;
  sent.process = request.process;
  sent.purpose = purpose_of(request);
  // What is no metering point of this market is none: so no party can make the hub remember more than those.
  if (!request.gsrn.empty() &&
      ledger_.market()->metering_point(request.gsrn, norway::day_of(sent.seconds)).known())
    sent.metering_point = request.gsrn;
  return sent;
}

ledger::Day UsageControl::oldest(ledger::Day today) {
  return today - std::chrono::days(usage::most_days) + std::chrono::days(1);
}

usage::Counts UsageControl::counts_of(const std::string& party) {
  const auto today = norway::day_of(ledger_.now());
  const auto now = rules();
  auto counts =
      ledger_.uses_of(party, today - std::chrono::days(now ? now->limits.days() : 1) + std::chrono::days(1));
  const auto first = usage::hour_of(norway::start_of(today));
  counts.hours.erase(counts.hours.begin(), counts.hours.lower_bound(first));
  return counts;
}

std::optional<Finding> UsageControl::refusal(const usage::Sent& sent) {
  const auto now = rules();
  if (!now || !now->limits.is_query(sent.process)) return std::nullopt;
  const bool may_block =
      now->limits.yellow == usage::Answer::block || now->limits.red == usage::Answer::block;
  if (!may_block) return std::nullopt;
  const auto usage = usage::at(now->limits, sent.party, counts_of(sent.party), sent.seconds);
  if (now->limits.answer(usage.level) != usage::Answer::block) return std::nullopt;
  const auto why = usage::told(usage);
  Finding finding;
  finding.rule = now->limits.queries + ".usage";
  finding.stage = Stage::market;
  // No code of its own is published; E36 is that of a party which may not have what it asks for.
  finding.code = ReasonCode{"E36", "260"};
  finding.text = {fmt::format("{} is blocked for {}: {}", sent.process, sent.party, why.en),
                  fmt::format("{} er sperret for {}: {}", sent.process, sent.party, why.nb)};
  finding.source = {"assumed", now->limits.source.ref};
  return finding;
}

std::optional<usage::PartyUsage> UsageControl::count(const usage::Sent& sent, bool blocked) {
  const auto now = rules();
  if (!now) return std::nullopt;
  const auto& limits = now->limits;
  const auto today = norway::day_of(sent.seconds);
  auto counts = counts_of(sent.party);
  if (!counts.days.contains(today)) ledger_.forget_uses(today, oldest(today));
  const auto before = usage::at(limits, sent.party, counts, sent.seconds).level;
  if (blocked) {
    ++counts.days[today].blocked;
  } else {
    usage::count(limits, sent, counts);
    if (limits.is_query(sent.process) && !sent.metering_point.empty()) {
      ++counts.days[today].of_points;
      if (ledger_.keep_used_point(sent.party, sent.metering_point, today)) ++counts.days[today].points;
    }
  }
  usage::Counts kept;
  kept.days[today] = counts.days[today];
  const auto hour = usage::hour_of(sent.seconds);
  if (const auto at = counts.hours.find(hour); at != counts.hours.end()) kept.hours[hour] = at->second;
  ledger_.keep_uses(sent.party, kept);
  changed_.insert(sent.party);
  auto usage = usage::at(limits, sent.party, counts, sent.seconds);
  if (usage.level <= before || limits.answer(usage.level) == usage::Answer::count) return std::nullopt;
  return usage;
}

UsageState UsageControl::changes() {
  UsageState state{rules(), {}};
  for (const auto& party : changed_) state.parties[party] = counts_of(party);
  return state;
}

void UsageControl::published() {
  changed_.clear();
}

}  // namespace cimgate::hub
