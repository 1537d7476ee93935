#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>

namespace cimgate::http {

/// What a connection is waiting for, so that one sweep over all of them can end what takes too long. A timer
/// a read would cost more than the read.
class Connection {
 public:
  enum class Waits : std::uint8_t { for_request, for_input, for_handler, for_output };

  explicit Connection(int socket) : socket_(socket) {}

  using Clock = std::chrono::steady_clock;

  void wait(Waits what, Clock::time_point until) {
    until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
    waits_.store(what, std::memory_order_release);
  }
  void wait_for_handler() { wait(Waits::for_handler, Clock::time_point::max()); }
  bool timed_out() const { return timed_out_.load(std::memory_order_acquire); }
  Waits waits() const { return waits_.load(std::memory_order_acquire); }

 private:
  friend class Connections;
  int socket_;
  std::atomic<Waits> waits_{Waits::for_request};
  std::atomic<Clock::rep> until_{Clock::time_point::max().time_since_epoch().count()};
  std::atomic<bool> timed_out_{false};
  std::list<Connection*>::iterator place_;
};

/// All open connections. A connection is removed before its socket is closed.
class Connections {
 public:
  void add(Connection& connection);
  void remove(Connection& connection);
  std::size_t size() const;

  /// Ends reading (or, when the other end takes nothing, everything) where the time is over.
  void sweep(Connection::Clock::time_point now);
  /// Ends reading where no request has begun.
  void end_idle();
  void end_all();

 private:
  mutable std::mutex mutex_;
  std::list<Connection*> all_;
};

}  // namespace cimgate::http
