#pragma once
#include <string>

#include "gateway/cli/options.hpp"

namespace cimgate::cli {

/// `check --usage LOG`: the traffic light for the use of BRS-NO-611. Red is a failure, yellow one from
/// `--fail-on warning` on.
ExitStatus run_usage(const Gateway& gateway, const CommonOptions& common, const std::string& log,
                     const std::string& fail_on);

}  // namespace cimgate::cli
