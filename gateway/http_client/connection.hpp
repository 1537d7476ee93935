#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "gateway/security/tls/client.hpp"

/// HTTP/1.1 as a client: for those of us who ask others.
namespace cimgate::http_client {

/// Where somebody is reached.
struct Address {
  bool tls = false;
  std::string host;  ///< name or address, without brackets
  std::uint16_t port = 80;
  std::string path;  ///< in front of all targets, without a slash at its end; ""
};
/// "https://service.example.no:8200/WebService/services". Error: what is wrong with it; a URL with a user or
/// a password is refused, for it would be seen.
tl::expected<Address, std::string> parse_address(std::string_view url);

/// Whether a host is this machine by its very name or address: what is sent there is seen by nobody else.
bool is_this_machine(std::string_view host);

struct Request {
  std::string method = "POST";
  std::string target;  ///< behind the path of the address: "/MarketProcesses"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Answer {
  unsigned status = 0;
  std::string content_type;
  std::string body;
};

/// Why there is no answer.
struct Failure {
  /// Nothing was sent: whoever is asked cannot have seen the request.
  bool before_sending = false;
  std::string text;
};

struct Patience {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds answer{60'000};                     ///< for each step of sending and receiving
  std::uint64_t most_bytes = std::uint64_t{200} * 1024 * 1024;  ///< of the body of an answer
};

/// One connection, kept from one request to the next and made again when it is gone. To be used from one
/// thread. A request is never sent twice by itself: whether it arrived is for the caller to judge.
class Connection {
 public:
  /// `tls`: for addresses that need it. `given_up`: true ends what waits, within a tenth of a second.
  Connection(Address address, std::shared_ptr<tls::Client> tls, const Patience& patience,
             std::shared_ptr<const std::atomic<bool>> given_up);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  tl::expected<Answer, Failure> ask(const Request& request);

 private:
  class Stream;
  Address address_;
  std::shared_ptr<tls::Client> tls_;
  Patience patience_;
  std::shared_ptr<const std::atomic<bool>> given_up_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace cimgate::http_client
