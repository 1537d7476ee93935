#pragma once
#include "cimgate/gateway.hpp"
#include "gateway/cli/command.hpp"

namespace cimgate::cli {

/// Options that bound what is read, under a heading of their own.
void add_limits(Command& verb, InputLimits& limits);
/// Those of them that bound what is in a message, not its size.
void add_content_limits(Command& group, InputLimits& limits);

}  // namespace cimgate::cli
