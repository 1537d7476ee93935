#pragma once
#include <string>
#include <vector>

#include "gateway/check/judge.hpp"
#include "gateway/check/status.hpp"
#include "gateway/cli/exit_status.hpp"
#include "gateway/cli/options.hpp"

namespace cimgate::cli {

/// What `validate` and `check` are asked alike.
struct JudgingOptions {
  std::vector<std::string> files;
  std::vector<std::string> reports;
  std::string group = "file";  ///< text output: by file, or by rule
  std::string level;           ///< "": message, or market when there is a market state
  std::string market;          ///< database or YAML file; "": none
  std::string as_of;
  std::string fail_on = "error";
  unsigned jobs = 0;  ///< threads for one large input; 0: one a core
  ValidateOptions validate;

  /// With the level that was named. False, and said why, when a name is not known.
  bool complete(const Gateway& gateway, const CommonOptions& common);
  check::FailOn failing() const;
};

/// --market and --as-of.
void add_market_and_day(Command& group, JudgingOptions& options);
void add_fail_on(Command& group, JudgingOptions& options);
void add_judging(Command& verb, CommonOptions& common, JudgingOptions& options);

/// What it means for the process.
ExitStatus exit_status(check::Status status);

}  // namespace cimgate::cli
