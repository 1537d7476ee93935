#include <fmt/format.h>

#include "gateway/api/page.hpp"
#include "gateway/cli/configured.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/services/bridge_broker.hpp"
#include "gateway/cli/services/bridge_parts.hpp"
#include "gateway/cli/services/bridge_webhook.hpp"
#include "gateway/cli/services/hub_parts.hpp"
#include "gateway/cli/services/listening.hpp"
#include "gateway/cli/services/serve_tokens.hpp"
#include "gateway/cli/services/shown_limits.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/elhub/cim_rest/routes.hpp"

/// `cimgate bridge`: CIM over REST in front, EMIF behind.
namespace cimgate::cli {
namespace {

struct Options {
  std::string config;
  std::string database;
  ListenOptions listen;
  UpstreamOptions upstream;
  WebhookOptions webhook;
  BridgeBrokerOptions broker;
  TlsOptions tls;
  TokenOptions tokens;
  std::uint64_t result_set = 100;
  std::uint64_t backlog = 2000;
  std::string usage_611 = "warn";
  std::uint64_t keep_days = 0;
  bool shadow = false;
  std::string users;
  InputLimits input;
};

std::string greeting(const std::string& url, const CommonOptions& common) {
  if (common.quiet) return url + "\n";
  if (common.lang == "nb")
    return fmt::format(
        "cimgate lytter på {0}  (Ctrl-C avslutter)\n\n"
        "  {0}/cim/v1/documents   ta imot dokumenter i CIM\n"
        "  {0}/cim/v1/queues/market-processes   det markedet har sendt, i CIM\n"
        "  {0}/   nettside for drift: utboks, køer, det som ikke kom fram, sertifikater\n"
        "  {0}/bridge/v1/state · outbox · inbox · dead-letters · certificates   det samme som JSON\n"
        "  {0}/openapi.json   alle adresser\n",
        url);
  return fmt::format(
      "cimgate listens on {0}  (Ctrl-C ends it)\n\n"
      "  {0}/cim/v1/documents   hand in documents in CIM\n"
      "  {0}/cim/v1/queues/market-processes   what the market has sent, in CIM\n"
      "  {0}/   web page for operations: outbox, queues, dead letters, certificates\n"
      "  {0}/bridge/v1/state · outbox · inbox · dead-letters · certificates   the same as JSON\n"
      "  {0}/openapi.json   all addresses\n",
      url);
}

/// In front of the routes, as far as tokens are asked for.
std::vector<http::Part> parts_of(const Gateway& gateway, const std::shared_ptr<bridge::Bridge>& bridge,
                                 const Tokens& tokens) {
  auto parties = cim_rest::routes(gateway, bridge);
  auto operators = bridge::routes(bridge);
  auto own_users = access::own_users(bridge->gate(), bridge::user_desk(bridge));
  std::move(own_users.routes.begin(), own_users.routes.end(), std::back_inserter(parties.routes));
  if (bridge->setting().shadow) {
    auto shadow = bridge::shadow_routes(bridge);
    std::move(shadow.routes.begin(), shadow.routes.end(), std::back_inserter(operators.routes));
    operators.openapi.push_back(shadow.openapi.front());
  }
  if (tokens.guard) {
    parties = access::for_parties(std::move(parties), tokens.guard,
                                  [bridge](const std::string& gln, const auto& tell) {
                                    access::KnownParty known;
                                    if (const auto* party = bridge->party(gln)) {
                                      known.organisation = party->organisation;
                                      if (!party->role.empty()) known.roles = {party->role};
                                    }
                                    tell(known);
                                  });
    operators = access::for_operators(std::move(operators), tokens.guard);
  }
  return {std::move(parties), std::move(operators)};
}

ExitStatus run_bridge(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  const auto wrong = [&](const std::string& text) {
    tell_error(common, text);
    return usage;
  };
  const bool somebody_known =
      (!options.tls.certificate.empty() && !options.tls.client_ca.empty()) || !options.tokens.issuer.empty();
  const auto listening = listening_of(options.listen, somebody_known);
  if (!listening) return wrong(listening.error());
  std::vector<WatchedFile> watched;
  const auto tls = open_tls(common, options.tls, watched);
  if (!tls) return wrong(tls.error());
  auto tokens = open_tokens(common, options.tokens, watched);
  if (!tokens) return wrong(tokens.error());
  auto setting = open_upstream(common, options.upstream, watched);
  if (!setting) return wrong(setting.error());
  const auto webhook = open_webhook(options.webhook, watched);
  if (!webhook) return wrong(webhook.error());
  if (*webhook) {
    (*webhook)->retry_first = setting->delivery.retry_first;
    (*webhook)->retry_most = setting->delivery.retry_most;
    (*webhook)->give_up = setting->delivery.give_up;
  }
  setting->webhook = *webhook;
  if (options.usage_611 != "off") {
    auto light = open_light(gateway, options.usage_611 == "stop");
    if (!light) return wrong(light.error());
    setting->light = *std::move(light);
  }
  setting->retention.keep = static_cast<bridge::Millis>(options.keep_days) * 24 * 60 * 60 * 1000;
  setting->shadow = options.shadow;
  if (!options.users.empty()) {
    const auto text = read_users_file(options.users);
    if (!text) return wrong(text.error());
    setting->users = {options.users, *text};
  }
  setting->database = options.database;
  setting->limits = options.input;
  setting->limits.bytes = static_cast<std::size_t>(options.listen.limits.max_body);
  if (auto opened = open_bridge_broker(options.broker, *setting); !opened) return wrong(opened.error());
  setting->result_set = options.result_set;
  setting->backlog = options.backlog;
  setting->log = log_of_bridge(options.listen.log);
  setting->certificates = [watched] { return views_of(watched); };
  tell_open_tokens(common, *listening, *tls != nullptr, tokens->guard != nullptr);
  const auto bridge = bridge::Bridge::open(gateway, *std::move(setting));
  if (!bridge) return wrong(bridge.error());
  if (tokens->guard)
    tokens->guard->read_claims(claims_of([bridge = *bridge] { return bridge->users().directory(); }));
  auto parts = parts_of(gateway, *bridge, *tokens);
  if (tokens->endpoint) parts.push_back(*std::move(tokens->endpoint));
  if (!watched.empty()) parts.push_back(certificates_part(std::move(watched)));
  parts.push_back(api::page_part(api::Page::bridge));

  auto opening = opening_of(*listening, options.listen, *tls);
  opening.other_limits = shown_content_limits(options.input);
  opening.other_limits.push_back(
      {"result-set", "", options.result_set, "Messages in a result set that is handed out at most"});
  opening.other_limits.push_back(
      {"max-backlog", "", options.backlog, "Requests that wait for the database; more give 503"});
  const auto server = open_server(common, std::move(opening), std::move(parts));
  if (!server) return server.error();
  (*bridge)->start();
  print_text(greeting(listening->shown(*tls != nullptr, (*server)->port()), common));
  std::fflush(stdout);
  return run_server(common, **server, [&] { (*bridge)->stop(); });
}

}  // namespace

void add_bridge(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb(
      "bridge",
      "Start a bridge: your systems hand in and fetch CIM over REST, the market gets and gives SOAP");
  verb.belongs_to("Run in production");
  verb.example("cimgate bridge --config cimgate.yaml", "As the file says; docs/bridge.md has one.");
  verb.example(
      "cimgate bridge --database bridge.db --upstream http://127.0.0.1:8080 --gln 7099990001015 --party "
      "7099990001015:DDQ --hub-gln 7099990000018 --ws-security off",
      "In front of a test hub, `cimgate serve`.");
  auto options = std::make_shared<Options>();
  options->listen.listen = "127.0.0.1:8090";
  add_configuration(verb, options->config);
  add_listen(verb, options->listen);
  verb.option("--database", options->database,
              "Where all that is handed in and fetched is kept; made if it is not there")
      .type("FILE")
      .required();
  verb.option("--result-set", options->result_set, "Most messages in one result set that is handed out")
      .between(1, 10000)
      .show_default();
  verb.option("--max-backlog", options->backlog, "Requests that wait for the database; beyond it is 503")
      .between(1, 1000000)
      .show_default();
  verb.option("--keep-days", options->keep_days,
              "Delete what is done, and the audit log before it, after so many days; 0 = never")
      .type("DAYS")
      .between(0, 36500)
      .show_default();
  verb.option(
          "--users", options->users,
          "Who may do what: users of organisations and their roles (docs/access.md); without it nobody is "
          "asked for a role")
      .type("FILE");
  verb.flag("--shadow", options->shadow,
            "Send and fetch nothing: compare what is handed in with what another integration sent, by "
            "/bridge/v1/shadow");
  verb.option("--usage-611", options->usage_611,
              "When the use of BRS-NO-611 becomes yellow or red: say so, take no query that would be red, or "
              "nothing")
      .one_of({"warn", "stop", "off"})
      .show_default();
  add_upstream(verb, options->upstream);
  add_webhook(verb, options->webhook);
  add_bridge_broker(verb, options->broker);
  add_reached(verb, options->listen);
  add_tls(verb, options->tls);
  add_tokens(verb, options->tokens);
  add_server_limits(verb, options->listen.limits);
  auto group = verb.group("Message limits");
  add_content_limits(group, options->input);
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_bridge(gateway, common, *options); };
  });
  add_replay(app, common, run);
}

}  // namespace cimgate::cli
