#pragma once
#include <string_view>

namespace cimgate::cli {

/// Tells the service manager that started this process, if one did and wants to know, what state it is in:
/// "READY=1", "STOPPING=1" (sd_notify(3)). Does nothing otherwise, and never fails.
void tell_service_manager(std::string_view state);

}  // namespace cimgate::cli
