#pragma once
#include "gateway/elhub/hub/process_context.hpp"

namespace cimgate::hub {

/// The supply to an end user that ends.
struct EndOfRelation {
  std::string process;
  std::string gsrn;
  Day ends{};  ///< the first day without it
  std::string customer;
  std::string supplier;       ///< GLN
  std::string next_supplier;  ///< GLN of the one who goes on in his place; "" = the end user's relation ends
};

/// Writes a mail to the end user. Processes 102, 103, 123, 201, 211 and 305 do so when the end is registered:
/// that is when the contract ends and the parties are told, for what can still be cancelled has ended
/// nothing. That a takeover of the contract by another supplier counts as its end is assumed; so is that no
/// second mail follows when the end is rolled back.
void mail_end_user(ProcessContext& context, const EndOfRelation& end);

}  // namespace cimgate::hub
