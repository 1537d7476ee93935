#pragma once
#include <algorithm>
#include <filesystem>
#include <vector>

namespace cimgate::test {

/// The pages that people read, below the folder of the sources.
inline std::vector<std::filesystem::path> pages(const std::filesystem::path& sources) {
  namespace fs = std::filesystem;
  std::vector<fs::path> found = {sources / "README.md", sources / "CONTRIBUTING.md",
                                 sources / "examples/README.md"};
  for (auto entry = fs::recursive_directory_iterator(sources / "docs");
       entry != fs::recursive_directory_iterator(); ++entry) {
    // What npm installs for the site is not ours.
    if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
    if (entry->path().extension() == ".md") found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace cimgate::test
