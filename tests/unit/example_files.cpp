#include "tests/unit/example_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace cimgate::test {

std::vector<std::filesystem::path> xml_files(const std::filesystem::path& folder, const std::string& part) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(CIMGATE_SOURCE_DIR / folder))
    if (entry.path().extension() == ".xml" && entry.path().string().find(part) != std::string::npos)
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace cimgate::test
