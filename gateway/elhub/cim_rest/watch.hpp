#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cimgate::cim_rest {

/// Looks after those who wait for something that may come: an answer, a message in a queue. Each has his turn
/// when there is news, and at least once a second. A thread of its own, which is there from the first waiter
/// on.
class Watch {
 public:
  using Clock = std::chrono::steady_clock;
  struct Turn {
    Clock::time_point now;
    bool last = false;  ///< the server stops
  };
  /// True: he waits no longer.
  using Waiter = std::function<bool(const Turn& turn)>;

  /// `news`: a number that is another one when something has come. `most`: waiters.
  Watch(std::function<std::uint64_t()> news, std::size_t most) : news_(std::move(news)), most_(most) {}
  ~Watch() { end(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// His first turn is at once. False: too many wait, or it is the end.
  bool add(Waiter waiter);
  /// Everybody has his last turn.
  void end();

 private:
  struct Entry {
    Waiter waiter;
    bool is_new = true;
  };
  void run();

  std::function<std::uint64_t()> news_;
  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> added_;
  std::size_t count_ = 0;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace cimgate::cim_rest
