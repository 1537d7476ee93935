#include "tests/bridge/chaos.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "tests/bridge/market.hpp"

namespace cimgate::test {
namespace {

constexpr const char* names[] = {"pass",       "delay", "lose request", "cut request", "lose answer",
                                 "cut answer", "twice", "say done",     "say old",     "say failed"};

/// What a service that took a message would say, without its signature.
const std::string& done_text() {
  static const std::string text = [] {
    const auto body = soap("");
    return "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  }();
  return text;
}

}  // namespace

Chaos::Chaos(std::uint16_t to, std::uint64_t seed)
    : to_(to), socket_(listen_on_free_port(port_)), chance_(seed), thread_([this] { serve(); }) {}

Chaos::~Chaos() {
  stopping_ = true;
  thread_.join();
  for (auto& one : connections_) one.join();
  ::close(socket_);
}

std::map<std::string, std::size_t> Chaos::deeds() const {
  const std::lock_guard lock(mutex_);
  return deeds_;
}

void Chaos::serve() {
  while (!stopping_) {
    pollfd watched{socket_, POLLIN, 0};
    if (::poll(&watched, 1, 50) != 1) continue;
    const int client = ::accept(socket_, nullptr, nullptr);
    if (client >= 0) connections_.emplace_back([this, client] { connection(client); });
  }
}

Chaos::Deed Chaos::next() {
  const std::lock_guard lock(mutex_);
  const auto drawn = std::uniform_int_distribution<int>(0, 99)(chance_);
  const auto deed = calm_ || drawn < 55 ? Deed::pass : static_cast<Deed>(1 + (drawn - 55) / 5);
  ++deeds_[names[static_cast<std::size_t>(deed)]];
  return deed;
}

std::string Chaos::forward(const std::string& request) const {
  const int server = connect_to(to_);
  if (server < 0) return {};
  std::string answer;
  if (send_all(server, request)) answer = read_message(server);
  ::close(server);
  return answer;
}

void Chaos::connection(int client) {
  const timeval limit{1, 0};
  ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::string given;
  while (!stopping_) {
    const auto request = read_message(client);
    const auto head = request.find("\r\n\r\n");
    if (head == std::string::npos) break;
    // Whoever asks again has read the answer before. One that was held back and never read can be given for
    // another where there is no TLS: EMIF's answers do not say what they answer (docs/security.md).
    if (!given.empty()) {
      const std::lock_guard lock(mutex_);
      old_answer_ = std::exchange(given, {});
    }
    auto deed = next();
    std::string answer;
    if (deed == Deed::say_old) {
      const std::lock_guard lock(mutex_);
      answer = old_answer_;
      if (answer.empty()) deed = Deed::pass;
    }
    if (deed == Deed::lose_request) break;
    if (deed == Deed::cut_request) {
      // Cut means that the other end sees the connection end: one that only waits would hold it up when it
      // stops.
      if (const int server = connect_to(to_); server >= 0) {
        send_all(server, request.substr(0, head + 4 + (request.size() - head) / 2));
        ::close(server);
      }
      break;
    }
    if (deed == Deed::delay) std::this_thread::sleep_for(std::chrono::milliseconds(200));
    if (deed == Deed::say_done) answer = done_text();
    if (deed == Deed::twice) forward(request);
    if (answer.empty()) answer = forward(request);
    if (deed == Deed::pass) given = answer;
    if (deed == Deed::lose_answer) break;
    if (deed == Deed::say_failed) answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
    if (deed == Deed::cut_answer) answer.resize(answer.size() / 2);
    if (answer.empty() || !send_all(client, answer) || deed == Deed::cut_answer) break;
  }
  ::close(client);
}

}  // namespace cimgate::test
