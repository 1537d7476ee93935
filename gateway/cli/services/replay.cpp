#include <fmt/format.h>

#include <chrono>
#include <fstream>

#include "gateway/cli/configured.hpp"
#include "gateway/cli/services/bridge_parts.hpp"
#include "gateway/http_client/connection.hpp"
#include "gateway/json/read.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/text/percent.hpp"

/// `cimgate replay`: asks a bridge to send a period again.
namespace cimgate::cli {
namespace {

struct Options {
  std::string url = "http://127.0.0.1:8090";
  std::string from, to, name = "1", process;
  bool dry = false;
  std::string tls_trust, token_file;
};

std::string text_of(const json::JsonTree& tree, std::string_view name) {
  const auto id = tree.member(0, name);
  return id == json::no_json ? std::string() : std::string(tree[id].text);
}

tl::expected<http_client::Request, std::string> request_of(const Options& options) {
  http_client::Request request;
  request.target =
      fmt::format("/bridge/v1/replays?from={}&to={}&name={}{}{}", text::percent_encoded(options.from),
                  text::percent_encoded(options.to), text::percent_encoded(options.name),
                  options.process.empty() ? "" : "&process=" + text::percent_encoded(options.process),
                  options.dry ? "&dry-run=true" : "");
  if (options.token_file.empty()) return request;
  std::ifstream file(options.token_file);
  std::string token;
  if (!std::getline(file, token) || token.empty())
    return tl::make_unexpected(fmt::format("--token-file {}: there is no token in it", options.token_file));
  request.headers.emplace_back("Authorization", "Bearer " + token);
  return request;
}

ExitStatus run_replay(const CommonOptions& common, const Options& options) {
  const auto wrong = [&](const std::string& text, ExitStatus status = usage) {
    tell_error(common, text);
    return status;
  };
  const auto address = http_client::parse_address(options.url);
  if (!address) return wrong(fmt::format("'{}': {}", options.url, address.error()));
  std::shared_ptr<tls::Client> tls;
  if (address->tls) {
    if (options.tls_trust.empty()) return wrong("https needs --trust");
    std::vector<WatchedFile> watched;
    auto trust = open_trust("--trust", options.tls_trust, "tls trust", watched);
    if (!trust) return wrong(trust.error());
    tls = std::make_shared<tls::Client>(*std::move(trust));
  }
  const auto request = request_of(options);
  if (!request) return wrong(request.error());
  http_client::Patience patience;
  patience.answer = std::chrono::minutes(10);
  http_client::Connection connection(*address, tls, patience, std::make_shared<std::atomic<bool>>(false));
  const auto answer = connection.ask(*request);
  if (!answer) return wrong(fmt::format("'{}': {}", options.url, answer.error().text), transport);
  const auto json = json::parse_json(answer->body, {});
  if (!json) return wrong(fmt::format("'{}': this is no bridge", options.url), transport);
  if (answer->status != 200 && answer->status != 202)
    return wrong(fmt::format("{} {}", text_of(*json, "title"), text_of(*json, "detail")),
                 answer->status < 500 ? usage : transport);
  const auto number = [&](const char* name) { return text_of(*json, name); };
  const bool norwegian = common.lang == "nb";
  const char* sent = norwegian
                         ? (options.dry ? "meldinger ville blitt sendt igjen" : "meldinger sendes igjen")
                         : (options.dry ? "messages would be sent again" : "messages are sent again");
  print_text(fmt::format("{} {}, {} {}, {} {}\n", number("messages"), sent, number("repeated"),
                         norwegian ? "var det før" : "were so before", number("leftOut"),
                         norwegian ? "utelatt" : "left out"));
  return fine;
}

}  // namespace

void add_replay(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("replay", "Let a bridge send all messages of a period again, under new ids");
  verb.belongs_to("Run in production");
  verb.example("cimgate replay --from 2026-11-28 --to 2026-11-29 --dry-run", "How many they are.");
  verb.example(
      "cimgate replay --from 2026-11-28 --to 2026-11-29 --process BRS-NO-313 --name after-the-crisis",
      "All values of a day; the same once more sends nothing twice.");
  auto options = std::make_shared<Options>();
  verb.option("BRIDGE", options->url, "Address of the bridge").show_default();
  verb.option("--from", options->from, "When the period begins: a day in Norway, or a time with its zone")
      .type("TIME")
      .required();
  verb.option("--to", options->to, "When it ends; not part of it").type("TIME").required();
  verb.option("--process", options->process, "Messages of this process alone, such as BRS-NO-313")
      .type("PROCESS");
  verb.option("--name", options->name,
              "Name of the replay: by the same name each message is sent once, by another once more")
      .type("NAME")
      .show_default();
  verb.flag("--dry-run", options->dry, "Count, and send nothing");
  verb.option("--trust", options->tls_trust,
              "Certificates that HTTPS of the bridge is trusted by (PEM): its own, or its issuer")
      .type("FILE");
  verb.option("--token-file", options->token_file, "File whose first line is the token of an operator")
      .type("FILE");
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway&) { return run_replay(common, *options); };
  });
}

}  // namespace cimgate::cli
