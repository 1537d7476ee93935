#pragma once
#include "gateway/cli/options.hpp"

namespace cimgate::cli {

/// Verbs about the program itself: help, version, completions, manual. What `command` is of must outlive the
/// run.
void add_about(Command& command, Run& run);

}  // namespace cimgate::cli
