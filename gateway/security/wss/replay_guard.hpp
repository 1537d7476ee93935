#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "gateway/security/keys/certificate.hpp"

namespace cimgate::wss {

using keys::Seconds;

/// Remembers signatures until they have expired, so that each is taken once. Bounded: when so many are alive,
/// another is refused rather than one forgotten.
class ReplayGuard {
 public:
  explicit ReplayGuard(std::size_t most = 200'000) : most_(most) {}

  enum class Outcome : std::uint8_t { fresh, seen, full };
  /// `until`: the last second at which it could be taken. From any thread.
  Outcome remember(std::string_view signature, Seconds until, Seconds now);
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::size_t most_;
  std::unordered_set<std::string> seen_;               ///< SHA-256 of signatures
  std::multimap<Seconds, const std::string*> by_end_;  ///< keys of seen_, which do not move
};

}  // namespace cimgate::wss
