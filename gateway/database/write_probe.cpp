#include "gateway/database/write_probe.hpp"

#include <sys/statvfs.h>

#include <filesystem>

namespace cimgate::database {
namespace {

/// Less than this is full: the pages of one commit would find no room.
constexpr std::uint64_t least_free = std::uint64_t{128} * 1024;

bool is_full(const std::string& folder) {
  struct statvfs found {};
  if (::statvfs(folder.c_str(), &found) != 0) return false;
  return std::uint64_t{found.f_bavail} * found.f_frsize < least_free;
}

}  // namespace

WriteProbe::WriteProbe(const std::string& path)
    : folder_(std::filesystem::path(path).parent_path()), connection_(path, Mode::write) {
  if (folder_.empty()) folder_ = ".";
  connection_.wait_for_locks(false);
}

WriteProbe::State WriteProbe::ask() {
  if (is_full(folder_)) return State::disk_full;
  const std::lock_guard lock(mutex_);
  try {
    connection_.begin(Begin::writing);
    connection_.roll_back();
    return State::writable;
  } catch (const Error& error) {
    return error.kind() == Error::Kind::locked ? State::locked : State::broken;
  }
}

}  // namespace cimgate::database
