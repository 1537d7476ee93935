#include "gateway/amqp/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "gateway/text/percent.hpp"

namespace cimgate::amqp {
namespace {

constexpr std::string_view plain_scheme = "amqp://";
constexpr std::string_view tls_scheme = "amqps://";
constexpr std::size_t longest = 2000;

tl::unexpected<std::string> wrong(std::string_view what) {
  return tl::make_unexpected("expected amqp://HOST/ADDRESS or amqps://HOST/ADDRESS: " + std::string(what));
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

bool is_place(std::string_view url) {
  return url.starts_with(plain_scheme) || url.starts_with(tls_scheme);
}

tl::expected<Place, std::string> parse_place(std::string_view url) {
  if (!is_place(url)) return wrong("it begins otherwise");
  if (url.size() > longest) return wrong("it is too long");
  Place place;
  place.tls = url.starts_with(tls_scheme);
  place.port = place.tls ? 5671 : 5672;
  url.remove_prefix(place.tls ? tls_scheme.size() : plain_scheme.size());
  const auto slash = url.find('/');
  auto authority = url.substr(0, slash);
  if (authority.find('@') != std::string_view::npos)
    return wrong("a user stands in --amqp-user, and a password in a file");
  if (slash == std::string_view::npos || slash + 1 == url.size()) return wrong("there is no address");
  auto address = text::percent_decoded(url.substr(slash + 1));
  if (!address) return wrong("a % needs two hexadecimal digits behind it");
  if (std::any_of(address->begin(), address->end(), is_control))
    return wrong("an address has no control characters");
  place.address = std::move(*address);

  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return wrong("a [ needs its ]");
    place.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  } else {
    const auto colon = authority.find(':');
    place.host = authority.substr(0, colon);
    if (colon != std::string_view::npos) port = authority.substr(colon);
  }
  const bool clean = std::all_of(place.host.begin(), place.host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '_';
  });
  if (place.host.empty() || !clean) return wrong("there is no host");
  if (!port.empty()) {
    if (!port.starts_with(':')) return wrong("the port is no number");
    port.remove_prefix(1);
    const auto* const end = port.data() + port.size();
    const auto read = std::from_chars(port.data(), end, place.port);
    if (read.ec != std::errc() || read.ptr != end || place.port == 0) return wrong("the port is no number");
  }
  return place;
}

std::string Place::text() const {
  const bool bracketed = host.find(':') != std::string::npos;
  return fmt::format("{}{}{}{}:{}/{}", tls ? tls_scheme : plain_scheme, bracketed ? "[" : "", host,
                     bracketed ? "]" : "", port, address);
}

}  // namespace cimgate::amqp
