#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/scenario/rehearsal.hpp"
#include "tests/test_database.hpp"

/// The hub's answers beside those of `validate --market`: the same message, judged on what the hub's database
/// holds just before the message is handed in.
namespace cimgate::test {

using Codes = std::set<std::string>;  ///< "EH075 (89)"

/// A message on which the two are not of one mind.
struct Disagreement {
  std::string process, message;  ///< "BRS-NO-101", "RequestStartOfSupply"
  std::string hub, rules;        ///< codes in order, "valid", "fault XSD", …
  std::string where;             ///< a scenario and step, an example

  std::string key() const { return process + ' ' + message + ": hub " + hub + ", validate " + rules; }
};

/// A hub with a database of its own, and who listens to it.
class Court {
 public:
  /// `schema`: the version that its hub speaks; "" = what is in force.
  explicit Court(const Gateway& gateway, std::string schema = {});
  Court(const Court&) = delete;
  Court& operator=(const Court&) = delete;
  ~Court();

  const std::shared_ptr<hub::Hub>& hub() const { return hub_; }
  /// Where the next messages come from.
  void at(std::string where) { where_ = std::move(where); }
  const std::vector<Disagreement>& disagreements() const { return disagreements_; }
  std::size_t heard() const { return heard_; }

  /// What `validate --market` says of a message, or of one in an envelope, now.
  Checked judge(const std::string& xml) const;
  /// Holds what the hub did since `event` against what was said before.
  void compare(const Checked& judged, std::int64_t event, const std::string& fault);
  /// Whether all that was done to the hub, done again to another, gives the same hub.
  bool comes_again();
  /// The number of the hub's last event.
  std::int64_t last_event();
  /// Loads a market and hands a message in at a time; afterwards nothing of it has happened.
  void hear(const std::string& market, const std::string& xml);

 private:
  void compare(ledger::Ledger& ledger, const Checked& judged, std::int64_t event, const std::string& fault);

  const Gateway& gateway_;
  std::string schema_;
  std::shared_ptr<const Engine> engine_;
  TestDatabase kept_;
  std::shared_ptr<hub::Hub> hub_;
  std::shared_ptr<const rules::Facts> facts_;
  std::string where_;
  std::size_t heard_ = 0;
  std::vector<Disagreement> disagreements_;
};

/// The system of a court: what is handed in by SOAP is judged before and compared after.
tl::expected<std::unique_ptr<scenario::Exchange>, std::string> open_court(const Gateway& gateway,
                                                                          Court& court);

}  // namespace cimgate::test
