#pragma once
#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace cimgate::cli {

/// Writes beside the target and renames: a file is there whole or not at all. Makes the folders above it.
tl::expected<void, std::string> write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace cimgate::cli
