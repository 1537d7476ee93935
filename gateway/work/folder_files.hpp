#pragma once
#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <tl/expected.hpp>
#include <vector>

/// Files that are whole or not there, also when the power goes.
namespace cimgate::work {

/// Where workers keep what is not for others, in each of their folders.
inline constexpr const char* own = ".cimgate";

tl::unexpected<std::string> failed(const std::filesystem::path& path, int error = errno);
tl::unexpected<std::string> failed(const std::filesystem::path& path, const std::error_code& error);

/// Of an open file, until it is closed.
class Handle {
 public:
  Handle(const std::filesystem::path& path, int flags);
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  int operator*() const { return number_; }

 private:
  int number_;
};

/// What was renamed or removed in a folder is so, also when the power goes.
tl::expected<void, std::string> flush_folder(const std::filesystem::path& folder);
tl::expected<void, std::string> write_flushed(const std::filesystem::path& path, std::string_view text);
/// Renames without replacing. False when the new name is taken.
tl::expected<bool, std::string> rename_to_free(const std::filesystem::path& from,
                                               const std::filesystem::path& to);
/// Moves all files of a folder into another, under other names where theirs are taken, and removes it.
/// Nothing happens when it is not there.
tl::expected<void, std::string> move_all(const std::filesystem::path& from, const std::filesystem::path& to);
/// In their order.
std::vector<std::string> names_in(const std::filesystem::path& folder, bool folders);
/// That no other worker has.
std::string new_name();

}  // namespace cimgate::work
