#include "gateway/http/metrics.hpp"

#include <fmt/format.h>

namespace cimgate::http {
namespace {

/// Upper bounds in microseconds; above the last there is +Inf.
constexpr std::array<std::uint64_t, 17> bounds = {100,     250,     500,     1000,     2500,    5000,
                                                  10000,   25000,   50000,   100000,   250000,  500000,
                                                  1000000, 2500000, 5000000, 10000000, 30000000};

double seconds(std::uint64_t microseconds) {
  return static_cast<double>(microseconds) / 1e6;
}

void head(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
  text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

template <class Value>
void one(std::string& text, std::string_view name, std::string_view type, std::string_view help,
         Value value) {
  head(text, name, type, help);
  text += fmt::format("{} {}\n", name, value);
}

}  // namespace

std::string label(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    made += c;
  }
  return made + '"';
}

Metrics::Metrics(const std::vector<Route>& routes) {
  static_assert(bounds.size() == bucket_count);
  for (const auto& route : routes) {
    routes_.push_back(std::make_unique<Counts>());
    routes_.back()->method = route.method;
    routes_.back()->pattern = route.pattern;
  }
  routes_.push_back(std::make_unique<Counts>());
  routes_.back()->pattern = "none";
}

void Metrics::request(std::size_t route, std::uint16_t status, std::chrono::microseconds took,
                      std::uint64_t bytes_in, std::uint64_t bytes_out) {
  constexpr auto relaxed = std::memory_order_relaxed;
  auto& counts = *routes_[std::min(route, routes_.size() - 1)];
  counts.by_status[std::min<std::size_t>(status, counts.by_status.size() - 1)].fetch_add(1, relaxed);
  const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
  for (std::size_t i = 0; i < bounds.size(); ++i)
    if (time <= bounds[i]) {
      counts.buckets[i].fetch_add(1, relaxed);
      break;
    }
  counts.microseconds.fetch_add(time, relaxed);
  counts.bytes_in.fetch_add(bytes_in, relaxed);
  counts.bytes_out.fetch_add(bytes_out, relaxed);
}

std::string Metrics::text(std::uint64_t body_bytes_in_flight) const {
  std::string requests, durations, in, out;
  head(requests, "cimgate_http_requests_total", "counter", "Requests by route and status.");
  head(durations, "cimgate_http_request_duration_seconds", "histogram",
       "From the first byte of a request to the last of its answer.");
  head(in, "cimgate_http_request_body_bytes_total", "counter", "Bodies taken, after gzip was taken off.");
  head(out, "cimgate_http_response_body_bytes_total", "counter", "Bodies sent, as they travelled.");
  for (const auto& counts : routes_) {
    const std::string who = counts->method.empty() ? "route=\"none\""
                                                   : fmt::format("route={},method={}", label(counts->pattern),
                                                                 label(counts->method));
    std::uint64_t total = 0;
    for (std::size_t status = 0; status < counts->by_status.size(); ++status) {
      const auto count = counts->by_status[status].load(std::memory_order_relaxed);
      if (count == 0) continue;
      total += count;
      requests += fmt::format("cimgate_http_requests_total{{{},status=\"{}\"}} {}\n", who, status, count);
    }
    if (total == 0) continue;
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      below += counts->buckets[i].load(std::memory_order_relaxed);
      durations += fmt::format("cimgate_http_request_duration_seconds_bucket{{{},le=\"{}\"}} {}\n", who,
                               seconds(bounds[i]), std::min(below, total));
    }
    durations += fmt::format(
        "cimgate_http_request_duration_seconds_bucket{{{0},le=\"+Inf\"}} {1}\n"
        "cimgate_http_request_duration_seconds_sum{{{0}}} {2}\n"
        "cimgate_http_request_duration_seconds_count{{{0}}} {1}\n",
        who, total, seconds(counts->microseconds.load(std::memory_order_relaxed)));
    in += fmt::format("cimgate_http_request_body_bytes_total{{{}}} {}\n", who, counts->bytes_in.load());
    out += fmt::format("cimgate_http_response_body_bytes_total{{{}}} {}\n", who, counts->bytes_out.load());
  }
  std::string text = requests + durations + in + out;
  one(text, "cimgate_http_requests_in_flight", "gauge", "Requests being read, worked on or answered.",
      in_flight.load());
  one(text, "cimgate_http_requests_queued", "gauge", "Requests that wait for a worker.", queued.load());
  one(text, "cimgate_http_body_bytes_in_flight", "gauge",
      "Bytes of bodies that are held against --max-in-flight.", body_bytes_in_flight);
  one(text, "cimgate_http_connections", "gauge", "Open connections.", connections.load());
  one(text, "cimgate_http_connections_accepted_total", "counter", "Connections taken.",
      connections_accepted.load());
  one(text, "cimgate_http_connections_refused_total", "counter", "Connections beyond --max-connections.",
      connections_refused.load());
  return text;
}

}  // namespace cimgate::http
