#pragma once
#include "gateway/cli/options.hpp"

/// The verbs about messages, and about what is built in. None of them listens, or calls anybody.
namespace cimgate::cli {

void add_validate(Command& app, CommonOptions& common, Run& run);
void add_translate(Command& app, CommonOptions& common, Run& run);
void add_check(Command& app, CommonOptions& common, Run& run);
void add_explain(Command& app, CommonOptions& common, Run& run);
void add_diff(Command& app, CommonOptions& common, Run& run);
void add_roundtrip(Command& app, CommonOptions& common, Run& run);
void add_split(Command& app, CommonOptions& common, Run& run);
void add_join(Command& app, CommonOptions& common, Run& run);
void add_values(Command& app, CommonOptions& common, Run& run);
void add_sample(Command& app, CommonOptions& common, Run& run);
void add_rules(Command& app, CommonOptions& common, Run& run);
void add_codes(Command& app, CommonOptions& common, Run& run);
void add_coverage(Command& app, CommonOptions& common, Run& run);
void add_mappings(Command& app, CommonOptions& common, Run& run);
void add_schemas(Command& app, CommonOptions& common, Run& run);
void add_init(Command& app, CommonOptions& common, Run& run);
void add_bench(Command& app, CommonOptions& common, Run& run);

}  // namespace cimgate::cli
