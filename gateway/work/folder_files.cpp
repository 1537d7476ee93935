#include "gateway/work/folder_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <random>

namespace cimgate::work {
namespace {

namespace fs = std::filesystem;
using Done = tl::expected<void, std::string>;

/// "a.xml", "a-2.xml", "a-3.xml".
fs::path numbered(const fs::path& path, unsigned number) {
  if (number == 1) return path;
  return path.parent_path() / fmt::format("{}-{}{}", path.stem().string(), number, path.extension().string());
}

}  // namespace

tl::unexpected<std::string> failed(const fs::path& path, int error) {
  return tl::make_unexpected("'" + path.string() + "': " + std::strerror(error));
}

tl::unexpected<std::string> failed(const fs::path& path, const std::error_code& error) {
  return tl::make_unexpected("'" + path.string() + "': " + error.message());
}

Handle::Handle(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}

Handle::~Handle() {
  if (number_ >= 0) ::close(number_);
}

Done flush_folder(const fs::path& folder) {
  const Handle handle(folder, O_RDONLY | O_DIRECTORY);
  if (!handle || ::fsync(*handle) != 0) return failed(folder);
  return {};
}

Done write_flushed(const fs::path& path, std::string_view text) {
  const Handle handle(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!handle) return failed(path);
  while (!text.empty()) {
    const auto written = ::write(*handle, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(*handle) != 0) return failed(path);
  return {};
}

tl::expected<bool, std::string> rename_to_free(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  if (errno != EINVAL && errno != ENOSYS) return failed(to);
  // The file system cannot: then what is there is looked for before.
  std::error_code error;
  if (fs::exists(to, error)) return false;
  fs::rename(from, to, error);
  if (error) return failed(to, error);
  return true;
}

std::vector<std::string> names_in(const fs::path& folder, bool folders) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    std::error_code of_entry;
    if (folders ? at->is_directory(of_entry) : at->is_regular_file(of_entry))
      names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Done move_all(const fs::path& from, const fs::path& to) {
  for (const auto& name : names_in(from, false)) {
    for (unsigned number = 1;; ++number) {
      const auto renamed = rename_to_free(from / name, numbered(to / name, number));
      if (!renamed) return tl::make_unexpected(renamed.error());
      if (*renamed) break;
    }
  }
  std::error_code ignored;
  if (fs::remove(from, ignored)) return flush_folder(to);
  return {};
}

std::string new_name() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

}  // namespace cimgate::work
