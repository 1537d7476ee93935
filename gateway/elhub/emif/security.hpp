#pragma once
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"
#include "gateway/security/keys/reloaded.hpp"
#include "gateway/security/wss/sign.hpp"
#include "gateway/security/wss/verify.hpp"

/// WS-Security in front of the services: what was signed is verified, what is answered is signed.
namespace cimgate::emif {

enum class Demand : std::uint8_t {
  optional,  ///< what is not signed is taken; what is signed must be signed well
  required
};

/// Why a message was not taken before anything of it was looked at. Status 500 whatever it is.
struct EarlyFault {
  std::string fault_string;
  hub::FaultGroup group = hub::FaultGroup::security;
  std::string description;
  std::string text;    ///< FaultText; "" leaves it out
  std::string reason;  ///< for the header Cimgate-Refusal, which Elhub does not have: "digest-wrong"
};

class Security {
 public:
  struct Setting {
    Demand demand = Demand::required;
    wss::Policy policy;
    std::shared_ptr<keys::Reloaded<keys::TrustStore>> issuers;  ///< of the parties' certificates
    std::shared_ptr<keys::Reloaded<keys::Identity>> own;        ///< answers are signed with
    std::shared_ptr<wss::ReplayGuard> replays;
    std::function<keys::Seconds()> now;  ///< of the world, not of the market
  };
  explicit Security(Setting setting) : setting_(std::move(setting)) {}

  /// Who signed a request, and how; nothing when it is not signed and need not be. In the order of Elhub's
  /// own mocks: encoding, size, then (where they have it is not known) security. Schema and rules come after
  /// it. `large`: the service takes metering values, for which Elhub's mock has a limit of its own.
  tl::expected<std::optional<wss::Verified>, EarlyFault> check(const http::Request& request, bool large);

  /// Whether the party that a signed message says it comes from is whose certificate signed it.
  /// `organisation`: the number that the market knows the party by; "" when it has none.
  tl::expected<void, EarlyFault> check_party(const wss::Verified& signer, std::string_view organisation);

  /// Whether answers to a request are signed.
  bool signs(const std::optional<wss::Verified>& signer) const {
    return signer.has_value() || setting_.demand == Demand::required;
  }
  /// The answer, an envelope of ours, signed as the request was.
  /// `at`: the time of a fault, when there is one.
  http::Answer sign(http::Answer answer, const std::optional<wss::Verified>& signer,
                    const std::string& at) const;
  http::Answer fault(const EarlyFault& fault, const std::string& at) const;

  /// Lines for /metrics: messages by outcome.
  std::string metrics() const;

 private:
  static constexpr std::size_t kinds = static_cast<std::size_t>(wss::Refused::too_many) + 1;

  Setting setting_;
  mutable std::array<std::atomic<std::uint64_t>, kinds> refused_{};
  mutable std::atomic<std::uint64_t> taken_{0}, unsigned_{0}, other_party_{0};
};

/// A WSDL with the policy that says what must be signed, and how.
std::string with_policy(std::string wsdl);

}  // namespace cimgate::emif
