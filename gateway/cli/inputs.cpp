#include "gateway/cli/inputs.hpp"

#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

bool is_message_file(const fs::path& path) {
  return path.extension() == ".xml" || path.extension() == ".json";
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && is_message_file(it->path())) files.push_back(it->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> matches(const std::string& pattern) {
  std::vector<std::string> files;
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (std::size_t i = 0; i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
  globfree(&found);
  return files;
}

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

}  // namespace

tl::expected<std::vector<std::string>, std::string> find_inputs(const std::vector<std::string>& arguments) {
  std::vector<std::string> inputs;
  for (const auto& argument : arguments) {
    std::error_code error;
    if (argument == "-") {
      inputs.push_back(argument);
    } else if (fs::is_directory(argument, error)) {
      auto files = files_below(argument);
      if (files.empty())
        return tl::make_unexpected("'" + argument + "' is a folder without any .xml or .json file in it");
      inputs.insert(inputs.end(), files.begin(), files.end());
    } else if (fs::exists(argument, error)) {
      inputs.push_back(argument);
    } else {
      auto files =
          argument.find_first_of("*?[") == std::string::npos ? std::vector<std::string>() : matches(argument);
      if (files.empty()) return tl::make_unexpected("'" + argument + "': there is no such file or folder");
      for (const auto& file : files)
        if (!fs::is_directory(file, error)) inputs.push_back(file);
    }
  }
  return inputs;
}

tl::expected<std::string, std::string> read_bytes(const std::string& path, std::size_t limit) {
  const std::unique_ptr<std::FILE, CloseFile> file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return tl::make_unexpected("'" + path + "': " + std::strerror(errno));
  std::string bytes;
  constexpr std::size_t step = 256 * 1024;
  while (bytes.size() <= limit) {
    const std::size_t before = bytes.size();
    bytes.resize(before + std::min(step, limit + 1 - before));
    const std::size_t got = std::fread(bytes.data() + before, 1, bytes.size() - before, file.get());
    bytes.resize(before + got);
    if (got == 0) break;
  }
  if (std::ferror(file.get()) != 0) return tl::make_unexpected("'" + path + "': " + std::strerror(errno));
  return bytes;
}

std::string display_name(const std::string& path) {
  return path == "-" ? "<stdin>" : path;
}

}  // namespace cimgate::cli
