#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/request.hpp"
#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/elhub/usage/judging.hpp"

namespace cimgate::hub {

/// The limits to the use of BRS-NO-611 that are in force.
struct UsageRules {
  usage::Limits limits;
  std::string yaml;
  bool built_in = true;
};

/// What was counted of some parties, for whoever asks beside the hub.
struct UsageState {
  std::shared_ptr<const UsageRules> rules;  ///< null: nothing is counted
  std::map<std::string, usage::Counts> parties;
};

/// The hub's part of the traffic light for BRS-NO-611: it counts in its ledger what parties ask and what
/// comes of it, and does with a query what the limits say. Unless they say more, it only counts. That a
/// party is refused by what it has come to before, and that what is refused so is in no measure, is assumed:
/// a block ends when the period of its measure does.
class UsageControl {
 public:
  UsageControl(ledger::Ledger& ledger, const Engine& engine);

  /// Null when the file of the built-in limits cannot be read, and none were set.
  std::shared_ptr<const UsageRules> rules();
  /// Sets limits; "" = those that are built in. Error: their mistakes, one a line.
  tl::expected<void, std::string> set(const std::string& yaml);

  /// A message as it is counted; nothing: it is not.
  std::optional<usage::Sent> use_of(const Request& request);
  /// Why a query is refused before anything else is looked at; nothing: it is not.
  std::optional<Finding> refusal(const usage::Sent& sent);
  /// Counts. Returns the party with what it has come to, when that is to be told: at a level that it was not
  /// at before, and that the limits warn of or block.
  std::optional<usage::PartyUsage> count(const usage::Sent& sent, bool blocked);

  /// How far a party has come now.
  usage::Counts counts_of(const std::string& party);
  /// Of all parties about whom anything changed since the last time, and the first time of all.
  UsageState changes();
  /// What changes() gave was published: it need not come again.
  void published();

 private:
  static ledger::Day oldest(ledger::Day today);

  ledger::Ledger& ledger_;
  std::shared_ptr<const UsageRules> built_in_;
  std::shared_ptr<const UsageRules> set_;
  std::set<std::string> changed_;
};

}  // namespace cimgate::hub
