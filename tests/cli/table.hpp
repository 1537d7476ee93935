#pragma once
#include <filesystem>
#include <string>
#include <vector>

/// Tables of runs of the command line. README.md says what may stand in them.
namespace cimgate::test {

struct Result {
  std::string name;                   ///< of the case
  std::vector<std::string> failures;  ///< what was not as expected; empty = passed
};

/// Runs every case of a table. A table that is not as it should be is a failure, too.
std::vector<Result> run_table(const std::filesystem::path& path);

}  // namespace cimgate::test
