#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/tokens/key_set.hpp"

/// Access tokens in the form of Maskinporten: a JWT of RS256 whose `consumer` is an organisation.
/// Source: https://docs.digdir.no/docs/Maskinporten/ ; the shape of the access token is assumed where it is
/// not read there: consumer.ID = "0192:" and the organisation number (ISO 6523), `scope` a list with blanks.
namespace cimgate::tokens {

struct Rules {
  std::string issuer;                    ///< `iss` must be it, letter by letter
  std::string audience;                  ///< one of `aud` must be it
  std::vector<std::string> scopes;       ///< one of these must be in `scope`
  std::string user_claim = "client_id";  ///< who the user is
  std::string roles_claim;               ///< which roles the token brings; "" = none
  keys::Seconds leeway = 10;             ///< how far the clocks may be apart
};

struct Token {
  std::string organisation;        ///< of `consumer`: nine digits
  std::string client;              ///< `client_id`; "" when it has none
  std::string user;                ///< of `user_claim`; "" when it has none
  std::vector<std::string> roles;  ///< of `roles_claim`: a list, or words with blanks between them
  std::vector<std::string> scopes;
  keys::Seconds expires = 0;

  bool has_scope(std::string_view scope) const;
};

enum class Invalid : std::uint8_t {
  malformed,
  algorithm,    ///< another than RS256: looked at before any key is
  unknown_key,  ///< no kid, or none that is known
  signature,
  issuer,
  audience,
  expired,
  not_yet_valid,
  consumer,  ///< no Norwegian organisation
  scope      ///< good, but for something else: 403 where the others are 401
};
std::string_view to_string(Invalid why);  ///< "unknown-key"

tl::expected<Token, Invalid> check(std::string_view token, const KeySet& keys, const Rules& rules,
                                   keys::Seconds now);

}  // namespace cimgate::tokens
