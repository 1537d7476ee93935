#include <fmt/format.h>

#include <charconv>

#include "gateway/http_client/connection.hpp"

namespace cimgate::http_client {

tl::expected<Address, std::string> parse_address(std::string_view url) {
  const auto wrong = [](const char* what) { return tl::make_unexpected(std::string(what)); };
  constexpr const char* expected = "expected an address such as https://service.example.no:8200";
  Address address;
  if (url.starts_with("https://"))
    address.tls = true;
  else if (!url.starts_with("http://"))
    return wrong(expected);
  address.port = address.tls ? 443 : 80;
  auto rest = url.substr(url.find("://") + 3);
  const auto slash = rest.find_first_of("/?#");
  if (slash != std::string_view::npos) {
    address.path = std::string(rest.substr(slash));
    rest = rest.substr(0, slash);
  }
  if (address.path.find_first_of("?#") != std::string::npos || address.path.find(' ') != std::string::npos)
    return wrong("an address without a query is expected");
  while (address.path.ends_with('/')) address.path.pop_back();
  if (rest.find('@') != std::string_view::npos)
    return wrong("a user or password in an address would be seen");
  std::string_view port;
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == std::string_view::npos) return wrong(expected);
    address.host = std::string(rest.substr(1, end - 1));
    rest = rest.substr(end + 1);
    if (!rest.empty() && !rest.starts_with(':')) return wrong(expected);
    if (!rest.empty()) port = rest.substr(1);
    if (!rest.empty() && port.empty()) return wrong(expected);
  } else {
    const auto colon = rest.find(':');
    address.host = std::string(rest.substr(0, colon));
    if (colon != std::string_view::npos) {
      port = rest.substr(colon + 1);
      if (port.empty()) return wrong(expected);
    }
  }
  if (address.host.empty()) return wrong(expected);
  for (const char c : address.host)
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>') return wrong(expected);
  if (!port.empty()) {
    const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (read.ec != std::errc() || read.ptr != port.data() + port.size() || address.port == 0)
      return wrong(expected);
  }
  return address;
}

bool is_this_machine(std::string_view host) {
  const bool four = host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
  return host == "localhost" || host == "::1" || four;
}

}  // namespace cimgate::http_client
