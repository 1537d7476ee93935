#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/elhub/hub/customer_names.hpp"
#include "gateway/elhub/hub/process_context.hpp"

namespace cimgate::hub {

/// What is known of an end user, as messages tell it: names, communication, addresses. Never for logs or
/// events.
struct CustomerInformation {
  std::string id, scheme;
  CustomerNames names;
  std::optional<std::string> nace;
  bool extended_storage = false;
  std::vector<ebix::common::Elhub_Communication> communication;
  std::vector<ebix::common::Elhub_InvoiceeAddressType> addresses;  ///< at least one

  ebix::common::Elhub_CustomerPartyStartOfSupplyType for_start() const;
  ebix::common::Elhub_CustomerPartyEndOfSupplyType for_end() const;
  ebix::common::Elhub_CustomerPartyNotifyType for_notice() const;
};

/// The end user as the last message about him told it, else as the market state has him. Where no address is
/// known, that of the metering point stands in; where that is not known either, an address that says so.
CustomerInformation customer_information(ProcessContext& context, const std::string& customer,
                                         const std::string& gsrn, Day day);

/// The mail address that the last message with one gave for an end user; "" when none did. A later message
/// that says nothing of it does not take it back (assumed): one that ends a supply seldom repeats it.
std::string mail_address_of(ProcessContext& context, const std::string& customer);

/// Keeps what a message says about an end user.
void remember_customer(ProcessContext& context, const Request& request);

}  // namespace cimgate::hub
