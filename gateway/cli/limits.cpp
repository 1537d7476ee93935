#include "gateway/cli/limits.hpp"

#include <CLI/CLI.hpp>

namespace cimgate::cli {

void add_limits(CLI::App& verb, InputLimits& limits) {
  auto* group = verb.add_option_group("Limits");
  group->add_option("--max-bytes", limits.bytes, "Largest input in bytes")
      ->transform(CLI::AsSizeValue(false));
  group->add_option("--max-depth", limits.depth, "Deepest nesting")->check(CLI::Range(1, 1000));
  group->add_option("--max-text", limits.text, "Longest single value in bytes")
      ->transform(CLI::AsSizeValue(false));
  group->add_option("--max-findings", limits.findings, "Findings to keep; the rest is counted")
      ->check(CLI::PositiveNumber);
}

}  // namespace cimgate::cli
