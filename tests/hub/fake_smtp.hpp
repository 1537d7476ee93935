#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cimgate::test {

/// A mail server on this machine that answers as it is told: one connection after the other.
class FakeSmtp {
 public:
  /// What is said to a line of the client, CRLF and all; "" says nothing, "close" hangs up. The first is
  /// asked with "" when somebody connects. What stands between DATA and the dot comes as one "line".
  using Answer = std::function<std::string(const std::string& line)>;
  /// Takes every mail.
  static std::string polite(const std::string& line);

  explicit FakeSmtp(Answer answer = polite, std::uint16_t port = 0);
  ~FakeSmtp();
  FakeSmtp(const FakeSmtp&) = delete;
  FakeSmtp& operator=(const FakeSmtp&) = delete;

  std::uint16_t port() const { return port_; }
  /// All that clients said.
  std::vector<std::string> lines() const;
  /// The texts of the mails that were taken, head and body.
  std::vector<std::string> mails() const;
  /// False: so many were not taken in ten seconds.
  bool has_taken(std::size_t mails) const;

 private:
  void serve();
  void talk(int socket);

  Answer answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_, mails_;
  std::thread thread_;
};

}  // namespace cimgate::test
