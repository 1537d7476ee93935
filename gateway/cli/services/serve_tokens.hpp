#pragma once
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/options.hpp"
#include "gateway/cli/services/serve_security.hpp"
#include "gateway/elhub/access/guard.hpp"

namespace cimgate::cli {

/// What `serve` is told of tokens.
struct TokenOptions {
  std::string issuer, audience;
  std::string jwks;        ///< a file, or an address
  std::string jwks_trust;  ///< PEM
  std::vector<std::string> scopes;
  std::string operator_scope = "cimgate:operator";
  bool endpoint = false;
  std::string certificate, key;  ///< that the endpoint signs with
  std::string trust;             ///< issuers of the certificates that it takes
};
void add_tokens(Command& verb, TokenOptions& options);

struct Tokens {
  std::shared_ptr<const access::Guard> guard;  ///< null: no tokens are asked for
  std::optional<http::Part> endpoint;
};
/// Which claims of a token the users that are configured are known by.
std::function<access::Guard::Claims()> claims_of(
    std::function<std::shared_ptr<const users::Directory>()> directory);
/// Error: a sentence.
tl::expected<Tokens, std::string> open_tokens(const CommonOptions& common, const TokenOptions& options,
                                              std::vector<WatchedFile>& watched);

}  // namespace cimgate::cli
