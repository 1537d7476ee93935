#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace cimgate::test {

/// Between a client and a server of HTTP: does to requests and answers what networks and proxies do at their
/// worst. By a seed, so that a run can be made again as far as threads allow.
class Chaos {
 public:
  Chaos(std::uint16_t to, std::uint64_t seed);
  ~Chaos();
  Chaos(const Chaos&) = delete;
  Chaos& operator=(const Chaos&) = delete;

  std::uint16_t port() const { return port_; }
  /// From now on, everything is passed on as it is.
  void calm() { calm_ = true; }
  /// How often each thing was done.
  std::map<std::string, std::size_t> deeds() const;

 private:
  enum class Deed : std::uint8_t {
    pass,
    delay,
    lose_request,
    cut_request,
    lose_answer,
    cut_answer,
    twice,
    say_done,
    say_old,
    say_failed
  };
  void serve();
  void connection(int client);
  Deed next();
  std::string forward(const std::string& request) const;

  std::uint16_t to_;
  std::uint16_t port_ = 0;  ///< before the socket, which sets it
  int socket_ = -1;
  std::atomic<bool> calm_{false}, stopping_{false};
  mutable std::mutex mutex_;
  std::mt19937_64 chance_;
  std::map<std::string, std::size_t> deeds_;
  std::string old_answer_;
  std::vector<std::thread> connections_;
  std::thread thread_;
};

}  // namespace cimgate::test
