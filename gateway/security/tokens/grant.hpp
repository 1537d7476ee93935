#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/keys/identity.hpp"
#include "gateway/security/keys/trust_store.hpp"
#include "gateway/security/tokens/key_set.hpp"

/// The token endpoint of Maskinporten, as a stand-in: who has a certificate gets a token for its
/// organisation. Source: https://docs.digdir.no/docs/Maskinporten/ (token endpoint, JWT grant, error ids).
namespace cimgate::tokens {

/// Why there is no token (RFC 6749, 5.2).
struct Refused {
  std::string error;        ///< "invalid_grant"
  std::string description;  ///< with Maskinporten's own id, where it is known: "… (MP-110)"
};

class TokenEndpoint {
 public:
  struct Setting {
    std::string issuer;               ///< also the one value of `aud` in an assertion
    std::string audience;             ///< `aud` of the tokens that are given
    std::vector<std::string> scopes;  ///< that may be asked for
    std::shared_ptr<const keys::Identity> own;
    std::shared_ptr<const keys::TrustStore> issuers;  ///< of the certificates that assertions are signed with
    keys::Seconds life = 120;                         ///< of a token (assumed)
    keys::Seconds longest_assertion = 120;
    keys::Seconds clock_skew = 10;
  };
  explicit TokenEndpoint(Setting setting);

  /// The body of a form: grant_type and assertion. Gives the answer as JSON.
  tl::expected<std::string, Refused> grant(std::string_view form, keys::Seconds now) const;
  const KeySet& keys() const { return keys_; }

 private:
  struct Asked {
    std::string organisation, client, scope;
  };
  tl::expected<Asked, Refused> read_assertion(std::string_view assertion, keys::Seconds now) const;
  std::string token_for(const Asked& asked, keys::Seconds now) const;

  Setting setting_;
  std::string kid_;
  KeySet keys_;
};

}  // namespace cimgate::tokens
