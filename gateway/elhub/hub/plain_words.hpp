#pragma once
#include <string>

#include "gateway/elhub/hub/process_context.hpp"

/// What people outside the market are told of it in plain words; "" when it is not known.
namespace cimgate::hub {

/// "Nordvidda Nett AS".
std::string party_name(ProcessContext& context, const std::string& gln, Day day);
/// Of a metering point: "Månestien 221, 9995 NORDRE ÆRFJORD".
std::string address_line(ProcessContext& context, const std::string& gsrn, Day day);

}  // namespace cimgate::hub
