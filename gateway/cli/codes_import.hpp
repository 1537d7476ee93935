#pragma once
#include "gateway/cli/options.hpp"

namespace cimgate::cli {

/// `cimgate codes import`.
void add_codes_import(Command& codes, CommonOptions& common, Run& run);

}  // namespace cimgate::cli
