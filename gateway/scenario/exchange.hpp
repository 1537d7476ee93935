#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace cimgate::scenario {

/// A request to the system that is rehearsed against.
struct Call {
  std::string method;  ///< "POST"
  std::string target;  ///< "/hub/v1/market?search=…"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool only_once = false;  ///< twice is not the same as once: it is never sent again
};

struct Reply {
  unsigned status = 0;
  std::string content_type;
  std::string body;
};

/// A request and its answer, as they went over the wire.
struct Wire {
  Call call;
  Reply reply;
};

/// How requests come to the system: to the routes of a hub in this process, or by HTTP.
class Exchange {
 public:
  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  virtual ~Exchange() = default;

  /// Error: no answer came, and why.
  virtual tl::expected<Reply, std::string> send(const Call& call) = 0;
};

/// By HTTP/1.1 without encryption; one connection, which is kept and made again when the other end has
/// closed it. Error: not a URL such as http://127.0.0.1:8080.
tl::expected<std::unique_ptr<Exchange>, std::string> http_exchange(const std::string& url);

}  // namespace cimgate::scenario
