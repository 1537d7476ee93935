#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/http/access_log.hpp"
#include "gateway/http/limits.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/trust.hpp"
#include "gateway/security/tls/tls.hpp"

namespace cimgate::http {

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6, no name
  std::uint16_t port = 8080;          ///< 0 = a free one
  Limits limits;
  Trust trust;                           ///< the names it goes by
  std::shared_ptr<tls::Server> tls;      ///< null: plain HTTP
  std::vector<ShownLimit> other_limits;  ///< of what stands behind the routes, for /openapi.json
  AccessLog log;                         ///< called from several threads; empty = none
  std::string version;                   ///< of the program, for /openapi.json
};

struct OpenError {
  bool transport = false;  ///< the address cannot be listened on; else the options or routes are wrong
  std::string text;
};

/// A server that listens. Adds /livez, /readyz, /metrics and /openapi.json to the routes it is given.
class Server {
 public:
  static tl::expected<std::unique_ptr<Server>, OpenError> open(ServerOptions options,
                                                               std::vector<Part> parts);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  /// Connections that the process may really hold: the limit, or fewer when it has too few file descriptors.
  std::uint64_t max_connections() const;

  /// Serves until stop(), or SIGTERM or SIGINT when `signals`. False when requests in flight did not end
  /// within the limit: their handlers may still run, and the process should end without waiting for them.
  /// `ready` is called once requests are answered and signals are heard.
  bool run(bool signals, const std::function<void()>& ready = {});
  /// From any thread.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cimgate::http
