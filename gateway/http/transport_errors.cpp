#include "gateway/http/transport_errors.hpp"

#include <fmt/format.h>

namespace cimgate::http::errors {

TransportError bad_request(std::string detail) {
  return {400, "bad-request", "Malformed HTTP request", std::move(detail)};
}
TransportError incomplete() {
  return {400, "incomplete", "The request ended too early",
          "The client stopped sending before the request was complete."};
}
TransportError bad_version() {
  return {505, "http-version", "Unsupported HTTP version", "Use HTTP/1.1."};
}
TransportError header_too_large(const Limits& limits) {
  return {
      431, "header-too-large", "The request header is too large",
      fmt::format("The request line and header fields may have {} bytes (--max-header).", limits.max_header)};
}
TransportError target_too_long(const Limits& limits) {
  return {414, "target-too-long", "The request target is too long",
          fmt::format("It may have {} bytes (--max-target).", limits.max_target)};
}
TransportError slow_header(const Limits& limits) {
  return {
      408, "slow-request", "The request took too long to arrive",
      fmt::format("The header was not complete after {} seconds (--header-timeout).", limits.header_timeout)};
}
TransportError slow_body(const Limits& limits) {
  return {
      408, "slow-request", "The request took too long to arrive",
      fmt::format("Its body paused for {} seconds (--body-timeout), came with less than {} bytes per second "
                  "(--min-body-rate), or too slowly to be whole after {} seconds (--max-body-time).",
                  limits.body_timeout, limits.min_body_rate, limits.max_body_time)};
}
TransportError not_found() {
  return {404, "not-found", "There is nothing at this path", "/openapi.json lists all paths."};
}
TransportError method_not_allowed(const std::string& method, const std::vector<std::string>& allow) {
  return {405, "method-not-allowed", "Method not allowed",
          fmt::format("{} is not one of: {}.", method, fmt::join(allow, ", "))};
}
TransportError not_acceptable(const std::vector<std::string>& produces) {
  return {406, "not-acceptable", "No representation matches Accept",
          fmt::format("Available: {}.", fmt::join(produces, ", "))};
}
TransportError unsupported_type(const std::vector<std::string>& consumes) {
  return {415, "unsupported-type", "Unsupported Content-Type",
          fmt::format("Supported: {}.", fmt::join(consumes, ", "))};
}
TransportError type_of_forms() {
  return {415, "unsupported-type", "Unsupported Content-Type",
          "A form on any web page can send this type, or none. Name the real type, such as application/yaml, "
          "application/json or text/xml."};
}
TransportError unknown_host() {
  return {421, "unknown-host", "Unknown host name",
          "Host must be an address, localhost, or a name given with --public-url or --allow-host."};
}
TransportError foreign_page() {
  return {
      403, "foreign-page", "A page of another origin may not ask for this",
      "Origin and Sec-Fetch-Site say that a browser asks for a page that is not this server's own. A page at "
      "another name of this server needs --public-url or --allow-host."};
}
TransportError unsupported_charset() {
  return {415, "unsupported-charset", "Unsupported charset",
          "Supported: UTF-8, UTF-16, US-ASCII, ISO-8859-1, ISO-8859-15 and windows-1252."};
}
TransportError bad_charset() {
  return {400, "bad-charset", "The body does not match its charset",
          "The bytes of the body do not match the charset in Content-Type."};
}
TransportError unsupported_encoding() {
  return {415, "unsupported-encoding", "Unsupported Content-Encoding",
          "Send the body uncompressed, or with gzip."};
}
TransportError unsupported_transfer() {
  return {501, "unsupported-transfer", "Unknown Transfer-Encoding", "Use chunked, or Content-Length."};
}
TransportError expectation_failed() {
  return {417, "expectation-failed", "Unsupported Expect header", "Only 100-continue is supported."};
}
TransportError length_required() {
  return {411, "length-required", "Content-Length is missing",
          "Send Content-Length, or Transfer-Encoding: chunked."};
}
TransportError no_body() {
  return {400, "no-body", "The body is missing", "Send the message as the body of the request."};
}
TransportError unwanted_body() {
  return {400, "unwanted-body", "Unexpected body", "Send the request without a body."};
}
TransportError too_large(std::size_t limit) {
  return {413, "too-large", "The body is too large",
          fmt::format("It may have {} bytes after decompression (--max-body).", limit)};
}
TransportError bad_gzip() {
  return {400, "bad-gzip", "The body is not gzip",
          "Content-Encoding is gzip, but the body is damaged, cut off or not gzip."};
}
TransportError dense_gzip(const Limits& limits) {
  return {413, "dense-gzip", "The body is too large after decompression",
          fmt::format(
              "It may grow to {} times its size (--max-gzip-ratio), from {} members (--max-gzip-members).",
              limits.max_gzip_ratio, limits.max_gzip_members)};
}
TransportError busy_memory() {
  return {503, "busy", "The server is busy",
          "Requests in progress use all the memory reserved for bodies (--max-in-flight). Try again."};
}
TransportError busy_queue() {
  return {503, "busy", "The server is busy", "Too many requests are waiting (--max-queue). Try again."};
}
TransportError busy_connections() {
  return {503, "busy", "The server is busy", "Too many connections are open (--max-connections). Try again."};
}
TransportError fault() {
  return {500, "fault", "Internal error", "The error is in cimgate, not in the request. Please report it."};
}

}  // namespace cimgate::http::errors
