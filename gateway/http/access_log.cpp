#include "gateway/http/access_log.hpp"

#include <fmt/format.h>

#include <ctime>

#include "gateway/json/out.hpp"

namespace cimgate::http {
namespace {

std::string to_text(std::chrono::system_clock::time_point time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const auto part = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole).count();
  const auto seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                     utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, part);
}

double milliseconds(std::chrono::microseconds took) {
  return static_cast<double>(took.count()) / 1000.0;
}

}  // namespace

std::string access_text(const AccessLine& line) {
  return fmt::format("{} {} {} {} {} {} {:.3f}ms\n", to_text(line.time),
                     line.method.empty() ? "-" : line.method, line.route.empty() ? "-" : line.route,
                     line.status, line.bytes_in, line.bytes_out, milliseconds(line.took));
}

std::string access_json(const AccessLine& line) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("time", to_text(line.time));
  out.member("method", line.method);
  out.member("route", line.route);
  out.member("status", line.status);
  out.member("bytesIn", line.bytes_in);
  out.member("bytesOut", line.bytes_out);
  out.member_literal("milliseconds", fmt::format("{:.3f}", milliseconds(line.took)));
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::http
