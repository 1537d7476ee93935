#pragma once
#include <string>

#include "gateway/elhub/hub/process_context.hpp"

/// The notices that the hub sends of its own accord. Each takes the process that brought it about.
namespace cimgate::hub {

/// What a start of supply looks like to those who are told.
struct StartNotice {
  std::string process;
  std::string gsrn;
  Day date{};
  std::string supplier;  ///< GLN
  std::string customer;
};

/// NotifyStartOfSupply (414). Returns its id; "" when it is not sent, because the grid area is not known.
std::string notify_start(ProcessContext& context, const Addressee& to, const StartNotice& notice);

/// What an end of supply looks like to those who are told.
struct EndNotice {
  std::string process;
  std::string gsrn;
  Day date{};
  std::string supplier;
  std::string customer;
  std::string reason;  ///< EndReasonType; "" = none is said
};

/// NotifyEndOfSupply (406).
void notify_end(ProcessContext& context, const Addressee& to, const EndNotice& notice);

/// NotifyMeteringPointCharacteristics (E58): everything that holds of the point from a day on.
void notify_point(ProcessContext& context, const Addressee& to, const std::string& process,
                  const std::string& gsrn, Day from);

/// The same, to each supplier who has, or will have, the metering point from a day on.
void notify_suppliers(ProcessContext& context, const std::string& process, const std::string& gsrn, Day from);

/// NotifyCustomerInformation (E10): what is known of an end user.
void notify_customer(ProcessContext& context, const Addressee& to, const std::string& process,
                     const std::string& gsrn, const std::string& customer, Day from);

// Who is told.
/// The owner of the grid area that a metering point is in; nothing when that is not known.
std::optional<Addressee> grid_company(ProcessContext& context, const std::string& gsrn, Day day);
/// The supplier of a contract, in its role.
Addressee supplier_of(const market::Contract& contract);
/// The supplier of last resort for a metering point; nothing when the market has none.
std::optional<Addressee> last_resort(ProcessContext& context, const std::string& gsrn, Day day);
/// The contract that holds on a day.
std::optional<market::Contract> contract_on(ProcessContext& context, const std::string& gsrn, Day day);

}  // namespace cimgate::hub
