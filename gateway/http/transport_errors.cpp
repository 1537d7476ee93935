#include "gateway/http/transport_errors.hpp"

#include <fmt/format.h>

namespace cimgate::http::errors {

TransportError bad_request(std::string detail) {
  return {400, "bad-request", "The request is not HTTP as it should be", std::move(detail)};
}
TransportError incomplete() {
  return {400, "incomplete", "The request ended too early",
          "The other end stopped sending before the request was whole."};
}
TransportError bad_version() {
  return {505, "http-version", "The version of HTTP is not supported", "Use HTTP/1.1."};
}
TransportError header_too_large(const Limits& limits) {
  return {431, "header-too-large", "The head of the request is too large",
          fmt::format("The first line and the fields may have {} bytes (--max-header).", limits.max_header)};
}
TransportError target_too_long(const Limits& limits) {
  return {414, "target-too-long", "The path with its query is too long",
          fmt::format("It may have {} bytes (--max-target).", limits.max_target)};
}
TransportError slow_header(const Limits& limits) {
  return {408, "slow-request", "The request took too long to arrive",
          fmt::format("Its head was not whole after {} seconds (--header-timeout).", limits.header_timeout)};
}
TransportError slow_body(const Limits& limits) {
  return {
      408, "slow-request", "The request took too long to arrive",
      fmt::format("Its body paused for {} seconds (--body-timeout), came with less than {} bytes a second "
                  "(--min-body-rate), or too slowly to be whole after {} seconds (--max-body-time).",
                  limits.body_timeout, limits.min_body_rate, limits.max_body_time)};
}
TransportError not_found() {
  return {404, "not-found", "There is nothing at this path", "/openapi.json lists what there is."};
}
TransportError method_not_allowed(const std::string& method, const std::vector<std::string>& allow) {
  return {405, "method-not-allowed", "The path does not know this method",
          fmt::format("{} is not one of: {}.", method, fmt::join(allow, ", "))};
}
TransportError not_acceptable(const std::vector<std::string>& produces) {
  return {406, "not-acceptable", "No answer has a form that Accept asks for",
          fmt::format("There is: {}.", fmt::join(produces, ", "))};
}
TransportError unsupported_type(const std::vector<std::string>& consumes) {
  return {415, "unsupported-type", "The body has a Content-Type that is not taken here",
          fmt::format("Taken are: {}.", fmt::join(consumes, ", "))};
}
TransportError type_of_forms() {
  return {
      415, "unsupported-type", "The body has a Content-Type that is not taken here",
      "A form on any web page can send this one, or none; say what the body is, such as application/yaml, "
      "application/json or text/xml."};
}
TransportError unknown_host() {
  return {421, "unknown-host", "The server does not go by this name",
          "Host is an address, localhost, or a name that --public-url or --allow-host gives."};
}
TransportError foreign_page() {
  return {
      403, "foreign-page", "A page of another origin may not ask for this",
      "Origin and Sec-Fetch-Site say that a browser asks for a page that is not this server's own. A page at "
      "another name of this server needs --public-url or --allow-host."};
}
TransportError unsupported_charset() {
  return {415, "unsupported-charset", "The body has a charset that is not read",
          "Read are UTF-8, UTF-16, US-ASCII, ISO-8859-1, ISO-8859-15 and windows-1252."};
}
TransportError bad_charset() {
  return {400, "bad-charset", "The body is not of the charset that it says",
          "Content-Type names a charset, and the bytes of the body do not fit it."};
}
TransportError unsupported_encoding() {
  return {415, "unsupported-encoding", "The body has a Content-Encoding that is not taken here",
          "Send it as it is, or with gzip."};
}
TransportError unsupported_transfer() {
  return {501, "unsupported-transfer", "The Transfer-Encoding is not known",
          "Use chunked, or Content-Length."};
}
TransportError expectation_failed() {
  return {417, "expectation-failed", "The expectation cannot be met", "Only 100-continue is known."};
}
TransportError length_required() {
  return {411, "length-required", "The length of the body is not said",
          "Send Content-Length, or Transfer-Encoding: chunked."};
}
TransportError no_body() {
  return {400, "no-body", "There is no body", "The message to work on is the body of the request."};
}
TransportError unwanted_body() {
  return {400, "unwanted-body", "There is a body where none is taken", "Send the request without it."};
}
TransportError too_large(std::size_t limit) {
  return {413, "too-large", "The body is too large",
          fmt::format("It may have {} bytes after gzip is taken off (--max-body).", limit)};
}
TransportError bad_gzip() {
  return {400, "bad-gzip", "The body is not gzip",
          "Content-Encoding says gzip, and what came is broken, cut off or something else."};
}
TransportError dense_gzip(const Limits& limits) {
  return {
      413, "dense-gzip", "The body becomes too much when gzip is taken off",
      fmt::format("It may become {} times its size (--max-gzip-ratio), of {} members (--max-gzip-members).",
                  limits.max_gzip_ratio, limits.max_gzip_members)};
}
TransportError busy_memory() {
  return {503, "busy", "The server has too much to do",
          "The bodies in flight fill the memory that is set aside for them (--max-in-flight). Try again."};
}
TransportError busy_queue() {
  return {503, "busy", "The server has too much to do",
          "Too many requests wait already (--max-queue). Try again."};
}
TransportError busy_connections() {
  return {503, "busy", "The server has too much to do",
          "Too many connections are open (--max-connections). Try again."};
}
TransportError fault() {
  return {500, "fault", "A fault of ours", "The request failed for no reason of its own."};
}

}  // namespace cimgate::http::errors
