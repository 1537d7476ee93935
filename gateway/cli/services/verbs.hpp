#pragma once
#include "gateway/cli/options.hpp"

/// The verbs that run as services, and those about what these keep, play and are set to.
namespace cimgate::cli {

void add_work(Command& app, CommonOptions& common, Run& run);
void add_serve(Command& app, CommonOptions& common, Run& run);
void add_rehearse(Command& app, CommonOptions& common, Run& run);
void add_market(Command& app, CommonOptions& common, Run& run);
void add_hub(Command& app, CommonOptions& common, Run& run);
void add_certs(Command& app, CommonOptions& common, Run& run);
void add_bridge(Command& app, CommonOptions& common, Run& run);
void add_audit(Command& app, CommonOptions& common, Run& run);
void add_lint(Command& app, CommonOptions& common, Run& run);
void add_config(Command& app, CommonOptions& common, Run& run);

}  // namespace cimgate::cli
