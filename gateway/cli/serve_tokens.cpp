#include "gateway/cli/serve_tokens.hpp"

#include "gateway/cli/clock.hpp"

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

}  // namespace

void add_tokens(Command& verb, TokenOptions& options) {
  auto group = verb.group("Tokens (Maskinporten)");
  group
      .option("--token-issuer", options.issuer,
              "Who gives tokens, such as https://maskinporten.no/; /cim/v1 and /hub/v1 then ask for one")
      .type("URL");
  group.option("--token-audience", options.audience, "What tokens must be for (aud)").type("URL");
  group.option("--jwks", options.jwks, "The issuer's keys: a JSON Web Key Set").type("FILE");
  group
      .option("--token-scope", options.scopes,
              "Scope of parties; may be repeated (default: those that Maskinporten has for them)")
      .type("SCOPE");
  group
      .option("--operator-scope", options.operator_scope,
              "Scope of those who move the clock and load markets")
      .type("SCOPE")
      .show_default();
  group.flag("--token-endpoint", options.endpoint,
             "Give tokens, too, as Maskinporten does, to rehearse with: /maskinporten/token");
  group
      .option("--token-certificate", options.certificate,
              "Certificate whose key signs the tokens that are given (PEM)")
      .type("FILE");
  group.option("--token-key", options.key, "Its private key (PEM), when that is in a file of its own")
      .type("FILE");
  group.option("--token-trust", options.trust, "Issuers of the certificates that tokens are given for (PEM)")
      .type("FILE");
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
  setting.rules.scopes = options.scopes.empty() ? access::scopes_of_parties() : options.scopes;
  setting.operator_scope = options.operator_scope;
  setting.now = now_seconds;
  if (options.endpoint) {
    const auto endpoint = open_endpoint(common, options, setting.rules, watched);
    if (!endpoint) return tl::make_unexpected(endpoint.error());
    setting.keys = [keys = std::make_shared<const tokens::KeySet>((*endpoint)->keys())] { return keys; };
    made.endpoint = access::token_routes(*endpoint, now_seconds);
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
