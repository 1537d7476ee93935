#include "gateway/http/trust.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "gateway/text/ascii.hpp"

namespace cimgate::http {
namespace {

std::string lower(std::string_view text) {
  std::string made(text);
  for (auto& c : made)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return made;
}

bool is_address(const std::string& text, bool v6) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(text, error);
  return !error && address.is_v6() == v6;
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text::all_digits(text);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '.' && text.front() != '-' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") == std::string_view::npos;
}

std::string_view default_port(std::string_view scheme) {
  return scheme == "https" ? "443" : "80";
}

}  // namespace

std::optional<Authority> parse_authority(std::string_view text) {
  Authority made;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    made.host = lower(text.substr(1, end - 1));
    made.is_address = is_address(made.host, true);
    if (!made.is_address || made.host.find('%') != std::string::npos) return std::nullopt;
    text.remove_prefix(end + 1);
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    made.host = lower(text.substr(0, colon));
    if (!is_name(made.host)) return std::nullopt;
    made.is_address = is_address(made.host, false);
    text.remove_prefix(colon);
  }
  if (text.empty()) return made;
  text.remove_prefix(1);
  if (!is_port(text)) return std::nullopt;
  made.port = text;
  return made;
}

std::optional<PublicUrl> parse_url(std::string_view text) {
  const auto mark = text.find("://");
  if (mark == std::string_view::npos) return std::nullopt;
  PublicUrl url;
  url.scheme = lower(text.substr(0, mark));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  text.remove_prefix(mark + 3);
  const auto slash = std::min(text.find('/'), text.size());
  url.authority = text.substr(0, slash);
  url.path = text.substr(slash);
  while (url.path.ends_with('/')) url.path.pop_back();
  const auto authority = parse_authority(url.authority);
  const bool plain =
      url.path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~") ==
      std::string::npos;
  if (!authority || !plain) return std::nullopt;
  url.host = authority->host;
  return url;
}

bool is_open_to_others(std::string_view address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(std::string(address), error);
  return !error && !parsed.is_loopback();
}

bool Trust::knows_host(std::string_view host) const {
  const auto authority = parse_authority(host);
  if (!authority) return false;
  return authority->is_address || authority->host == "localhost" ||
         std::find(names.begin(), names.end(), authority->host) != names.end();
}

bool Trust::knows_origin(std::string_view origin, std::string_view host) const {
  const auto page = parse_url(origin);
  if (!page || !page->path.empty()) return false;
  // A proxy in front may have put another Host into the request.
  if (std::find(names.begin(), names.end(), page->host) != names.end()) return true;
  const auto own = parse_authority(host);
  const auto theirs = parse_authority(page->authority);
  if (!own || !theirs || own->host != theirs->host) return false;
  const auto port = default_port(page->scheme);
  return (own->port.empty() ? port : own->port) == (theirs->port.empty() ? port : theirs->port);
}

bool is_type_of_forms(std::string_view media_type) {
  return media_type == "text/plain" || media_type == "application/x-www-form-urlencoded" ||
         media_type == "multipart/form-data";
}

}  // namespace cimgate::http
