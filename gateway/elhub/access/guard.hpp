#pragma once
#include <functional>
#include <map>
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

inline constexpr const char* scope_of_end_users = "elhub:enduser";
/// Names the organisation for which an end user acts. Source: Elhub's Access API.
inline constexpr const char* header_of_end_users = "ElhubOnBehalfOfOrganisation";

class Guard {
 public:
  struct Setting {
    tokens::Rules rules;         ///< `scopes`: those of parties
    std::string operator_scope;  ///< of those who move the clock and load markets
    std::function<std::shared_ptr<const tokens::KeySet>()> keys;
    /// When a token names a key that is not known: the keys, looked for anew; empty = there are no others.
    std::function<std::shared_ptr<const tokens::KeySet>()> keys_anew;
    /// Scopes that are for parties in certain roles alone: "elhub:gridowner" for DDM; others are for all.
    std::map<std::string, std::vector<std::string>> roles;
    std::function<keys::Seconds()> now;
  };
  explicit Guard(Setting setting) : setting_(std::move(setting)) {}
  /// Which claims of a token tell who the user is, and his roles; "" = none.
  struct Claims {
    std::string user = "client_id", roles;
  };
  /// Said once, before anybody asks; `claims` is called from any thread.
  void read_claims(std::function<Claims()> claims) const { claims_ = std::move(claims); }

  /// Answer: 401 with WWW-Authenticate (RFC 6750, section 3), or 403 when the token is for something else.
  tl::expected<tokens::Token, http::Answer> admit(const http::Request& request,
                                                  const std::vector<std::string>& scopes) const;
  /// Whether one of the token's scopes is for a party in one of these roles; true when none are told.
  bool fits(const tokens::Token& token, const std::vector<std::string>& roles) const;
  const Setting& setting() const { return setting_; }

 private:
  Setting setting_;
  mutable std::function<Claims()> claims_;
};

struct KnownParty {
  std::string organisation;        ///< its number; "" when there is none
  std::vector<std::string> roles;  ///< DDQ, DDM, …; none = not told
};
/// Tells what is known of a party; calls once, from any thread. Error: it cannot be told now.
using OrganisationOf = std::function<void(const std::string& gln,
                                          std::function<void(tl::expected<KnownParty, hub::Fault>)> tell)>;
/// As a hub's market has it.
OrganisationOf organisations_of(std::shared_ptr<hub::Hub> hub);

/// The same routes, for parties: the organisation of the token must be that of SenderGLN. For whom a party
/// may act is for whoever stands behind the routes to say.
http::Part for_parties(http::Part part, const std::shared_ptr<const Guard>& guard,
                       const OrganisationOf& organisation_of);
/// The same, and end users that are organisations: who names one in ElhubOnBehalfOfOrganisation needs its
/// token, with the scope of end users; all others are parties.
http::Part for_parties_and_end_users(const http::Part& part, const std::shared_ptr<const Guard>& guard,
                                     const OrganisationOf& organisation_of);
/// The same routes, for operators.
http::Part for_operators(http::Part part, const std::shared_ptr<const Guard>& guard);

/// A token endpoint, to rehearse with: POST /maskinporten/token and GET /maskinporten/jwk.
http::Part token_routes(std::shared_ptr<const tokens::TokenEndpoint> endpoint,
                        std::function<keys::Seconds()> now);

}  // namespace cimgate::access
