#pragma once
#include <string>
#include <vector>

#include "gateway/cli/judging.hpp"

namespace cimgate::cli {

/// What `explain --refusal` is asked.
struct RefusalOptions {
  bool asked = false;
  std::string request;     ///< the message that was refused; "" = it is not there
  JudgingOptions judging;  ///< how it is held against the rules
};

void add_refusal(Command& verb, RefusalOptions& options);

/// `files`: the answers. `explain`: how they are read.
ExitStatus explain_refusal(const Gateway& gateway, const CommonOptions& common,
                           const std::vector<std::string>& files, const ExplainOptions& explain,
                           RefusalOptions options);

}  // namespace cimgate::cli
