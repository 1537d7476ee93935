#pragma once
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/cli/exit_status.hpp"
#include "gateway/gateway/engine.hpp"

namespace cimgate::cli {

/// Options that every verb has.
struct CommonOptions {
  std::string data;
  std::string engine = "fast";
  std::string format = "text";
  std::string color = "auto";
  std::string lang = "en";
  bool quiet = false;
  bool verbose = false;

  /// Colour for a stream that may be a terminal; honours --color and NO_COLOR.
  bool use_color(std::FILE* stream) const;
};

/// A verb: adds itself to the app and, when it is the one that was asked for, says what to run.
using Run = std::function<ExitStatus(const Gateway&)>;

void add_check(CLI::App& app, CommonOptions& common, Run& run);
void add_lint(CLI::App& app, CommonOptions& common, Run& run);
void add_market(CLI::App& app, CommonOptions& common, Run& run);
void add_coverage(CLI::App& app, CommonOptions& common, Run& run);
void add_schemas(CLI::App& app, CommonOptions& common, Run& run);
void add_mappings(CLI::App& app, CommonOptions& common, Run& run);
void add_translate(CLI::App& app, CommonOptions& common, Run& run);
void add_validate(CLI::App& app, CommonOptions& common, Run& run);
void add_sample(CLI::App& app, CommonOptions& common, Run& run);
void add_hub(CLI::App& app, CommonOptions& common, Run& run);
void add_serve(CLI::App& app, CommonOptions& common, Run& run);
void add_diff(CLI::App& app, CommonOptions& common, Run& run);
void add_explain(CLI::App& app, CommonOptions& common, Run& run);
void add_roundtrip(CLI::App& app, CommonOptions& common, Run& run);
void add_rehearse(CLI::App& app, CommonOptions& common, Run& run);
void add_rules(CLI::App& app, CommonOptions& common, Run& run);
void add_bench(CLI::App& app, CommonOptions& common, Run& run);
void add_codes(CLI::App& app, CommonOptions& common, Run& run);

/// --format, restricted to what the verb can write.
void add_format(CLI::App& verb, CommonOptions& common, std::vector<std::string> formats);

/// True when the profile is known or none was given; else says which are.
bool check_profile(const Gateway& gateway, const std::string& profile);

/// Writes to standard output or standard error; a closed pipe is no error of ours.
void print(std::string_view text);
void print_error(std::string_view text);

}  // namespace cimgate::cli
