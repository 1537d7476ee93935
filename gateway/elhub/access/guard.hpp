#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"
#include "gateway/security/tokens/bearer.hpp"
#include "gateway/security/tokens/grant.hpp"

/// Bearer tokens in front of routes: who asks, and for which parties he may.
namespace cimgate::access {

/// Scopes that Elhub gives at Maskinporten to those who have messages to send and fetch. Source: catalogue of
/// api.elhub.no, autumn 2026.
inline std::vector<std::string> scopes_of_parties() {
  return {"elhub:balancesupplier", "elhub:gridowner", "elhub:thirdparty", "elhub:serviceprovider"};
}

class Guard {
 public:
  struct Setting {
    tokens::Rules rules;         ///< `scopes`: those of parties
    std::string operator_scope;  ///< of those who move the clock and load markets
    std::function<std::shared_ptr<const tokens::KeySet>()> keys;
    std::function<keys::Seconds()> now;
  };
  explicit Guard(Setting setting) : setting_(std::move(setting)) {}

  /// Answer: 401 with WWW-Authenticate (RFC 6750, section 3), or 403 when the token is for something else.
  tl::expected<tokens::Token, http::Answer> admit(const http::Request& request,
                                                  const std::vector<std::string>& scopes) const;
  const Setting& setting() const { return setting_; }

 private:
  Setting setting_;
};

/// Tells the organisation number of a party, "" when there is none; calls once, from any thread. Error: it
/// cannot be told now.
using OrganisationOf = std::function<void(const std::string& gln,
                                          std::function<void(tl::expected<std::string, hub::Fault>)> tell)>;
/// As a hub's market has it.
OrganisationOf organisations_of(std::shared_ptr<hub::Hub> hub);

/// The same routes, for parties: the organisation of the token must be that of SenderGLN. For whom a party
/// may act is for whoever stands behind the routes to say.
http::Part for_parties(http::Part part, const std::shared_ptr<const Guard>& guard,
                       const OrganisationOf& organisation_of);
/// The same routes, for operators.
http::Part for_operators(http::Part part, const std::shared_ptr<const Guard>& guard);

/// A token endpoint, to rehearse with: POST /maskinporten/token and GET /maskinporten/jwk.
http::Part token_routes(std::shared_ptr<const tokens::TokenEndpoint> endpoint,
                        std::function<keys::Seconds()> now);

}  // namespace cimgate::access
