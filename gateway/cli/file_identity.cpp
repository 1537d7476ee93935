#include "gateway/cli/file_identity.hpp"

#include <filesystem>
#include <set>
#include <system_error>

namespace cimgate::cli {

namespace fs = std::filesystem;

std::string identity_of(const std::string& path) {
  if (path == "-") return path;
  std::error_code error;
  const auto real = fs::weakly_canonical(path, error);
  // A pipe that the shell has opened has no place: its name is its own.
  return error ? fs::absolute(path, error).lexically_normal().string() : real.string();
}

std::vector<std::string> each_once(const std::vector<std::string>& paths) {
  std::vector<std::string> once;
  std::set<std::string> seen;
  for (const auto& path : paths)
    if (seen.insert(identity_of(path)).second) once.push_back(path);
  return once;
}

}  // namespace cimgate::cli
