#include "gateway/http/response.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <iterator>

#include "gateway/gzip/deflater.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/problem.hpp"

namespace cimgate::http {
namespace {

constexpr std::size_t least_for_gzip = 1024;

/// Made anew once a second in each thread.
std::string_view http_date() {
  thread_local std::time_t last = 0;
  thread_local std::string text;
  const auto now = std::time(nullptr);
  if (now != last || text.empty()) {
    static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&now, &utc);
    text =
        fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(utc.tm_wday)],
                    utc.tm_mday, months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                    utc.tm_hour, utc.tm_min, utc.tm_sec);
    last = now;
  }
  return text;
}

/// A field value ends at a line end whatever a handler put into it.
std::string_view one_line(std::string_view value) {
  return value.substr(0, value.find_first_of("\r\n"));
}

}  // namespace

bool has_body(std::uint16_t status) {
  return status >= 200 && status != 204 && status != 304;
}

bool worth_gzip(const Answer& answer) {
  if (answer.body.size() < least_for_gzip || answer.headers.find("Content-Encoding") != nullptr) return false;
  const auto type = media_type(answer.content_type);
  if (type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml")) return true;
  return type == "application/json" || type == "application/xml" || type == "application/javascript" ||
         type == "application/x-ndjson";
}

void put_gzip(Answer& answer) {
  auto packed = gzip::gzipped(answer.body);
  if (packed.empty() || packed.size() >= answer.body.size()) return;
  answer.body = std::move(packed);
  answer.headers.add("Content-Encoding", "gzip");
}

std::string chunk(std::string_view piece) {
  return fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
}

std::string response_head(const Answer& answer, const ResponseForm& form) {
  std::string head;
  head.reserve(320);
  const auto out = std::back_inserter(head);
  fmt::format_to(out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", answer.status, reason_phrase(answer.status),
                 http_date());
  if (!answer.content_type.empty())
    fmt::format_to(out, "Content-Type: {}\r\n", one_line(answer.content_type));
  if (answer.stream == nullptr) {
    if (has_body(answer.status)) fmt::format_to(out, "Content-Length: {}\r\n", answer.body.size());
  } else if (!form.http_1_0) {
    head += "Transfer-Encoding: chunked\r\n";
  }
  for (const auto& [name, value] : answer.headers)
    fmt::format_to(out, "{}: {}\r\n", one_line(name), one_line(value));
  head += "X-Content-Type-Options: nosniff\r\n";
  // What was made for the one who asked is for nobody else. What others may have, too, says how it is kept.
  if (answer.headers.find("Cache-Control") == nullptr && answer.headers.find("ETag") == nullptr)
    head += "Cache-Control: no-store\r\n";
  if (!form.keep_alive)
    head += "Connection: close\r\n";
  else if (form.http_1_0)
    head += "Connection: keep-alive\r\n";
  head += "\r\n";
  return head;
}

}  // namespace cimgate::http
