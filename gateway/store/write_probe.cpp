#include "gateway/store/write_probe.hpp"

#include <sqlite3.h>
#include <sys/statvfs.h>

#include <filesystem>

namespace cimgate::store {
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
    : folder_(std::filesystem::path(path).parent_path()), connection_(path, Connection::Mode::write) {
  if (folder_.empty()) folder_ = ".";
  sqlite3_busy_timeout(connection_.handle(), 0);
}

WriteProbe::State WriteProbe::ask() {
  if (is_full(folder_)) return State::disk_full;
  const std::lock_guard lock(mutex_);
  try {
    connection_.execute("BEGIN IMMEDIATE");
    connection_.execute("ROLLBACK");
    return State::writable;
  } catch (const Error&) {
    return (sqlite3_errcode(connection_.handle()) & 0xff) == SQLITE_BUSY ? State::locked : State::broken;
  }
}

}  // namespace cimgate::store
