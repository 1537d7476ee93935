#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace cimgate::http {

/// Replies that handlers still hold, on whatever thread. What they lead to, the routes and the threads that
/// send, may go only when there are none.
class Replies {
 public:
  void begin() {
    const std::lock_guard lock(mutex_);
    ++held_;
  }
  void end() {
    const std::lock_guard lock(mutex_);
    if (--held_ == 0) none_.notify_all();
  }
  /// False when some are still held after so long.
  bool wait_for_none(std::chrono::steady_clock::duration most) {
    std::unique_lock lock(mutex_);
    return none_.wait_for(lock, most, [this] { return held_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t held_ = 0;
};

}  // namespace cimgate::http
