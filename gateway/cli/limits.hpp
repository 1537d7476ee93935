#pragma once
#include <CLI/App.hpp>

#include "cimgate/gateway.hpp"

namespace cimgate::cli {

/// --max-bytes, --max-depth, --max-text, --max-findings.
void add_limits(CLI::App& verb, InputLimits& limits);

}  // namespace cimgate::cli
