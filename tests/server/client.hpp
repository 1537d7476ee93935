#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cimgate::test {

struct Response {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// A socket that sends what it is told, right or wrong, and reads answers. Gives up after ten seconds.
class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// False when the other end takes no more.
  bool send(std::string_view bytes);
  /// No more is going to be sent; answers can still be read.
  void half_close();
  /// The next answer; nothing when the connection ended before it was whole. `head_only`: it answers a HEAD.
  std::optional<Response> receive(bool head_only = false);
  /// What comes, up to and with this text; all that came when it never does. For bodies without an end.
  std::string receive_until(std::string_view text);
  /// True when the other end has closed, and sent nothing more.
  bool at_end();
  /// True when nothing comes for so long.
  bool silent_for(int milliseconds);

 private:
  bool fill();
  int socket_ = -1;
  std::string buffer_;
};

/// One request with its answer, over a connection of its own.
Response ask(std::uint16_t port, const std::string& method, const std::string& target,
             const std::string& fields = {}, const std::string& body = {});

/// The text of a request with Host and, when there is a body, Content-Length.
std::string request_text(const std::string& method, const std::string& target, const std::string& fields = {},
                         const std::string& body = {});

}  // namespace cimgate::test
