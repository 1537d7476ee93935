#include "gateway/cli/services/serve_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/cli/clock.hpp"
#include "gateway/elhub/access/fetched_keys.hpp"

namespace cimgate::cli {
namespace {

using KeySets = keys::Reloaded<tokens::KeySet>;

tl::expected<std::shared_ptr<const tokens::TokenEndpoint>, std::string> open_endpoint(
    const CommonOptions& common, const TokenOptions& options, const tokens::Rules& rules,
    std::vector<WatchedFile>& watched) {
  if (options.certificate.empty() || options.trust.empty())
    return tl::make_unexpected(std::string(
        "--token-endpoint needs --token-certificate and --token-trust; `cimgate certs demo` makes some"));
  auto own =
      open_own(common, "--token-certificate", {options.certificate, options.key, ""}, "tokens", watched);
  if (!own) return tl::make_unexpected(own.error());
  auto issuers = open_trust("--token-trust", options.trust, "tokens trust", watched);
  if (!issuers) return tl::make_unexpected(issuers.error());
  tokens::TokenEndpoint::Setting setting;
  setting.issuer = rules.issuer;
  setting.audience = rules.audience;
  setting.scopes = rules.scopes;
  setting.scopes.push_back(options.operator_scope);
  setting.own = (*own)->current();
  setting.issuers = (*issuers)->current();
  if (!keys::PublicKey::of(setting.own->certificate))
    return tl::make_unexpected(
        std::string("--token-certificate: tokens are signed with an RSA key of 2048 bits or more"));
  return std::make_shared<const tokens::TokenEndpoint>(std::move(setting));
}

/// "elhub:gridowner=DDM,MDR". Error: a sentence.
tl::expected<void, std::string> take_scope(const std::string& text, access::Guard::Setting& setting) {
  const auto equals = text.find('=');
  const auto scope = text.substr(0, equals);
  if (scope.empty() || scope.find(' ') != std::string::npos)
    return tl::make_unexpected(fmt::format("--token-scope {}: expected SCOPE or SCOPE=ROLE,ROLE", text));
  setting.rules.scopes.push_back(scope);
  if (equals == std::string::npos) return {};
  auto& roles = setting.roles[scope];
  for (std::size_t at = equals + 1; at <= text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    const auto role = text.substr(at, end - at);
    if (role.size() < 2 || role.size() > 3 ||
        role.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != role.npos)
      return tl::make_unexpected(
          fmt::format("--token-scope {}: expected roles such as DDQ, with commas between them", text));
    roles.push_back(role);
    at = end + 1;
  }
  return {};
}

bool is_address(const std::string& text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

tl::expected<std::shared_ptr<access::FetchedKeys>, std::string> fetch_keys(
    const TokenOptions& options, std::vector<WatchedFile>& watched) {
  access::FetchedKeys::Setting setting;
  auto address = http_client::parse_address(options.jwks);
  if (!address) return tl::make_unexpected(fmt::format("--jwks: {}", address.error()));
  setting.address = *std::move(address);
  setting.now = now_seconds;
  if (setting.address.tls) {
    if (options.jwks_trust.empty())
      return tl::make_unexpected(std::string("--jwks with https needs --jwks-trust"));
    auto trust = open_trust("--jwks-trust", options.jwks_trust, "jwks tls trust", watched);
    if (!trust) return tl::make_unexpected(trust.error());
    setting.tls = std::make_shared<tls::Client>(*std::move(trust));
  } else if (!http_client::is_this_machine(setting.address.host)) {
    return tl::make_unexpected(std::string("--jwks: keys of another machine are believed over https alone"));
  } else if (!options.jwks_trust.empty()) {
    return tl::make_unexpected(std::string("--jwks-trust needs --jwks with https"));
  }
  return std::make_shared<access::FetchedKeys>(std::move(setting));
}

}  // namespace

void add_tokens(Command& verb, TokenOptions& options) {
  auto group = verb.group("Tokens (Maskinporten)");
  group
      .option("--token-issuer", options.issuer,
              "Who gives tokens, such as https://maskinporten.no/; /cim/v1 and /hub/v1 then ask for one")
      .type("URL");
  group.option("--token-audience", options.audience, "What tokens must be for (aud)").type("URL");
  group
      .option(
          "--jwks", options.jwks,
          "The issuer's keys, a JSON Web Key Set: a file, or an address that it is fetched from, and again "
          "when a key is not known")
      .type("FILE|URL");
  group
      .option("--jwks-trust", options.jwks_trust,
              "Certificates that HTTPS of --jwks is trusted by (PEM): its own, or its issuer")
      .type("FILE");
  group
      .option("--token-scope", options.scopes,
              "Scope of parties, and for which roles alone it is; may be repeated (default: those that "
              "Maskinporten has for them, for all roles)")
      .type("SCOPE[=ROLE,…]");
  group.option("--operator-scope", options.operator_scope, "Scope for moving the clock and loading markets")
      .type("SCOPE")
      .show_default();
  group.flag("--token-endpoint", options.endpoint,
             "Also issue tokens, as Maskinporten does, for rehearsals: /maskinporten/token");
  group
      .option("--token-certificate", options.certificate,
              "Certificate whose key signs the issued tokens (PEM)")
      .type("FILE");
  group.option("--token-key", options.key, "Its private key (PEM), if it is in a separate file").type("FILE");
  group
      .option("--token-trust", options.trust, "Issuers of the certificates for which tokens are issued (PEM)")
      .type("FILE");
}

std::function<access::Guard::Claims()> claims_of(
    std::function<std::shared_ptr<const users::Directory>()> directory) {
  return [directory = std::move(directory)] {
    const auto now = directory();
    return now ? access::Guard::Claims{now->user_claim, now->roles_claim} : access::Guard::Claims();
  };
}

tl::expected<Tokens, std::string> open_tokens(const CommonOptions& common, const TokenOptions& options,
                                              std::vector<WatchedFile>& watched) {
  Tokens made;
  if (options.issuer.empty()) {
    if (options.endpoint || !options.jwks.empty())
      return tl::make_unexpected(std::string("--token-endpoint and --jwks need --token-issuer"));
    return made;
  }
  if (options.audience.empty())
    return tl::make_unexpected(std::string("--token-issuer needs --token-audience"));
  if (options.endpoint == !options.jwks.empty())
    return tl::make_unexpected(std::string("--token-issuer needs one of --jwks and --token-endpoint"));
  access::Guard::Setting setting;
  setting.rules.issuer = options.issuer;
  setting.rules.audience = options.audience;
  if (options.scopes.empty()) setting.rules.scopes = access::scopes_of_parties();
  for (const auto& scope : options.scopes)
    if (const auto good = take_scope(scope, setting); !good) return tl::make_unexpected(good.error());
  if (!options.jwks_trust.empty() && !is_address(options.jwks))
    return tl::make_unexpected(std::string("--jwks-trust needs --jwks with https"));
  setting.operator_scope = options.operator_scope;
  setting.now = now_seconds;
  if (options.endpoint) {
    const auto endpoint = open_endpoint(common, options, setting.rules, watched);
    if (!endpoint) return tl::make_unexpected(endpoint.error());
    setting.keys = [keys = std::make_shared<const tokens::KeySet>((*endpoint)->keys())] { return keys; };
    made.endpoint = access::token_routes(*endpoint, now_seconds);
  } else if (is_address(options.jwks)) {
    const auto fetched = fetch_keys(options, watched);
    if (!fetched) return tl::make_unexpected(fetched.error());
    setting.keys = [kept = *fetched] { return kept->current(); };
    setting.keys_anew = [kept = *fetched] { return kept->look_again(); };
    watched.push_back({"tokens", [] { return std::optional<keys::Certificate>(); },
                       [kept = *fetched]() -> std::optional<keys::Problem> {
                         const auto view = kept->view();
                         if (view.problem.empty()) return std::nullopt;
                         return keys::Problem{"--jwks", 0, view.problem};
                       }});
  } else {
    auto set = KeySets::open({options.jwks}, [file = options.jwks] { return tokens::KeySet::load(file); });
    if (!set) return tl::make_unexpected("--jwks " + to_string(set.error()));
    watched.push_back({"tokens",
                       [kept = *set] {
                         kept->current();
                         return std::optional<keys::Certificate>();
                       },
                       [kept = *set] { return kept->problem(); }});
    setting.keys = [kept = *set] { return kept->current(); };
  }
  made.guard = std::make_shared<const access::Guard>(std::move(setting));
  return made;
}

}  // namespace cimgate::cli
