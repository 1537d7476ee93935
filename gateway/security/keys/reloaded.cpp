#include "gateway/security/keys/reloaded.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

namespace cimgate::keys {

std::string state_of(const std::vector<std::string>& files) {
  std::string made;
  for (const auto& file : files) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) {
      made += "-;";
      continue;
    }
    made += fmt::format("{}.{}/{}/{}/{};", found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_size,
                        found.st_ino, found.st_dev);
  }
  return made;
}

}  // namespace cimgate::keys
