#pragma once
#include <optional>
#include <string>

#include "gateway/elhub/ledger/records.hpp"
#include "gateway/rules/tables.hpp"

namespace cimgate::hub {

using ledger::Day;
using ledger::Seconds;

/// Until when a process can be cancelled: rows of rules/deadlines/, never constants.
class Timetable {
 public:
  explicit Timetable(const rules::Tables& tables) : tables_(tables) {}

  /// The last Norwegian day on which a process that takes effect on `date` can be cancelled.
  /// Nothing: it cannot be cancelled, and takes effect at once.
  std::optional<Day> cancellation_deadline(const std::string& process, const std::string& settlement,
                                           Day date) const;

 private:
  const rules::Tables& tables_;
};

}  // namespace cimgate::hub
