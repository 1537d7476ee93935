#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdlib>

#include "gateway/api/page.hpp"
#include "gateway/api/v1.hpp"
#include "gateway/cli/clock.hpp"
#include "gateway/cli/configured.hpp"
#include "gateway/cli/hub_parts.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/serve_security.hpp"
#include "gateway/cli/serve_tokens.hpp"
#include "gateway/cli/service_manager.hpp"
#include "gateway/http/server.hpp"
#include "gateway/scenario/built_in_hub.hpp"
#include "gateway/scenario/routes.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string config;
  std::string listen = "127.0.0.1:8080";
  HubOptions hub;
  WsSecurityOptions ws_security;
  TlsOptions tls;
  TokenOptions tokens;
  std::string log = "none";
  bool bench = false;
  bool allow_anonymous = false;
  std::string public_url;
  std::vector<std::string> hosts;
  InputLimits input;
  http::Limits limits;
};

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

http::AccessLog log_of(const std::string& form) {
  if (form == "json") return [](const http::AccessLine& line) { print_error(http::access_json(line)); };
  if (form == "text") return [](const http::AccessLine& line) { print_error(http::access_text(line)); };
  return {};
}

/// Takes a body and does nothing: what the transport alone costs, to hold the other routes against.
http::Part empty_part() {
  http::Part part;
  http::Route route;
  route.method = "POST";
  route.pattern = "/bench/empty";
  route.body = http::BodyIs::required;
  route.harmless = true;
  route.handle = [](const http::Request&, const http::Reply& reply) {
    http::Answer answer;
    answer.content_type = "application/json";
    answer.body = "{}\n";
    reply(std::move(answer));
  };
  part.routes.push_back(std::move(route));
  return part;
}

std::string greeting(const std::string& url, const CommonOptions& common) {
  if (common.quiet) return url + "\n";
  if (common.lang == "nb")
    return fmt::format(
        "cimgate lytter på {0}  (Ctrl-C avslutter)\n\n"
        "Prøv:\n"
        "  curl --data-binary @melding.xml {0}/v1/validate\n"
        "  curl --data-binary @melding.xml {0}/v1/translate\n"
        "  {0}/   nettside: kontroller og oversett meldinger, og følg testhuben\n"
        "  {0}/emif/services/MarketProcesses?wsdl   testhuben over SOAP\n"
        "  {0}/cim/v1/queues/market-processes   testhuben i CIM, med SenderGLN: 7099990001015\n"
        "  {0}/hub/v1/clock   klokken i markedet; PUT {{\"step\": true}} flytter den\n"
        "  {0}/openapi.json   alle adresser\n",
        url);
  return fmt::format(
      "cimgate listens on {0}  (Ctrl-C ends it)\n\n"
      "Try:\n"
      "  curl --data-binary @message.xml {0}/v1/validate\n"
      "  curl --data-binary @message.xml {0}/v1/translate\n"
      "  {0}/   web page: check and translate messages, and watch the test hub\n"
      "  {0}/emif/services/MarketProcesses?wsdl   the test hub over SOAP\n"
      "  {0}/cim/v1/queues/market-processes   the test hub in CIM, with SenderGLN: 7099990001015\n"
      "  {0}/hub/v1/clock   the clock of the market; PUT {{\"step\": true}} moves it\n"
      "  {0}/openapi.json   all addresses\n",
      url);
}

ExitStatus run_serve(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  const auto address = parse_address(options.listen);
  if (!address) {
    tell_error(common,
               fmt::format("--listen {}: expected ADDRESS:PORT, such as 127.0.0.1:8080", options.listen));
    return usage;
  }
  // Everybody who comes is known: by a certificate of the client, or on every face that names a party.
  const bool somebody_known = (!options.tls.certificate.empty() && !options.tls.client_ca.empty()) ||
                              (!options.tokens.issuer.empty() && options.ws_security.demand == "required");
  if (http::is_open_to_others(address->host) && !options.allow_anonymous && !somebody_known) {
    print_error(
        fmt::format("cimgate: --listen {}: others than this machine reach that, and nobody is authenticated; "
                    "put something in front that does it (docs/server.md), and say --allow-anonymous\n",
                    options.listen));
    return usage;
  }
  http::Trust trust;
  std::optional<http::PublicUrl> url;
  if (!options.public_url.empty()) {
    url = http::parse_url(options.public_url);
    if (!url) {
      tell_error(common,
                 fmt::format("--public-url {}: expected an address such as https://cimgate.example.no",
                             options.public_url));
      return usage;
    }
    trust.names.push_back(url->host);
  }
  for (const auto& host : options.hosts) {
    const auto name = http::parse_authority(host);
    if (!name || !name->port.empty()) {
      tell_error(common, fmt::format("--allow-host {}: expected a name such as cimgate.example.no", host));
      return usage;
    }
    trust.names.push_back(name->host);
  }
  std::vector<WatchedFile> watched;
  const auto security = open_ws_security(common, options.ws_security, watched);
  const auto tls = open_tls(common, options.tls, watched);
  auto tokens = open_tokens(common, options.tokens, watched);
  if (!security || !tls || !tokens) {
    tell_error(common, !security ? security.error() : !tls ? tls.error() : tokens.error());
    return usage;
  }
  api::V1Options v1;
  v1.limits = options.input;
  v1.limits.bytes = static_cast<std::size_t>(options.limits.max_body);
  v1.version = CIMGATE_VERSION;
  v1.now = now_utc;
  auto opening_hub = options.hub;
  opening_hub.now = now_utc();
  opening_hub.limits = v1.limits;
  const auto hub = open_hub(gateway, opening_hub);
  if (!hub) {
    tell_error(common, hub.error());
    return usage;
  }
  v1.market = market_of(*hub);
  auto parts = hub_parts(gateway, *hub, url, *security, tokens->guard);
  if (tokens->endpoint) parts.push_back(*std::move(tokens->endpoint));
  parts.push_back(api::v1_part(gateway, std::move(v1)));
  parts.push_back(scenario::routes(gateway, scenario::built_in_hub(gateway)));
  if (!watched.empty()) parts.push_back(certificates_part(std::move(watched)));
  if (options.bench) parts.push_back(empty_part());
  parts.push_back(api::page_part());

  http::ServerOptions opening;
  opening.address = address->host;
  opening.port = address->port;
  opening.limits = options.limits;
  opening.trust = std::move(trust);
  opening.tls = *tls;
  opening.other_limits = {
      {"max-depth", "", options.input.depth, "Deepest nesting of a message"},
      {"max-elements", "", options.input.elements, "Elements of a message, or values of JSON"},
      {"max-attributes", "", options.input.attributes,
       "Attributes of one element of a message, and namespaces that hold at one place"},
      {"max-names", "", options.input.names,
       "Different names of elements, attributes and namespaces in a message of XML"},
      {"max-text", "bytes", options.input.text, "Longest single value of a message"},
      {"max-findings", "", options.input.findings, "Findings of a message to keep; the rest is counted"},
      {"result-set", "", options.hub.result_set, "Messages in a poll result at most"},
      {"max-backlog", "", options.hub.backlog, "Things that wait for the hub; beyond it is 503"}};
  opening.log = log_of(options.log);
  opening.version = CIMGATE_VERSION;
  const auto server = http::Server::open(std::move(opening), std::move(parts));
  if (!server) {
    tell_error(common, server.error().text);
    return server.error().transport ? transport : usage;
  }
  const bool v6 = address->host.find(':') != std::string::npos;
  print_text(greeting(fmt::format("{}://{}{}{}:{}", *tls ? "https" : "http", v6 ? "[" : "", address->host,
                                  v6 ? "]" : "", (*server)->port()),
                      common));
  std::fflush(stdout);
  if (!common.quiet && (*server)->max_connections() < options.limits.max_connections)
    tell_error(common, fmt::format("at most {} connections: the process may not open more files",
                                   (*server)->max_connections()));
  // Whoever read our output may go away before we do.
  std::signal(SIGPIPE, SIG_IGN);
  const bool ended_in_time = (*server)->run(true, [] { tell_service_manager("READY=1"); });
  tell_service_manager("STOPPING=1");
  if (ended_in_time) {
    // What holds the hub and what the hub holds end here, one after the other.
    (*hub)->close();
    return fine;
  }
  tell_error(common, "requests in flight did not end in time, and were given up");
  std::fflush(stderr);
  std::_Exit(transport);
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

}  // namespace

void add_serve(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb(
      "serve",
      "Start the server: check and translate over HTTP, a test hub (SOAP and CIM over REST), and a web page");
  verb.belongs_to("Test your system");
  verb.example("cimgate serve", "Then open http://127.0.0.1:8080");
  verb.example("cimgate serve --market hub.db --clock 2026-06-01",
               "Keep the test hub in a file; its clock starts on this day.");
  auto options = std::make_shared<Options>();
  add_configuration(verb, options->config);
  verb.option("--listen", options->listen, "Address and port; port 0 takes a free one")
      .type("ADDRESS:PORT")
      .show_default();
  verb.option("--log", options->log, "One line per request on standard error, without personal data")
      .one_of({"none", "text", "json"})
      .show_default();
  auto hub = verb.group("Test hub");
  hub.option("--market", options->hub.market,
             "What the hub knows: a database, made if it is not there, or a YAML file, read into memory "
             "(default: a "
             "small market to try things on)")
      .type("FILE");
  hub.option("--clock", options->hub.clock,
             "Day, or time with zone, at which a new hub starts (default: now)")
      .type("TIME");
  hub.option(
         "--schema", options->hub.version,
         "The version of Elhub's messages that the hub speaks, such as elhub/pending (default: the one that "
         "its database spoke last, else the newest in force)")
      .type("SET");
  hub.option("--gln", options->hub.gln, "GLN of the hub").type("GLN").show_default();
  hub.option("--result-set", options->hub.result_set, "Most messages in one poll result")
      .between(1, 10000)
      .show_default();
  hub.option("--max-backlog", options->hub.backlog, "Requests that wait for the hub; beyond it is 503")
      .between(1, 1000000)
      .show_default();
  hub.flag("--strict-receipts", options->hub.strict_receipts,
           "Reject an acknowledgement (AcknowledgePoll) of a result set that is not there; else it changes "
           "nothing");
  auto reached = verb.group("Reached from other machines");
  reached
      .option("--public-url", options->public_url,
              "Address at which others reach the server; it is used in the WSDLs")
      .type("URL");
  reached
      .option("--allow-host", options->hosts,
              "Another host name of the server, besides localhost, its addresses and --public-url; may be "
              "repeated")
      .type("NAME")
      .once_each();
  reached.flag("--allow-anonymous", options->allow_anonymous,
               "Listen on an address that other machines reach, although nobody is authenticated");
  add_ws_security(verb, options->ws_security);
  add_tls(verb, options->tls);
  add_tokens(verb, options->tokens);
  verb.flag("--bench", options->bench, "Add POST /bench/empty, which does nothing").hidden();
  add_server_limits(verb, options->limits);
  auto group = verb.group("Message limits");
  add_content_limits(group, options->input);
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_serve(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
