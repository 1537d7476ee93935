#include "gateway/cli/bundle_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "gateway/cli/file_identity.hpp"
#include "gateway/cli/packed.hpp"

namespace cimgate::cli {

namespace fs = std::filesystem;

bool is_bundle_part(const fs::path& path) {
  const std::string name = unpacked_name(path.filename().string());
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return name == "supplement.json" || (name.size() > 3 && digit(name[0]) && digit(name[1]) &&
                                       name[2] == '-' && name.find("_MarketDocument.") != std::string::npos);
}

tl::expected<void, std::string> remove_other_parts(const CommonOptions& common, const fs::path& folder,
                                                   const std::set<std::string>& written,
                                                   const std::vector<std::string>& read) {
  const auto is_part = [](const std::string& name) { return is_bundle_part(name); };
  if (std::none_of(written.begin(), written.end(), is_part)) return {};
  std::set<std::string> kept;
  for (const auto& file : read) kept.insert(identity_of(file));
  std::error_code error;
  std::set<fs::path> others;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && is_bundle_part(it->path()) &&
        !written.contains(it->path().filename().string()) && !kept.contains(identity_of(it->path().string())))
      others.insert(it->path());
  }
  for (const auto& other : others) {
    std::error_code failed;
    if (!fs::remove(other, failed) && failed)
      return tl::make_unexpected("'" + other.string() + "': " + failed.message());
    if (!common.quiet)
      tell_error(common, fmt::format("'{}' of an earlier translation was removed", other.string()));
  }
  return {};
}

}  // namespace cimgate::cli
