#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/options.hpp"

/// A folder that holds one bundle: the files that `translate -o` writes for a message.
namespace cimgate::cli {

/// Named as one of them is: 01-<Root>.json, supplement.json; also packed.
bool is_bundle_part(const std::filesystem::path& path);

/// Removes what an earlier translation has left there and this one does not have, for a folder is read as one
/// bundle, and tells what is gone. `written`: the names that it has now. Other files stay, and so do those
/// that were read (`read`). Error: why one could not be removed.
tl::expected<void, std::string> remove_other_parts(const CommonOptions& common,
                                                   const std::filesystem::path& folder,
                                                   const std::set<std::string>& written,
                                                   const std::vector<std::string>& read);

}  // namespace cimgate::cli
