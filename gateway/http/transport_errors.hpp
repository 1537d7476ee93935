#pragma once
#include <string>

#include "gateway/http/limits.hpp"
#include "gateway/http/route.hpp"

/// Every way in which a request does not reach its handler. docs/problems.md has a row for each.
namespace cimgate::http::errors {

TransportError bad_request(std::string detail);
TransportError incomplete();
TransportError bad_version();
TransportError header_too_large(const Limits& limits);
TransportError target_too_long(const Limits& limits);
TransportError slow_header(const Limits& limits);
TransportError slow_body(const Limits& limits);
TransportError not_found();
TransportError method_not_allowed(const std::string& method, const std::vector<std::string>& allow);
TransportError not_acceptable(const std::vector<std::string>& produces);
TransportError unsupported_type(const std::vector<std::string>& consumes);
TransportError type_of_forms();
TransportError unknown_host();
TransportError foreign_page();
TransportError unsupported_charset();
TransportError bad_charset();
TransportError unsupported_encoding();
TransportError unsupported_transfer();
TransportError expectation_failed();
TransportError length_required();
TransportError no_body();
TransportError unwanted_body();
TransportError too_large(std::size_t limit);
TransportError bad_gzip();
TransportError dense_gzip(const Limits& limits);
TransportError busy_memory();
TransportError busy_queue();
TransportError busy_connections();
TransportError fault();

}  // namespace cimgate::http::errors
