#include "gateway/security/wss/replay_guard.hpp"

namespace cimgate::wss {

ReplayGuard::Outcome ReplayGuard::remember(std::string_view signature, Seconds until, Seconds now) {
  auto digest = keys::digest_of(keys::Hash::sha256, signature);
  const std::lock_guard lock(mutex_);
  while (!by_end_.empty() && by_end_.begin()->first < now) {
    seen_.erase(seen_.find(*by_end_.begin()->second));
    by_end_.erase(by_end_.begin());
  }
  if (seen_.contains(digest)) return Outcome::seen;
  if (seen_.size() >= most_) return Outcome::full;
  const auto at = seen_.insert(std::move(digest)).first;
  by_end_.emplace(until, &*at);
  return Outcome::fresh;
}

std::size_t ReplayGuard::size() const {
  const std::lock_guard lock(mutex_);
  return seen_.size();
}

}  // namespace cimgate::wss
