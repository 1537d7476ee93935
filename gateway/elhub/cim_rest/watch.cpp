#include "gateway/elhub/cim_rest/watch.hpp"

#include <exception>
#include <iterator>

namespace cimgate::cim_rest {
namespace {

constexpr auto tick = std::chrono::milliseconds(20);
constexpr auto round = std::chrono::seconds(1);

/// One who fails waits no longer.
bool is_done(const Watch::Waiter& waiter, const Watch::Turn& turn) {
  try {
    return waiter(turn);
  } catch (const std::exception&) {
    return true;
  }
}

}  // namespace

bool Watch::add(Waiter waiter) {
  const std::lock_guard lock(mutex_);
  if (ending_ || count_ >= most_) return false;
  ++count_;
  added_.push_back({std::move(waiter)});
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  changed_.notify_one();
  return true;
}

void Watch::end() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Watch::run() {
  std::vector<Entry> waiting;
  std::uint64_t heard = news_();
  auto last_round = Clock::now();
  for (;;) {
    Turn turn;
    {
      std::unique_lock lock(mutex_);
      const auto something = [this] { return ending_ || !added_.empty(); };
      if (waiting.empty())
        changed_.wait(lock, something);
      else
        changed_.wait_for(lock, tick, something);
      std::move(added_.begin(), added_.end(), std::back_inserter(waiting));
      added_.clear();
      turn.last = ending_;
    }
    turn.now = Clock::now();
    const auto news = news_();
    const bool everybody = turn.last || news != heard || turn.now - last_round >= round;
    heard = news;
    if (everybody) last_round = turn.now;
    const auto before = waiting.size();
    std::erase_if(waiting, [&](Entry& entry) {
      if (!everybody && !entry.is_new) return false;
      entry.is_new = false;
      return is_done(entry.waiter, turn) || turn.last;
    });
    const std::lock_guard lock(mutex_);
    count_ -= before - waiting.size();
    if (turn.last && added_.empty()) return;
  }
}

}  // namespace cimgate::cim_rest
