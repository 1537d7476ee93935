#include "gateway/cli/services/bridge_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "gateway/cli/clock.hpp"
#include "gateway/json/out.hpp"
#include "gateway/validation/check_digits.hpp"

namespace cimgate::cli {
namespace {

/// Where Elhub has its services, below the host.
constexpr const char* path_of_services = "/WebService/services";

bool is_digits(std::string_view text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

tl::expected<bridge::Party, std::string> party_of(const std::string& text) {
  bridge::Party party;
  const auto first = text.find(':');
  party.gln = text.substr(0, first);
  if (first != std::string::npos) {
    const auto second = text.find(':', first + 1);
    party.role = text.substr(first + 1, second == std::string::npos ? second : second - first - 1);
    if (second != std::string::npos) party.organisation = text.substr(second + 1);
  }
  const bool role = party.role.empty() || party.role == "AG" ||
                    (party.role.size() == 3 && std::all_of(party.role.begin(), party.role.end(),
                                                           [](char c) { return c >= 'A' && c <= 'Z'; }));
  const bool organisation = party.organisation.empty() || is_digits(party.organisation, 9);
  if (!is_digits(party.gln, 13) || !role || !organisation || text.ends_with(':'))
    return tl::make_unexpected(fmt::format(
        "--party {}: expected GLN, GLN:ROLE or GLN:ROLE:ORGANISATION, such as 7099990001015:DDQ", text));
  return party;
}

bridge::Millis now_millis() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// As whom messages are signed, and whose signatures are taken.
tl::expected<void, std::string> open_signatures(const CommonOptions& common, const UpstreamOptions& options,
                                                emif_client::Setting& emif,
                                                std::vector<WatchedFile>& watched) {
  if (options.ws_security == "off") return {};
  if (options.ws_certificate.empty() || options.ws_trust.empty())
    return tl::make_unexpected(
        std::string("--ws-security required needs --ws-trust and --ws-certificate; `cimgate certs demo` "
                    "makes some to try"));
  auto own =
      open_own(common, "--ws-certificate",
               {options.ws_certificate, options.ws_key, options.ws_passphrase_file}, "ws-security", watched);
  if (!own) return tl::make_unexpected(own.error());
  auto trust = open_trust("--ws-trust", options.ws_trust, "ws-security trust", watched);
  if (!trust) return tl::make_unexpected(trust.error());
  emif.own = *std::move(own);
  emif.trust = *std::move(trust);
  emif.signing.algorithms = options.ws_algorithms == "sha1" ? wss::basic256 : wss::basic256_sha256;
  // A host may forbid SHA-1: that is said now, not at the first message.
  const auto hash = emif.signing.algorithms.signature;
  if (const auto made = emif.own->current()->key.sign(hash, keys::digest_of(hash, "")); !made)
    return tl::make_unexpected(fmt::format("--ws-certificate: {} with {}", made.error(),
                                           hash == wss::Hash::sha1 ? "SHA-1" : "SHA-256"));
  emif.policy.algorithms = {emif.signing.algorithms};
  emif.policy.clock_skew = static_cast<keys::Seconds>(options.ws_skew);
  emif.replays = std::make_shared<wss::ReplayGuard>();
  emif.since = now_seconds();
  return {};
}

}  // namespace

void add_upstream(Command& verb, UpstreamOptions& options) {
  auto market = verb.group("The market behind it");
  market
      .option("--upstream", options.url,
              "Address of the services; without a path, they are at Elhub's own, /WebService/services")
      .type("URL")
      .required();
  market
      .option("--upstream-trust", options.tls_trust,
              "Certificates that HTTPS of the market is trusted by (PEM): its own, or its issuer")
      .type("FILE");
  market.option("--gln", options.gln, "GLN of the physical sender, whose certificate signs")
      .type("GLN")
      .required();
  market
      .option(
          "--party", options.parties,
          "A party that the bridge works for, its role when it fetches (none: it sends for it, and another "
          "fetches), and its organisation number where tokens are asked for; may be repeated")
      .type("GLN[:ROLE[:ORG]]")
      .required();
  market.option("--hub-gln", options.hub_gln, "GLN of the hub, which polls are sent to")
      .type("GLN")
      .show_default();
  market
      .option("--schema", options.version,
              "The version of Elhub's messages, such as elhub/2.4.3 (default: the newest in force)")
      .type("SET");
  market
      .option("--upstream-timeout", options.timeout,
              "Longest pause in which the market takes or says nothing")
      .type("SECONDS")
      .between(1, 3600)
      .show_default();

  auto signatures = verb.group("Signed messages (WS-Security)");
  signatures
      .option("--ws-security", options.ws_security,
              "Whether messages are signed, and answers must be; off is for rehearsals alone")
      .one_of({"required", "off"})
      .show_default();
  signatures
      .option("--ws-certificate", options.ws_certificate,
              "Certificate that messages are signed with: PEM, or PKCS #12 with its key")
      .type("FILE");
  signatures.option("--ws-key", options.ws_key, "Its private key (PEM), if it is in a separate file")
      .type("FILE");
  signatures
      .option("--ws-passphrase-file", options.ws_passphrase_file,
              "File whose first line is the passphrase of the key")
      .type("FILE");
  signatures
      .option("--ws-trust", options.ws_trust,
              "Certificates that signatures of answers are trusted by (PEM): the market's own, or its issuer")
      .type("FILE");
  signatures
      .option("--ws-algorithms", options.ws_algorithms,
              "The policy of the services names SHA-1, which is no longer secure")
      .one_of({"sha1", "sha256"})
      .show_default();
  signatures.option("--ws-clock-skew", options.ws_skew, "How far the clocks may be apart")
      .type("SECONDS")
      .between(0, 3600)
      .show_default();

  auto delivery = verb.group("Delivering and fetching");
  delivery.option("--connections", options.connections, "Messages that are sent at the same time at most")
      .between(1, 64)
      .show_default();
  delivery.option("--rate", options.rate, "Messages a second that are sent at most; 0 = no limit")
      .between(0, 100000)
      .show_default();
  delivery.option("--retry-first", options.retry_first, "Wait before the second try; it doubles with each")
      .type("MILLISECONDS")
      .between(1, 3600000)
      .show_default();
  delivery.option("--retry-most", options.retry_most, "Longest wait between two tries")
      .type("MILLISECONDS")
      .between(1, 86400000)
      .show_default();
  delivery
      .option("--give-up-after", options.give_up_after,
              "When a message whose tries come to nothing goes to the dead letters")
      .type("SECONDS")
      .between(1, 31536000)
      .show_default();
  delivery.option("--poll-interval", options.poll_interval, "Wait between two polls of an empty queue")
      .type("MILLISECONDS")
      .between(1, 86400000)
      .show_default();
}

tl::expected<bridge::Setting, std::string> open_upstream(const CommonOptions& common,
                                                         const UpstreamOptions& options,
                                                         std::vector<WatchedFile>& watched) {
  bridge::Setting setting;
  auto emif = std::make_shared<emif_client::Setting>();
  auto address = http_client::parse_address(options.url);
  if (!address) return tl::make_unexpected(fmt::format("--upstream: {}", address.error()));
  emif->address = *std::move(address);
  if (emif->address.path.empty()) emif->address.path = path_of_services;
  if (emif->address.tls) {
    if (options.tls_trust.empty())
      return tl::make_unexpected(std::string("--upstream with https needs --upstream-trust"));
    auto trust = open_trust("--upstream-trust", options.tls_trust, "upstream tls trust", watched);
    if (!trust) return tl::make_unexpected(trust.error());
    emif->tls = std::make_shared<tls::Client>(*std::move(trust));
  } else if (!options.tls_trust.empty()) {
    return tl::make_unexpected(std::string("--upstream-trust needs --upstream with https"));
  }
  emif->patience.answer = std::chrono::seconds(options.timeout);
  emif->now = now_seconds;
  if (const auto good = open_signatures(common, options, *emif, watched); !good)
    return tl::make_unexpected(good.error());
  if (!emif->own)
    tell_error(
        common,
        "messages are not signed, and answers are believed: --ws-security off is for rehearsals alone");
  else if (!emif->address.tls)
    tell_error(common, "messages are not encrypted on their way: --upstream has no https");
  if (!is_digits(options.gln, 13))
    return tl::make_unexpected(fmt::format("--gln {}: expected 13 digits", options.gln));
  if (!is_digits(options.hub_gln, 13))
    return tl::make_unexpected(fmt::format("--hub-gln {}: expected 13 digits", options.hub_gln));
  for (const auto& text : options.parties) {
    auto party = party_of(text);
    if (!party) return tl::make_unexpected(party.error());
    setting.parties.push_back(*std::move(party));
  }
  setting.own_gln = options.gln;
  setting.hub_gln = options.hub_gln;
  setting.version = options.version;
  setting.delivery.connections = options.connections;
  setting.delivery.rate = options.rate;
  setting.delivery.retry_first = setting.polling.retry_first =
      static_cast<bridge::Millis>(options.retry_first);
  setting.delivery.retry_most = setting.polling.retry_most = static_cast<bridge::Millis>(options.retry_most);
  setting.delivery.give_up = static_cast<bridge::Millis>(options.give_up_after) * 1000;
  setting.polling.interval = static_cast<bridge::Millis>(options.poll_interval);
  setting.emif = std::move(emif);
  setting.now = now_millis;
  return setting;
}

tl::expected<std::shared_ptr<bridge::UsageLight>, std::string> open_light(const Gateway& gateway,
                                                                          bool stops) {
  constexpr const char* file = "rules/usage-611.yaml";
  const auto text = gateway.engine().store->read(file);
  auto limits = text ? usage::read_limits(file, *text) : tl::make_unexpected(text.error());
  if (!limits) return tl::make_unexpected(limits.error());
  return std::make_shared<bridge::UsageLight>(*std::move(limits), stops);
}

bridge::Log log_of_bridge(const std::string& form) {
  if (form == "none") return {};
  if (form == "text")
    return [](const bridge::Happening& one) {
      std::string line = fmt::format("{} {}", bridge::utc_text(one.at), one.event);
      for (const auto* word : {&one.message, &one.name, &one.party, &one.queue})
        if (!word->empty()) line += ' ' + *word;
      if (one.tries > 0) line += fmt::format(" try {}", one.tries);
      if (one.count > 0) line += fmt::format(" {} messages", one.count);
      if (!one.text.empty()) line += ": " + one.text;
      print_error(line + "\n");
    };
  return [](const bridge::Happening& one) {
    json::JsonOut out(false);
    out.begin_object();
    out.member("time", bridge::utc_text(one.at));
    out.member("level", one.trouble ? "warn" : "info");
    out.member("event", one.event);
    const auto member = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) out.member(name, value);
    };
    member("id", one.message);
    member("message", one.name);
    member("party", one.party);
    member("queue", one.queue);
    if (one.tries > 0) out.member("tries", one.tries);
    if (one.count > 0) out.member("count", one.count);
    member("text", one.text);
    member("traceparent", one.traceparent);
    out.end_object();
    print_error(std::move(out).take());
  };
}

std::vector<bridge::CertificateView> views_of(const std::vector<WatchedFile>& watched) {
  std::vector<bridge::CertificateView> views;
  for (const auto& file : watched) {
    bridge::CertificateView view;
    view.use = file.use;
    if (const auto own = file.own()) {
      view.subject = own->subject();
      view.ends = own->not_after() * 1000;
      view.days_left = own->days_left(now_seconds());
      view.soon = view.days_left < days_soon;
    }
    if (const auto problem = file.problem()) view.problem = to_string(*problem);
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace cimgate::cli
