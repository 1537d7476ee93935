#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/elhub/hub/volume_terms.hpp"
#include "gateway/elhub/ledger/records.hpp"
#include "gateway/rules/tables.hpp"

namespace cimgate::hub {

using ledger::Day;
using ledger::Seconds;

/// Until when things can be taken back, for which days they can be sent, and what is told to whom: rows of
/// rules/deadlines/ and rules/tables/, never constants.
class Timetable {
 public:
  explicit Timetable(const rules::Tables& tables) : tables_(tables) {}

  /// The last Norwegian day on which a process that takes effect on `date` can be cancelled.
  /// Nothing: it cannot be cancelled, and takes effect at once.
  std::optional<Day> cancellation_deadline(const std::string& process, const std::string& settlement,
                                           Day date) const;

  /// The types of agreements on a metering point: "Norgespris".
  std::vector<std::string> point_contract_types() const;
  /// The last day on which one that was made on a day can be cancelled.
  Day end_of_regret(const std::string& type, Day made) const;
  /// Whether who sends a change, or the clock, may take such an agreement to a status from any (`from`
  /// empty), or from this one.
  bool may_go(std::string_view by, std::string_view from, std::string_view to) const;

  /// When the settlement basis of a day is made: the times of its runs, ascending.
  std::vector<Seconds> settlement_runs(Day day) const;
  /// The next hour of runs at a time or behind it, whatever the day that they are about.
  Seconds next_settlement(Seconds now) const;

  /// When annual volumes are calculated in a version of the messages; nothing: they are not.
  std::optional<VolumeTerms> volume_terms(const std::string& version) const;

  /// The elements that the answer to BRS-NO-611 has for a role on a day, besides those that every answer has.
  std::vector<std::string> told_upfront(std::string_view role, Day day) const;

  /// The days on which a process that is sent on a day may take effect; what has no bound is nothing.
  struct Limits {
    std::optional<Day> earliest, latest;
  };
  Limits limits(const std::string& process, const std::string& settlement, Day sent) const;

 private:
  const rules::Tables& tables_;
};

}  // namespace cimgate::hub
