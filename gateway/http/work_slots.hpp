#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

namespace cimgate::http {

/// How many requests are worked on at the same time, and how many may wait for that. The work itself is done
/// on the thread that holds the request: one thread more than there are slots is always free to read and
/// answer.
class WorkSlots {
 public:
  WorkSlots(std::size_t slots, std::size_t queue, std::atomic<std::int64_t>& queued)
      : free_(slots), queue_(queue), queued_(queued) {}

  enum class Entry { now, later, refused };

  /// now: the caller has a slot. later: `called` runs on the thread that leaves a slot, which is then the
  /// caller's. refused: the queue is full.
  Entry enter(std::function<void()> called) {
    const std::lock_guard lock(mutex_);
    if (free_ > 0) {
      --free_;
      return Entry::now;
    }
    if (waiting_.size() >= queue_) return Entry::refused;
    waiting_.push_back(std::move(called));
    queued_.store(static_cast<std::int64_t>(waiting_.size()), std::memory_order_relaxed);
    return Entry::later;
  }

  void leave() {
    std::function<void()> next;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.empty()) {
        ++free_;
        return;
      }
      next = std::move(waiting_.front());
      waiting_.pop_front();
      queued_.store(static_cast<std::int64_t>(waiting_.size()), std::memory_order_relaxed);
    }
    next();
  }

 private:
  std::mutex mutex_;
  std::size_t free_;
  std::size_t queue_;
  std::deque<std::function<void()>> waiting_;
  std::atomic<std::int64_t>& queued_;
};

}  // namespace cimgate::http
