#include "gateway/cli/services/bridge_webhook.hpp"

#include <fmt/format.h>

namespace cimgate::cli {
void add_webhook(Command& verb, WebhookOptions& options) {
  auto group = verb.group("Webhook (signed posts)");
  group
      .option("--webhook", options.url,
              "Address that each fetched message is posted to, signed (Standard Webhooks); what it takes is "
              "acknowledged")
      .type("URL");
  group
      .option("--webhook-secret-file", options.secret_file,
              "File with the secret that posts are signed with, whsec_…; a second line while it is changed")
      .type("FILE");
  group
      .option("--webhook-trust", options.tls_trust,
              "Certificates that HTTPS of the webhook is trusted by (PEM): its own, or its issuer")
      .type("FILE");
}

tl::expected<std::shared_ptr<bridge::WebhookSetting>, std::string> open_webhook(
    const WebhookOptions& options, std::vector<WatchedFile>& watched) {
  const auto wrong = [](std::string text) { return tl::make_unexpected(std::move(text)); };
  if (options.url.empty()) {
    if (!options.secret_file.empty() || !options.tls_trust.empty())
      return wrong("--webhook-secret-file and --webhook-trust need --webhook");
    return nullptr;
  }
  auto setting = std::make_shared<bridge::WebhookSetting>();
  auto address = http_client::parse_address(options.url);
  if (!address) return wrong(fmt::format("--webhook: {}", address.error()));
  setting->address = *std::move(address);
  if (options.secret_file.empty()) return wrong("--webhook needs --webhook-secret-file");
  using Secrets = keys::Reloaded<keys::WebhookSecrets>;
  auto secrets = Secrets::open({options.secret_file},
                               [file = options.secret_file] { return keys::WebhookSecrets::load(file); });
  if (!secrets) return wrong("--webhook-secret-file " + to_string(secrets.error()));
  setting->secrets = *std::move(secrets);
  watched.push_back({"webhook",
                     [kept = setting->secrets] {
                       kept->current();
                       return std::optional<keys::Certificate>();
                     },
                     [kept = setting->secrets] { return kept->problem(); }});
  if (setting->address.tls) {
    if (options.tls_trust.empty()) return wrong("--webhook with https needs --webhook-trust");
    auto trust = open_trust("--webhook-trust", options.tls_trust, "webhook tls trust", watched);
    if (!trust) return wrong(trust.error());
    setting->tls = std::make_shared<tls::Client>(*std::move(trust));
  } else if (!http_client::is_this_machine(setting->address.host)) {
    // Messages have personal data: without encryption they leave this machine for nobody.
    return wrong("--webhook: outside this machine only https, for messages have personal data");
  } else if (!options.tls_trust.empty()) {
    return wrong("--webhook-trust needs --webhook with https");
  }
  setting->patience.answer = std::chrono::seconds(30);
  setting->patience.most_bytes = std::uint64_t{64} * 1024;
  return setting;
}

}  // namespace cimgate::cli
