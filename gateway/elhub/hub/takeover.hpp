#pragma once
#include "gateway/elhub/hub/process_context.hpp"

namespace cimgate::hub {

/// BRS-NO-305: all contracts of a supplier go to another one. `subject`: "FROM TO DAY", two GLNs and a day.
void take_portfolio_over(ProcessContext& context, const std::string& subject);

}  // namespace cimgate::hub
