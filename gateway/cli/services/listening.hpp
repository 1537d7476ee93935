#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/options.hpp"
#include "gateway/http/server.hpp"

namespace cimgate::cli {

/// Where a server listens, and how it is reached.
struct ListenOptions {
  std::string listen = "127.0.0.1:8080";
  std::string log = "none";
  std::string public_url;
  std::vector<std::string> hosts;
  bool allow_anonymous = false;
  http::Limits limits;
};
/// --listen and --log.
void add_listen(Command& verb, ListenOptions& options);
/// --public-url, --allow-host, --allow-anonymous, under a heading of their own.
void add_reached(Command& verb, ListenOptions& options);
void add_server_limits(Command& verb, http::Limits& limits);

/// The same, understood.
struct Listening {
  std::string host;
  std::uint16_t port = 0;
  http::Trust trust;
  std::optional<http::PublicUrl> url;

  /// "https://127.0.0.1:8080", for the port that was given.
  std::string shown(bool tls, std::uint16_t at) const;
};
/// `somebody_known`: everybody who comes is authenticated. Error: a sentence.
tl::expected<Listening, std::string> listening_of(const ListenOptions& options, bool somebody_known);
http::AccessLog access_log_of(const std::string& form);

/// Says loudly that tokens come in the clear from other machines, where they do.
void tell_open_tokens(const CommonOptions& common, const Listening& listening, bool tls, bool tokens);

/// What the server is opened with; its parts, other limits and what else it is given are the verb's.
http::ServerOptions opening_of(const Listening& listening, const ListenOptions& options,
                               std::shared_ptr<tls::Server> tls);
/// Opens it; says why when that fails.
tl::expected<std::unique_ptr<http::Server>, ExitStatus> open_server(const CommonOptions& common,
                                                                    http::ServerOptions options,
                                                                    std::vector<http::Part> parts);

/// Serves until a signal comes, and then calls `at_end`. Process ends here when requests do not.
ExitStatus run_server(const CommonOptions& common, http::Server& server, const std::function<void()>& at_end);

}  // namespace cimgate::cli
