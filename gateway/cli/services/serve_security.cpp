#include "gateway/cli/services/serve_security.hpp"

#include <fmt/format.h>

#include "gateway/cli/clock.hpp"

namespace cimgate::cli {
namespace {

std::vector<wss::Algorithms> algorithms_of(const std::string& words) {
  if (words == "sha1") return {wss::basic256};
  if (words == "sha256") return {wss::basic256_sha256};
  return {wss::basic256, wss::basic256_sha256};
}

/// A host may forbid SHA-1: that is said now, not at the first message.
tl::expected<void, std::string> check_signs(const keys::Identity& own,
                                            const std::vector<wss::Algorithms>& algorithms) {
  for (const auto& one : algorithms) {
    const auto made = own.key.sign(one.signature, keys::digest_of(one.signature, ""));
    if (!made)
      return tl::make_unexpected(fmt::format("--ws-certificate: {} with {}", made.error(),
                                             one.signature == wss::Hash::sha1 ? "SHA-1" : "SHA-256"));
  }
  return {};
}

/// Where the key of a certificate is, when it is not with it: "--tls-key" and "--tls-passphrase-file".
void add_key(Command& group, const std::string& prefix, std::string& key, std::string& passphrase_file) {
  group.option(prefix + "-key", key, "Its private key (PEM), if it is in a separate file").type("FILE");
  group
      .option(prefix + "-passphrase-file", passphrase_file,
              "File whose first line is the passphrase of the key")
      .type("FILE");
}

}  // namespace

Kept<keys::Identity> open_own(const CommonOptions& common, const std::string& option,
                              const keys::IdentityFiles& files, const std::string& use,
                              std::vector<WatchedFile>& watched) {
  auto own =
      keys::Reloaded<keys::Identity>::open(files.names(), [files] { return keys::load_identity(files); });
  if (!own) return tl::make_unexpected(option + " " + to_string(own.error()));
  const auto left = (*own)->current()->certificate.days_left(now_seconds());
  if (left < 0) return tl::make_unexpected(option + ": this certificate has expired");
  if (left < days_soon)
    tell_error(common, fmt::format("{}: this certificate expires in {} days", option, left));
  watched.push_back({use, [kept = *own] { return std::optional(kept->current()->certificate); },
                     [kept = *own] { return kept->problem(); }});
  return *std::move(own);
}

Kept<keys::TrustStore> open_trust(const std::string& option, const std::string& file, const std::string& use,
                                  std::vector<WatchedFile>& watched) {
  auto trust =
      keys::Reloaded<keys::TrustStore>::open({file}, [file] { return keys::TrustStore::load(file); });
  if (!trust) return tl::make_unexpected(option + " " + to_string(trust.error()));
  watched.push_back({use,
                     [kept = *trust] {
                       kept->current();
                       return std::optional<keys::Certificate>();
                     },
                     [kept = *trust] { return kept->problem(); }});
  return *std::move(trust);
}

void add_ws_security(Command& verb, WsSecurityOptions& options) {
  auto group = verb.group("Signed messages (WS-Security)");
  group
      .option("--ws-security", options.demand,
              "What is asked of SOAP messages; answers to signed ones are signed")
      .one_of({"off", "optional", "required"})
      .show_default();
  group.option("--ws-trust", options.trust, "Issuers of the parties' certificates (PEM)").type("FILE");
  group
      .option("--ws-certificate", options.certificate,
              "Certificate that answers are signed with: PEM, or PKCS #12 with its key")
      .type("FILE");
  add_key(group, "--ws", options.key, options.passphrase_file);
  group
      .option("--ws-algorithms", options.algorithms,
              "The policy of the services names SHA-1, which is no longer secure")
      .one_of({"sha1", "sha256", "both"})
      .show_default();
  group.option("--ws-clock-skew", options.skew, "How far the clocks may be apart")
      .type("SECONDS")
      .between(0, 3600)
      .show_default();
  group.option("--ws-longest-life", options.longest_life, "Longest accepted time from Created to Expires")
      .type("SECONDS")
      .between(1, 86400)
      .show_default();
  group.flag("--ws-strict-layout", options.strict_layout, "Reject a token that comes after its signature");
}

tl::expected<std::shared_ptr<emif::Security>, std::string> open_ws_security(
    const CommonOptions& common, const WsSecurityOptions& options, std::vector<WatchedFile>& watched) {
  if (options.demand == "off") {
    if (!options.trust.empty() || !options.certificate.empty())
      return tl::make_unexpected(std::string("--ws-trust and --ws-certificate need --ws-security"));
    return nullptr;
  }
  if (options.trust.empty() || options.certificate.empty())
    return tl::make_unexpected(fmt::format(
        "--ws-security {} needs --ws-trust and --ws-certificate; `cimgate certs demo` makes some to try",
        options.demand));
  emif::Security::Setting setting;
  setting.demand = options.demand == "optional" ? emif::Demand::optional : emif::Demand::required;
  setting.policy.algorithms = algorithms_of(options.algorithms);
  setting.policy.clock_skew = static_cast<keys::Seconds>(options.skew);
  setting.policy.longest_life = static_cast<keys::Seconds>(options.longest_life);
  setting.policy.strict_layout = options.strict_layout;
  setting.replays = std::make_shared<wss::ReplayGuard>();
  setting.now = now_seconds;
  auto issuers = open_trust("--ws-trust", options.trust, "ws-security trust", watched);
  if (!issuers) return tl::make_unexpected(issuers.error());
  setting.issuers = *std::move(issuers);
  auto own = open_own(common, "--ws-certificate", {options.certificate, options.key, options.passphrase_file},
                      "ws-security", watched);
  if (!own) return tl::make_unexpected(own.error());
  if (const auto good = check_signs(*(*own)->current(), setting.policy.algorithms); !good)
    return tl::make_unexpected(good.error());
  setting.own = *std::move(own);
  if (options.algorithms != "sha256")
    tell_error(common,
               "SHA-1 signatures are accepted: whoever can prepare two messages can give both one signature");
  return std::make_shared<emif::Security>(std::move(setting));
}

void add_tls(Command& verb, TlsOptions& options) {
  auto group = verb.group("Encryption (TLS)");
  group
      .option("--tls-certificate,--tls-cert", options.certificate,
              "Certificate of the server, its issuers behind it: PEM, or PKCS #12 with its key; the server "
              "then speaks "
              "HTTPS alone, TLS 1.2 or later")
      .type("FILE");
  add_key(group, "--tls", options.key, options.passphrase_file);
  group
      .option("--tls-client-ca", options.client_ca,
              "Issuers of client certificates (PEM); only clients with such a certificate are let in")
      .type("FILE");
}

tl::expected<std::shared_ptr<tls::Server>, std::string> open_tls(const CommonOptions& common,
                                                                 const TlsOptions& options,
                                                                 std::vector<WatchedFile>& watched) {
  if (options.certificate.empty()) {
    if (!options.key.empty() || !options.client_ca.empty())
      return tl::make_unexpected(std::string("--tls-key and --tls-client-ca need --tls-certificate"));
    return nullptr;
  }
  auto own = open_own(common, "--tls-certificate",
                      {options.certificate, options.key, options.passphrase_file}, "tls", watched);
  if (!own) return tl::make_unexpected(own.error());
  tls::Server::Clients clients;
  if (!options.client_ca.empty()) {
    auto trust = open_trust("--tls-client-ca", options.client_ca, "tls clients", watched);
    if (!trust) return tl::make_unexpected(trust.error());
    clients = *std::move(trust);
  }
  return std::make_shared<tls::Server>(*std::move(own), std::move(clients));
}

http::Part certificates_part(std::vector<WatchedFile> watched) {
  const auto files = std::make_shared<const std::vector<WatchedFile>>(std::move(watched));
  http::Part part;
  part.metrics = [files] {
    std::string left, usable;
    for (const auto& file : *files) {
      if (const auto own = file.own())
        left += fmt::format("cimgate_certificate_days_left{{use=\"{}\"}} {}\n", file.use,
                            own->days_left(now_seconds()));
      usable += fmt::format("cimgate_key_file_usable{{use=\"{}\"}} {}\n", file.use, file.problem() ? 0 : 1);
    }
    return "# HELP cimgate_certificate_days_left Whole days until a certificate of ours expires.\n"
           "# TYPE cimgate_certificate_days_left gauge\n" +
           left +
           "# HELP cimgate_key_file_usable Whether what a file of keys or certificates holds now is in use.\n"
           "# TYPE cimgate_key_file_usable gauge\n" +
           usable;
  };
  part.state = [files] {
    std::string line;
    const auto add = [&](const std::string& text) {
      line += (line.empty() ? "certificates: " : "; ") + text;
    };
    for (const auto& file : *files) {
      if (const auto own = file.own(); own && own->days_left(now_seconds()) < days_soon)
        add(fmt::format("{} expires in {} days", file.use, own->days_left(now_seconds())));
      if (file.problem()) add(fmt::format("{} cannot be used as it is now", file.use));
    }
    return line;
  };
  part.not_ready = [files]() -> std::string {
    for (const auto& file : *files)
      if (const auto own = file.own(); own && own->days_left(now_seconds()) < 0)
        return fmt::format("the certificate for {} has expired", file.use);
    return {};
  };
  return part;
}

}  // namespace cimgate::cli
