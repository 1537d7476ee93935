#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace cimgate::http {

/// What bounds one server. Sizes in bytes, times in seconds.
struct Limits {
  std::uint64_t threads = 0;  ///< 0 = the processor's cores
  std::uint64_t max_body = std::uint64_t{200} * 1024 * 1024;
  std::uint64_t max_gzip_ratio = 200;
  std::uint64_t max_gzip_members = 10000;
  std::uint64_t max_header = 16 * 1024;
  std::uint64_t max_target = 8 * 1024;
  std::uint64_t max_in_flight = std::uint64_t{512} * 1024 * 1024;
  std::uint64_t max_queue = 1000;
  std::uint64_t max_connections = 12000;
  std::uint64_t header_timeout = 10;
  std::uint64_t body_timeout = 20;
  std::uint64_t min_body_rate = 1024;
  std::uint64_t max_body_time = 600;
  std::uint64_t write_timeout = 30;
  std::uint64_t keep_alive = 75;
  std::uint64_t stop_timeout = 20;
};

/// One limit as users see it: `--max-body` on the command line, "max-body" in /openapi.json.
struct LimitInfo {
  std::string_view name;
  std::string_view unit;  ///< "bytes", "seconds", "bytes/second", ""
  std::uint64_t Limits::*value;
  std::uint64_t least;
  std::uint64_t most;
  std::string_view text;
};

std::span<const LimitInfo> limit_table();

/// A limit of something behind the routes, as /openapi.json shows it.
struct ShownLimit {
  std::string_view name;
  std::string_view unit;
  std::uint64_t value = 0;
  std::string_view text;
};

}  // namespace cimgate::http
