#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "cimgate/finding.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/scenario/exchange.hpp"
#include "gateway/scenario/pack.hpp"

namespace cimgate::scenario {

/// Why the hub's own face gave nothing.
struct HubTrouble {
  enum class Kind : std::uint8_t {
    missing,    ///< there is no /hub/v1: a system that is no cimgate hub
    refused,    ///< it answered with a problem
    transport,  ///< nobody answered
  } kind = Kind::refused;
  Text text;
  std::string member;  ///< of the request that did not fit; "" = the problem names none
};

/// The clock and the state of the hub: /hub/v1.
class HubFace {
 public:
  explicit HubFace(Exchange& exchange) : exchange_(exchange) {}

  /// Seconds since 1970-01-01T00:00:00Z.
  tl::expected<std::int64_t, HubTrouble> clock();
  tl::expected<void, HubTrouble> move_to(std::int64_t seconds);
  tl::expected<void, HubTrouble> move(const Move& move);
  tl::expected<void, HubTrouble> load(const std::string& market_yaml);
  /// Who may do what: a file of users.
  tl::expected<void, HubTrouble> take_users(const std::string& users_yaml);
  /// Nobody is asked for a role any more.
  tl::expected<void, HubTrouble> forget_users();
  /// A portfolio takeover (BRS-NO-305), between two GLNs.
  tl::expected<void, HubTrouble> take_over(const std::string& from, const std::string& to, rules::Day day);
  /// What is put right by hand after one. Empty texts are left out.
  struct Correction {
    std::string kind, point, day, message, supplier;
    bool last_resort = false;
  };
  tl::expected<void, HubTrouble> correct(const Correction& correction);
  /// Reactive channels that are opened and closed; each is "8716867000139 Out".
  struct ReactiveChannels {
    std::string day;
    std::vector<std::string> open, close;
    std::vector<std::string> points, not_open, not_close;  ///< GSRNs
  };
  tl::expected<void, HubTrouble> change_channels(const ReactiveChannels& channels);
  /// Puts into the queues of a party, a GLN, again what was sent to it in a period: all of it, part by part.
  tl::expected<void, HubTrouble> send_again(const std::string& party, std::int64_t from,
                                            std::optional<std::int64_t> to);
  /// The limits to the use of BRS-NO-611, as YAML.
  tl::expected<std::string, HubTrouble> usage_limits();
  tl::expected<void, HubTrouble> set_usage_limits(const std::string& yaml);
  /// How far a party, a GLN, has come with it, as JSON.
  tl::expected<std::string, HubTrouble> usage_of(const std::string& party);
  /// The answer as JSON.
  tl::expected<std::string, HubTrouble> market_of(const std::string& gsrn);
  /// The mails about a metering point that were written at a time or later, as JSON.
  tl::expected<std::string, HubTrouble> mails_of(const std::string& gsrn, std::int64_t since);

 private:
  tl::expected<Reply, HubTrouble> send(Call call);

  Exchange& exchange_;
};

}  // namespace cimgate::scenario
