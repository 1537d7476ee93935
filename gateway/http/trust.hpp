#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Whom a server that knows nobody can still tell apart: requests that a browser makes for a page of
/// somebody else's, and requests under a name that somebody else has pointed at this machine.
namespace cimgate::http {

/// "Example.no:8443", "[::1]:8080": a host and its port, as Host and addresses have them.
struct Authority {
  std::string host;         ///< in lower case; an IPv6 address without its brackets
  std::string port;         ///< "" when none is said
  bool is_address = false;  ///< of IPv4 or IPv6
};

/// Nothing when it is not of this form.
std::optional<Authority> parse_authority(std::string_view text);

/// "https://cimgate.example.no/path": an address under which a server is reached from outside.
struct PublicUrl {
  std::string scheme;     ///< http or https
  std::string authority;  ///< as it was written
  std::string path;       ///< without a '/' at its end
  std::string host;       ///< in lower case
};
std::optional<PublicUrl> parse_url(std::string_view text);

/// Whether an address to listen on is one that other machines reach, too.
bool is_open_to_others(std::string_view address);

/// The names that a server goes by, besides its addresses and localhost; in lower case.
struct Trust {
  std::vector<std::string> names;

  /// Whether a request that says this Host may be meant for this server. A page can have its own name point
  /// at any address; browsers then send that name.
  bool knows_host(std::string_view host) const;
  /// Whether a page of this origin belongs to the server that was asked as `host`.
  bool knows_origin(std::string_view origin, std::string_view host) const;
};

/// A type of body that a form on any page can send without being asked (Fetch standard, CORS-safelisted).
bool is_type_of_forms(std::string_view media_type);

}  // namespace cimgate::http
