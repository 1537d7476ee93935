#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <thread>

namespace cimgate::test {

/// Between workers and a broker, or a database, on loopback: what goes through it can be cut at any byte, or
/// be lost without a word to anybody, as by a firewall that forgets a connection.
class CutProxy {
 public:
  explicit CutProxy(std::uint16_t to);
  ~CutProxy();
  CutProxy(const CutProxy&) = delete;
  CutProxy& operator=(const CutProxy&) = delete;

  std::uint16_t port() const { return port_; }
  void cut();  ///< all connections that there are
  /// From now on, whatever is sent over the connections that there are comes to nothing, and neither end
  /// hears of it. New ones are as good as any.
  void swallow();
  /// From now on, what comes from workers, or goes to them, is lost, over new connections, too.
  void lose(bool from_workers, bool to_workers) {
    lost_from_workers_ = from_workers;
    lost_to_workers_ = to_workers;
  }

 private:
  void serve();

  std::uint16_t to_, port_ = 0;
  int listener_ = -1;
  std::atomic<bool> ends_ = false, cuts_ = false, swallows_ = false;
  std::atomic<bool> lost_from_workers_ = false, lost_to_workers_ = false;
  std::thread thread_;
};

}  // namespace cimgate::test
