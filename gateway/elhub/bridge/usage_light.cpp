#include "gateway/elhub/bridge/usage_light.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cimgate::bridge {

UsageLight::UsageLight(usage::Limits limits, bool stops)
    : limits_(std::move(limits)), stops_(stops), meter_(limits_) {}

bool UsageLight::counts(const std::string& process) const {
  return is_query(process) ||
         std::find(limits_.starts.begin(), limits_.starts.end(), process) != limits_.starts.end();
}

Millis UsageLight::reach() const {
  std::uint32_t days = 1;
  for (const auto& measure : limits_.measures) days = std::max(days, measure.days);
  // Days of the calendar, one of which has just begun.
  return (Millis{days} + 1) * 24 * 60 * 60 * 1000;
}

void UsageLight::add(const usage::Sent& sent) {
  const std::lock_guard lock(mutex_);
  meter_.add(sent);
}

UsageLight::Verdict UsageLight::take(const usage::Sent& sent) {
  Verdict verdict;
  const std::lock_guard lock(mutex_);
  meter_.forget_before(sent.seconds - reach() / 1000);
  meter_.add(sent);
  if (!is_query(sent.process)) return verdict;
  const auto usage = meter_.usage_at(sent.party, sent.seconds);
  verdict.level = usage.level;
  for (const auto& reading : usage.readings)
    if (reading.level == usage.level && usage.level != usage::Level::green)
      verdict.why += fmt::format("{}{}: {:.4g} (yellow {:.6g}, red {:.6g})", verdict.why.empty() ? "" : "; ",
                                 reading.measure->title.en, reading.value, reading.measure->yellow.value,
                                 reading.measure->red.value);
  verdict.taken = !stops_ || verdict.level != usage::Level::red;
  if (!verdict.taken) meter_.take_back(sent);
  return verdict;
}

void UsageLight::rejected(const usage::Sent& sent) {
  const std::lock_guard lock(mutex_);
  auto changed = sent;
  changed.accepted = true;
  meter_.take_back(changed);
  changed.accepted = false;
  meter_.add(changed);
}

void UsageLight::take_back(const usage::Sent& sent) {
  const std::lock_guard lock(mutex_);
  meter_.take_back(sent);
}

std::vector<usage::PartyUsage> UsageLight::usage(std::int64_t seconds) const {
  const std::lock_guard lock(mutex_);
  std::vector<usage::PartyUsage> all;
  for (const auto& party : meter_.parties()) all.push_back(meter_.usage_at(party, seconds));
  return all;
}

}  // namespace cimgate::bridge
