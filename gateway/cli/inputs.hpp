#pragma once
#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace cimgate::cli {

/// The inputs that arguments name: files as they are, "-" for standard input, folders with all *.xml and
/// *.json below them, patterns with * and ? that the shell has left. Sorted within each argument. Error: an
/// argument that names nothing.
tl::expected<std::vector<std::string>, std::string> find_inputs(const std::vector<std::string>& arguments);

/// All bytes of a file or of standard input ("-"), at most one more than `limit` so that the limit shows.
tl::expected<std::string, std::string> read_bytes(const std::string& path, std::size_t limit);

/// How an input is called in reports.
std::string display_name(const std::string& path);

}  // namespace cimgate::cli
