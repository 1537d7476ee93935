#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace cimgate::test {

/// A market that says what a test wants, without signatures: reads a request, answers, closes.
class Market {
 public:
  struct Asked {
    std::string target, action, body;
    std::string head;  ///< request line and header fields
  };
  struct Said {
    int status = 200;
    std::string body;
    bool cut = false;  ///< the connection breaks in the middle of the answer
  };
  explicit Market(std::function<Said(const Asked&)> say);
  ~Market();
  Market(const Market&) = delete;
  Market& operator=(const Market&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve();
  void answer(int connection) const;

  std::function<Said(const Asked&)> say_;
  std::uint16_t port_ = 0;  ///< before the socket, which sets it
  int socket_ = -1;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// A socket that listens on a free port of this machine.
int listen_on_free_port(std::uint16_t& port);
int connect_to(std::uint16_t port);
/// A whole request or answer of HTTP with Content-Length; what came, when it ended before.
std::string read_message(int connection);
bool send_all(int connection, std::string_view bytes);

std::string soap(const std::string& body);
std::string fault(const std::string& group, const std::string& description, const std::string& text = {});
/// `messages`: elements. `id`: "" = the queue is empty.
std::string result_set(const std::string& id, const std::vector<std::string>& messages);

}  // namespace cimgate::test
