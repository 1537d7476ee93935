#include "gateway/elhub/bridge/upstream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace cimgate::bridge {

BackOff::BackOff(Millis first, Millis most) : first_(first), most_(most), chance_(std::random_device{}()) {}

Millis BackOff::wait(std::int64_t tries) {
  auto wait = first_;
  for (std::int64_t i = 1; i < tries && wait < most_; ++i) wait *= 2;
  wait = std::min(wait, most_);
  const std::lock_guard lock(mutex_);
  return wait - std::uniform_int_distribution<Millis>(0, wait / 2)(chance_);
}

void Upstream::heard(Millis now) {
  const std::lock_guard lock(mutex_);
  view_.heard = now;
  view_.silent = 0;
  view_.why.clear();
}

void Upstream::silent(const std::string& why, Millis now) {
  const std::lock_guard lock(mutex_);
  if (view_.silent == 0) view_.silent = now;
  view_.why = why;
}

Upstream::View Upstream::view() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

void Upstream::polled(const QueueName& queue, Millis now) {
  const std::lock_guard lock(mutex_);
  queues_[queue] = {now, 0, {}};
}

void Upstream::not_polled(const QueueName& queue, const std::string& why, Millis now) {
  const std::lock_guard lock(mutex_);
  auto& known = queues_[queue];
  if (known.since == 0) known.since = now;
  known.why = why;
}

std::map<Upstream::QueueName, Upstream::Polled> Upstream::queues() const {
  const std::lock_guard lock(mutex_);
  return queues_;
}

std::string utc_text(Millis at) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(at)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace cimgate::bridge
