#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// What a server counts about itself, for Prometheus. By route pattern, never by path: paths may tell of
/// people. Safe to use from several threads.
class Metrics {
 public:
  explicit Metrics(const std::vector<Route>& routes);

  static constexpr std::size_t no_route = static_cast<std::size_t>(-1);

  /// One request, when its answer is written. `route` = place in the list, or no_route.
  void request(std::size_t route, std::uint16_t status, std::chrono::microseconds took,
               std::uint64_t bytes_in, std::uint64_t bytes_out);

  std::atomic<std::int64_t> connections{0};
  std::atomic<std::uint64_t> connections_accepted{0};
  std::atomic<std::uint64_t> connections_refused{0};
  std::atomic<std::int64_t> in_flight{0};
  std::atomic<std::int64_t> queued{0};

  /// Without what the process itself uses; see process_metrics().
  std::string text(std::uint64_t body_bytes_in_flight) const;

 private:
  static constexpr std::size_t bucket_count = 17;
  struct Counts {
    std::string method;
    std::string pattern;
    std::array<std::atomic<std::uint64_t>, 600> by_status{};
    std::array<std::atomic<std::uint64_t>, bucket_count> buckets{};
    std::atomic<std::uint64_t> microseconds{0};
    std::atomic<std::uint64_t> bytes_in{0};
    std::atomic<std::uint64_t> bytes_out{0};
  };
  std::vector<std::unique_ptr<Counts>> routes_;  ///< the last one: no route
};

/// Memory, processor time, open files and start of this process, from /proc.
std::string process_metrics();

/// "text" as the value of a label, with its quotes.
std::string label(std::string_view text);

}  // namespace cimgate::http
