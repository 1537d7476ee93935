#include "cut_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace cimgate::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// What both ends have, to nobody.
void drain(const std::pair<int, int>& pair) {
  std::array<char, 65536> buffer{};
  for (const int end : {pair.first, pair.second})
    while (::recv(end, buffer.data(), buffer.size(), MSG_DONTWAIT) > 0) {
    }
}

/// What `from` has, to `to`, if it is not lost. False when one of them has ended.
bool pass(int from, int to, bool lost) {
  std::array<char, 65536> buffer{};
  const auto count = ::recv(from, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  if (lost) return true;
  for (ssize_t at = 0; at < count;) {
    const auto sent = ::send(to, buffer.data() + at, static_cast<std::size_t>(count - at), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += sent;
  }
  return true;
}

}  // namespace

CutProxy::CutProxy(std::uint16_t to) : to_(to), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no port for the proxy");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

CutProxy::~CutProxy() {
  ends_ = true;
  thread_.join();
  ::close(listener_);
}

void CutProxy::cut() {
  cuts_ = true;
}

void CutProxy::swallow() {
  swallows_ = true;
}

void CutProxy::serve() {
  std::vector<std::pair<int, int>> pairs, silent;
  const auto end = [](const std::pair<int, int>& pair) {
    ::close(pair.first);
    ::close(pair.second);
  };
  while (!ends_) {
    std::vector<pollfd> polled = {{listener_, POLLIN, 0}};
    for (const auto& [worker, broker] : pairs) {
      polled.push_back({worker, POLLIN, 0});
      polled.push_back({broker, POLLIN, 0});
    }
    ::poll(polled.data(), polled.size(), 50);
    if (cuts_.exchange(false)) {
      for (const auto& pair : pairs) end(pair);
      pairs.clear();
      continue;
    }
    if (swallows_.exchange(false)) {
      silent.insert(silent.end(), pairs.begin(), pairs.end());
      pairs.clear();
      continue;
    }
    for (const auto& pair : silent) drain(pair);
    std::vector<std::pair<int, int>> left;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto& [worker, broker] = pairs[i];
      const bool alive = (polled[1 + 2 * i].revents == 0 || pass(worker, broker, lost_from_workers_)) &&
                         (polled[2 + 2 * i].revents == 0 || pass(broker, worker, lost_to_workers_));
      if (alive)
        left.push_back(pairs[i]);
      else
        end(pairs[i]);
    }
    pairs = std::move(left);
    if (polled[0].revents == 0) continue;
    const int worker = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int broker = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(to_);
    if (::connect(broker, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
      pairs.emplace_back(worker, broker);
    else
      end({worker, broker});
  }
  for (const auto& pair : pairs) end(pair);
  for (const auto& pair : silent) end(pair);
}

}  // namespace cimgate::test
