#include <fmt/format.h>

#include <set>

#include "gateway/api/page.hpp"
#include "gateway/api/v1.hpp"
#include "gateway/cli/clock.hpp"
#include "gateway/cli/configured.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/services/hub_parts.hpp"
#include "gateway/cli/services/listening.hpp"
#include "gateway/cli/services/serve_links.hpp"
#include "gateway/cli/services/serve_mail.hpp"
#include "gateway/cli/services/serve_security.hpp"
#include "gateway/cli/services/serve_tokens.hpp"
#include "gateway/cli/services/shown_limits.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/elhub/faces/faces.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/server.hpp"
#include "gateway/scenario/built_in_hub.hpp"
#include "gateway/scenario/routes.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string config;
  ListenOptions listen;
  HubOptions hub;
  WsSecurityOptions ws_security;
  TlsOptions tls;
  TokenOptions tokens;
  std::string mail_to_smtp;
  LinkOptions links;
  bool bench = false;
  InputLimits input;
};

/// Takes a body and does nothing: what the transport alone costs, to hold the other routes against.
http::Part empty_part() {
  http::Part part;
  http::Route route;
  route.method = "POST";
  route.pattern = "/bench/empty";
  route.body = http::BodyIs::required;
  route.harmless = true;
  route.handle = [](const http::Request&, const http::Reply& reply) { reply(http::json_answer("{}\n")); };
  part.routes.push_back(std::move(route));
  return part;
}

/// With tokens an operator alone decides for end users: the page asks nobody who he is.
/// Which third parties are told what end users decide.
hub_api::MayBeAnswered on_the_list(const outgoing::LinkSetting& setting) {
  std::set<std::string> listed;
  for (const auto& [gln, address] : setting.addresses) listed.insert(gln);
  return [listed = std::move(listed)](const std::string& gln) { return listed.contains(gln); };
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
        "  {0}/cim/v1/processes   en operasjon for hver prosess\n"
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
      "  {0}/cim/v1/processes   an operation for each process\n"
      "  {0}/hub/v1/clock   the clock of the market; PUT {{\"step\": true}} moves it\n"
      "  {0}/openapi.json   all addresses\n",
      url);
}

ExitStatus run_serve(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  // Everybody who comes is known: by a certificate of the client, or on every face that names a party.
  const bool somebody_known = (!options.tls.certificate.empty() && !options.tls.client_ca.empty()) ||
                              (!options.tokens.issuer.empty() && options.ws_security.demand == "required");
  const auto listening = listening_of(options.listen, somebody_known);
  if (!listening) {
    tell_error(common, listening.error());
    return usage;
  }
  std::vector<WatchedFile> watched;
  const auto security = open_ws_security(common, options.ws_security, watched);
  const auto tls = open_tls(common, options.tls, watched);
  auto tokens = open_tokens(common, options.tokens, watched);
  if (!security || !tls || !tokens) {
    tell_error(common, !security ? security.error() : !tls ? tls.error() : tokens.error());
    return usage;
  }
  auto links = open_links(options.links, watched);
  if (!links) {
    tell_error(common, links.error());
    return usage;
  }
  const auto mail_server = mail_server_of(options.mail_to_smtp);
  if (!mail_server) {
    tell_error(common, mail_server.error());
    return usage;
  }
  tell_open_tokens(common, *listening, *tls != nullptr, tokens->guard != nullptr);
  api::V1Options v1;
  v1.limits = options.input;
  v1.limits.bytes = static_cast<std::size_t>(options.listen.limits.max_body);
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
  if (tokens->guard) tokens->guard->read_claims(claims_of([hub = *hub] { return hub->users(); }));
  auto parts = faces::of_hub(gateway, *hub, {listening->url, *security, tokens->guard, on_the_list(*links)});
  if (tokens->endpoint) parts.push_back(*std::move(tokens->endpoint));
  parts.push_back(api::v1_part(gateway, std::move(v1)));
  parts.push_back(scenario::routes(gateway, scenario::built_in_hub(gateway)));
  if (!watched.empty()) parts.push_back(certificates_part(std::move(watched)));
  std::shared_ptr<outgoing::LinkPoster> link_answers;
  if (!links->addresses.empty())
    link_answers = std::make_shared<outgoing::LinkPoster>(*hub, *std::move(links));
  std::shared_ptr<outgoing::MailSender> mails;
  if (*mail_server) {
    outgoing::MailSetting setting;
    setting.address = **mail_server;
    mails = std::make_shared<outgoing::MailSender>(*hub, std::move(setting));
    parts.push_back(mail_part(mails));
  }
  if (options.bench) parts.push_back(empty_part());
  parts.push_back(api::page_part(api::Page::hub));

  auto opening = opening_of(*listening, options.listen, *tls);
  opening.other_limits = shown_content_limits(options.input);
  opening.other_limits.push_back(
      {"result-set", "", options.hub.result_set, "Messages in a poll result at most"});
  opening.other_limits.push_back(
      {"max-backlog", "", options.hub.backlog, "Requests that wait for the hub; more give 503"});
  const auto server = open_server(common, std::move(opening), std::move(parts));
  if (!server) return server.error();
  print_text(greeting(listening->shown(*tls != nullptr, (*server)->port()), common));
  std::fflush(stdout);
  if (!common.quiet && (*server)->max_connections() < options.listen.limits.max_connections)
    tell_error(common, fmt::format("at most {} connections: the process may not open more files",
                                   (*server)->max_connections()));
  // What holds the hub and what the hub holds end one after the other.
  return run_server(common, **server, [&] {
    mails.reset();
    link_answers.reset();
    (*hub)->close();
  });
}

}  // namespace

void add_serve(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("serve",
                       "Start the server: check and translate over HTTP, a test hub (SOAP and CIM over "
                       "REST), and a web page");
  verb.belongs_to("Test your system");
  verb.example("cimgate serve", "Then open http://127.0.0.1:8080");
  verb.example("cimgate serve --market hub.db --clock 2026-06-01",
               "Keep the test hub in a file; its clock starts on this day.");
  auto options = std::make_shared<Options>();
  add_configuration(verb, options->config);
  add_listen(verb, options->listen);
  auto hub = verb.group("Test hub");
  hub.option("--market", options->hub.market,
             "What the hub knows: a database, made if it is not there, or a YAML file, read into memory "
             "(default: a "
             "small market to try things on)")
      .type("FILE");
  hub.option("--clock", options->hub.clock,
             "Day, or time with zone, at which a new hub starts (default: now)")
      .type("TIME");
  hub.option("--schema", options->hub.version,
             "The version of Elhub's messages that the hub speaks, such as elhub/pending (default: the one "
             "that "
             "its database spoke last, else the newest in force)")
      .type("SET");
  hub.option("--users", options->hub.users,
             "Who may do what: users of organisations and their roles (docs/access.md); without it nobody is "
             "asked for a role")
      .type("FILE");
  hub.option("--gln", options->hub.gln, "GLN of the hub").type("GLN").show_default();
  hub.option("--result-set", options->hub.result_set, "Most messages in one poll result")
      .between(1, 10000)
      .show_default();
  hub.option("--max-backlog", options->hub.backlog, "Requests that wait for the hub; more give 503")
      .between(1, 1000000)
      .show_default();
  hub.flag("--strict-receipts", options->hub.strict_receipts,
           "Reject an acknowledgement (AcknowledgePoll) of a result set that does not exist; otherwise it "
           "changes nothing");
  hub.option("--usage-limits", options->hub.usage_limits,
             "Limits to the use of BRS-NO-611, such as rules/usage-611.yaml, and what becomes of a query "
             "beyond "
             "them: count, warn, block (default: those that its database had last, else the built-in ones, "
             "which count)")
      .type("FILE");
  hub.option("--mail-to-smtp", options->mail_to_smtp,
             "Mail server on this machine (127.0.0.1, ::1 or localhost) that the mails to end users go to; "
             "without it none is sent")
      .type("HOST:PORT");
  add_links(verb, options->links);
  add_reached(verb, options->listen);
  add_ws_security(verb, options->ws_security);
  add_tls(verb, options->tls);
  add_tokens(verb, options->tokens);
  verb.flag("--bench", options->bench, "Add POST /bench/empty, which does nothing").hidden();
  add_server_limits(verb, options->listen.limits);
  auto group = verb.group("Message limits");
  add_content_limits(group, options->input);
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_serve(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
