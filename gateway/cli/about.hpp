#pragma once
#include "gateway/cli/options.hpp"

namespace CLI {
class App;
}

namespace cimgate::cli {

/// Verbs about the program itself: help, version, completions, manual. `app` must outlive the run.
void add_about(Command& command, const CLI::App& app, Run& run);

}  // namespace cimgate::cli
