#include "gateway/http/connections.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace cimgate::http {

// The threads that read see the end of the stream: nothing else of a socket may be touched from another
// thread.

void Connections::add(Connection& connection) {
  const std::lock_guard lock(mutex_);
  connection.place_ = all_.insert(all_.end(), &connection);
}

void Connections::remove(Connection& connection) {
  const std::lock_guard lock(mutex_);
  all_.erase(connection.place_);
}

std::size_t Connections::size() const {
  const std::lock_guard lock(mutex_);
  return all_.size();
}

void Connections::sweep(Connection::Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  for (auto* connection : all_) {
    if (now.time_since_epoch().count() < connection->until_.load(std::memory_order_relaxed)) continue;
    connection->timed_out_.store(true, std::memory_order_release);
    ::shutdown(connection->socket_,
               connection->waits() == Connection::Waits::for_output ? SHUT_RDWR : SHUT_RD);
  }
}

void Connections::end_idle() {
  const std::lock_guard lock(mutex_);
  for (auto* connection : all_)
    if (connection->waits() == Connection::Waits::for_request) ::shutdown(connection->socket_, SHUT_RD);
}

void Connections::end_all() {
  const std::lock_guard lock(mutex_);
  for (auto* connection : all_) ::shutdown(connection->socket_, SHUT_RDWR);
}

}  // namespace cimgate::http
