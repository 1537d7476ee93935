#include "gateway/cli/services/listening.hpp"

#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdlib>

#include "gateway/cli/services/service_manager.hpp"

namespace cimgate::cli {
namespace {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

/// "127.0.0.1:8080", "[::1]:8080", ":8080", "8080" or "127.0.0.1".
std::optional<Address> parse_address(std::string_view text) {
  Address address{"127.0.0.1", 8080};
  std::string_view port = text;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    address.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
    if (port.empty()) return address;
    if (!port.starts_with(':')) return std::nullopt;
    port.remove_prefix(1);
  } else if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
    if (colon > 0) address.host = text.substr(0, colon);
    port = text.substr(colon + 1);
  } else if (text.find('.') != std::string_view::npos) {
    address.host = text;
    return address;
  }
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size()) return std::nullopt;
  return address;
}

}  // namespace

void add_listen(Command& verb, ListenOptions& options) {
  verb.option("--listen", options.listen, "Address and port; port 0 takes a free one")
      .type("ADDRESS:PORT")
      .show_default();
  verb.option("--log", options.log, "One line per request on standard error, without personal data")
      .one_of({"none", "text", "json"})
      .show_default();
}

void add_reached(Command& verb, ListenOptions& options) {
  auto reached = verb.group("Reached from other machines");
  reached
      .option("--public-url", options.public_url,
              "Address at which others reach the server; it is used in the WSDLs")
      .type("URL");
  reached
      .option("--allow-host", options.hosts,
              "Another host name of the server, besides localhost, its addresses and --public-url; may be "
              "repeated")
      .type("NAME");
  reached.flag("--allow-anonymous", options.allow_anonymous,
               "Listen on an address that other machines reach, although nobody is authenticated");
}

void add_server_limits(Command& verb, http::Limits& limits) {
  auto group = verb.group("Server limits (shown in /openapi.json)");
  for (const auto& limit : http::limit_table()) {
    auto& value = limits.*limit.value;
    auto option = group.option("--" + std::string(limit.name), value, std::string(limit.text));
    if (limit.unit.starts_with("bytes")) option.bytes();
    if (limit.unit == "seconds") option.type("SECONDS");
    option.between(limit.least, limit.most).show_default();
  }
}

std::string Listening::shown(bool tls, std::uint16_t at) const {
  const bool v6 = host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", tls ? "https" : "http", v6 ? "[" : "", host, v6 ? "]" : "", at);
}

tl::expected<Listening, std::string> listening_of(const ListenOptions& options, bool somebody_known) {
  const auto wrong = [](std::string text) { return tl::make_unexpected(std::move(text)); };
  const auto address = parse_address(options.listen);
  if (!address)
    return wrong(fmt::format("--listen {}: expected ADDRESS:PORT, such as 127.0.0.1:8080", options.listen));
  if (http::is_open_to_others(address->host) && !options.allow_anonymous && !somebody_known)
    return wrong(
        fmt::format("--listen {}: others than this machine reach that, and nobody is authenticated; "
                    "put something in front that does it (docs/server.md), and say --allow-anonymous",
                    options.listen));
  Listening made;
  made.host = address->host;
  made.port = address->port;
  if (!options.public_url.empty()) {
    made.url = http::parse_url(options.public_url);
    if (!made.url)
      return wrong(fmt::format("--public-url {}: expected an address such as https://cimgate.example.no",
                               options.public_url));
    made.trust.names.push_back(made.url->host);
  }
  for (const auto& host : options.hosts) {
    const auto name = http::parse_authority(host);
    if (!name || !name->port.empty())
      return wrong(fmt::format("--allow-host {}: expected a name such as cimgate.example.no", host));
    made.trust.names.push_back(name->host);
  }
  return made;
}

void tell_open_tokens(const CommonOptions& common, const Listening& listening, bool tls, bool tokens) {
  if (tokens && !tls && http::is_open_to_others(listening.host))
    tell_error(common,
               "tokens come without encryption: give --tls-certificate, or put something in front that has "
               "HTTPS");
}

http::AccessLog access_log_of(const std::string& form) {
  if (form == "json") return [](const http::AccessLine& line) { print_error(http::access_json(line)); };
  if (form == "text") return [](const http::AccessLine& line) { print_error(http::access_text(line)); };
  return {};
}

http::ServerOptions opening_of(const Listening& listening, const ListenOptions& options,
                               std::shared_ptr<tls::Server> tls) {
  http::ServerOptions opening;
  opening.address = listening.host;
  opening.port = listening.port;
  opening.limits = options.limits;
  opening.trust = listening.trust;
  opening.tls = std::move(tls);
  opening.log = access_log_of(options.log);
  opening.version = CIMGATE_VERSION;
  return opening;
}

tl::expected<std::unique_ptr<http::Server>, ExitStatus> open_server(const CommonOptions& common,
                                                                    http::ServerOptions options,
                                                                    std::vector<http::Part> parts) {
  auto server = http::Server::open(std::move(options), std::move(parts));
  if (server) return *std::move(server);
  tell_error(common, server.error().text);
  return tl::make_unexpected(server.error().transport ? transport : usage);
}

ExitStatus run_server(const CommonOptions& common, http::Server& server,
                      const std::function<void()>& at_end) {
  // Whoever read our output may go away before we do.
  std::signal(SIGPIPE, SIG_IGN);
  const bool ended_in_time = server.run(true, [] { tell_service_manager("READY=1"); });
  tell_service_manager("STOPPING=1");
  if (ended_in_time) {
    at_end();
    return fine;
  }
  tell_error(common, "requests in flight did not end in time, and were given up");
  std::fflush(stderr);
  std::_Exit(transport);
}

}  // namespace cimgate::cli
