#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/work/flow.hpp"

namespace cimgate::work {

/// Where messages come from: one half of a flow. What was taken and neither accepted nor released comes again
/// when this worker dies, here or at another.
class Source {
 public:
  virtual ~Source() = default;

  /// The next message; nothing when none comes in this time, or there is none now.
  virtual tl::expected<std::optional<Job>, std::string> take(std::chrono::milliseconds wait) = 0;
  /// They are done with.
  virtual tl::expected<void, std::string> accept(const std::vector<Job>& jobs) = 0;
  /// Whatever was taken and not accepted goes back, and is given again in its order.
  virtual void release() = 0;
  /// By what a message is known when it comes again, among those of all sources; "": by nothing, or the
  /// source sees to it itself that none comes twice.
  virtual std::string key_of(const Job& job) const = 0;
};

}  // namespace cimgate::work
