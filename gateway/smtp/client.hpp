#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/smtp/letter.hpp"

/// SMTP (RFC 5321) as a client, to a server on this machine: neither encryption nor a password is needed.
namespace cimgate::smtp {

/// A server on this machine.
struct Address {
  std::string host;  ///< an address of the loopback network, or localhost
  std::uint16_t port = 25;
};
/// "127.0.0.1:1025", "[::1]:1025", "localhost:1025". Error: what is wrong with it; another machine is refused
/// by its name.
tl::expected<Address, std::string> parse_address(std::string_view text);

struct Patience {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds answer{15'000};  ///< for a whole reply, however slowly it drips
};

enum class Outcome : std::uint8_t {
  sent,
  refused,   ///< for good (5yz)
  put_off,   ///< for now (4yz), or the server says nothing that is SMTP: perhaps another time
  unreached  ///< there is no server, or it has gone; of this mail nothing is known to have arrived
};

/// One connection, made when it is needed and made again when it is gone. To be used from one thread. Texts
/// of the server go nowhere: they may repeat an address.
class Client {
 public:
  /// `given_up`: true ends what waits, within a tenth of a second.
  Client(Address address, const Patience& patience, std::shared_ptr<const std::atomic<bool>> given_up);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Outcome send(const Letter& letter);
  /// Says goodbye.
  void close();
  /// Why it came to nothing the last time: "no connection", "554 to RCPT". No personal data.
  const std::string& why() const { return why_; }

 private:
  class Stream;
  bool open();
  /// The code of the reply to a command; 0: there is none. "" only waits for the reply.
  int ask(std::string_view command, std::string_view name);
  Outcome failed(int code);

  Address address_;
  Patience patience_;
  std::shared_ptr<const std::atomic<bool>> given_up_;
  std::unique_ptr<Stream> stream_;
  std::string why_;
};

}  // namespace cimgate::smtp
