#pragma once
#include <vector>

#include "gateway/elhub/hub/process_context.hpp"

/// What became of the contracts of a metering point when they were put right by hand.
namespace cimgate::hub {

struct ContractChange {
  enum class What : std::uint8_t { removed, cut_short, goes_on, added } what;
  market::Contract contract;
  Day day{};                     ///< from which it is so
  bool nothing_follows = false;  ///< nobody has supply on that day any more
};

/// What goes comes before what there is instead.
std::vector<ContractChange> changes_between(const std::vector<market::Contract>& before,
                                            const std::vector<market::Contract>& after);

/// Cancels the processes that had brought about what was taken back.
void take_back_cases(ProcessContext& context, const std::vector<ContractChange>& changes);

/// NotifyEndOfSupply and NotifyStartOfSupply to the suppliers and the grid company, as the process names
/// them. A supplier that has left the market is not told.
void tell_of(ProcessContext& context, const std::vector<ContractChange>& changes, const std::string& process);

}  // namespace cimgate::hub
