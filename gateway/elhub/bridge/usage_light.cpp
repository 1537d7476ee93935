#include "gateway/elhub/bridge/usage_light.hpp"

namespace cimgate::bridge {

UsageLight::UsageLight(usage::Limits limits, bool stops)
    : limits_(std::move(limits)), stops_(stops), meter_(limits_) {}

bool UsageLight::counts(const std::string& process) const {
  return is_query(process) || limits_.is_start(process);
}

Millis UsageLight::reach() const {
  // Days of the calendar, one of which has just begun.
  return (Millis{limits_.days()} + 1) * 24 * 60 * 60 * 1000;
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
  verdict.why = told(usage).en;
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
