#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace cimgate::cli {

/// The name of the file that says what `cimgate check` checks when no path is given. `cimgate init` writes
/// it.
inline constexpr const char* project_file_name = "cimgate.yaml";

/// What it says. Paths are seen from the current folder, in which it lies.
struct ProjectFile {
  std::vector<std::string> messages;  ///< files, folders and patterns, at least one
  std::string market;                 ///< market state: a database or YAML file; "" for none
  std::string baseline;               ///< known findings; "" for none
  std::string schema;                 ///< version to read messages as; "" for the newest they are valid in
};

/// Error: the file cannot be read, or every mistake in it as "file:line:column: what is wrong".
tl::expected<ProjectFile, std::string> read_project_file(const std::string& path);

}  // namespace cimgate::cli
