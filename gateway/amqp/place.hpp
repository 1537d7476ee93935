#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace cimgate::amqp {

/// An address at a broker.
struct Place {
  bool tls = false;
  std::string host;  ///< name or address, without brackets
  std::uint16_t port = 5672;
  std::string address;

  /// "amqps://host:5671/address", the same for the same place.
  std::string text() const;
};

/// "amqp://host:5672/ADDRESS", "amqps://…". What stands behind the slash after the host is the address, as
/// the broker calls it: "amqp://host//exchange/day" is "/exchange/day". %XX is a character. Error: what is
/// wrong with it; a user or a password is refused, for it would be seen, and the error does not repeat it.
tl::expected<Place, std::string> parse_place(std::string_view url);

/// What parse_place() is for.
bool is_place(std::string_view url);

}  // namespace cimgate::amqp
