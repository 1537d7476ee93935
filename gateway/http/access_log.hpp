#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace cimgate::http {

/// One request as the access log tells it: by the pattern of its route. Paths, queries, addresses and bodies
/// may tell of people, and are not in it.
struct AccessLine {
  std::chrono::system_clock::time_point time;
  std::string_view method;  ///< "" when the request could not be read
  std::string_view route;   ///< the pattern; "" = none fits
  std::uint16_t status = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::chrono::microseconds took{};
};

using AccessLog = std::function<void(const AccessLine&)>;

/// 2026-11-22T10:15:30.123Z POST /v1/validate 200 3012 812 1.204ms
std::string access_text(const AccessLine& line);
std::string access_json(const AccessLine& line);

}  // namespace cimgate::http
