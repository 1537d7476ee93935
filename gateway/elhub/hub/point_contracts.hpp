#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/contract_order.hpp"
#include "gateway/elhub/hub/process_context.hpp"

/// Agreements on metering points that are no supply, such as Norgespris: made and changed over REST, and
/// brought on by the clock. Source of what is published: a draft of Elhub's contract service (2025); who may
/// see and do what is assumed where docs/contracts.md says so.
namespace cimgate::hub {

using ledger::PointContract;

/// Makes or changes the contracts of an order: all of them, or none. Error: the first is why.
tl::expected<std::vector<PointContract>, ContractErrors> carry_out(ProcessContext& context,
                                                                   const ContractOrder& order);

/// What the clock does to a contract whose time has come. `id`: its id.
void contract_day_has_come(ProcessContext& context, const std::string& id);

struct ContractQuery {
  ContractCaller caller;
  ledger::PointContractFilter filter;
  std::vector<std::string> gsrns;  ///< empty: any
  std::size_t skip = 0, limit = 100;
};
struct ContractPage {
  std::vector<PointContract> contracts;
  bool more = false;
};
/// Those that the caller may see, in the order in which they were made.
tl::expected<ContractPage, ContractError> find_contracts(ProcessContext& context, const ContractQuery& query);
tl::expected<PointContract, ContractError> find_contract(ProcessContext& context,
                                                         const ContractCaller& caller, const std::string& id);

}  // namespace cimgate::hub
