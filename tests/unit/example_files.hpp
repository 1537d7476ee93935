#pragma once
#include <filesystem>
#include <string>
#include <vector>

/// Our example messages, for tests that go over all of them.
namespace cimgate::test {

/// The XML files below a folder of the project, such as "examples", or anywhere, in order; of those the ones
/// that have `part` in their path.
std::vector<std::filesystem::path> xml_files(const std::filesystem::path& folder,
                                             const std::string& part = "");

std::string file_text(const std::filesystem::path& path);

}  // namespace cimgate::test
