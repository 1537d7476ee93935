#include "gateway/database/write_probe.hpp"

#include <sys/statvfs.h>

#include <filesystem>

#include "gateway/database/location.hpp"

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

WriteProbe::WriteProbe(const std::string& location) : connection_(location, Mode::write) {
  if (!is_server(location)) {
    folder_ = std::filesystem::path(location).parent_path();
    if (folder_.empty()) folder_ = ".";
  }
  connection_.wait_for_locks(false);
}

WriteProbe::State WriteProbe::ask() {
  if (!folder_.empty() && is_full(folder_)) return State::disk_full;
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
