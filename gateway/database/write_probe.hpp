#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/database/connection.hpp"

namespace cimgate::database {

/// Whether a database could be written now. Asks by a connection of its own, and waits for no lock. Whether
/// the disk of a server is full shows only in writing.
class WriteProbe {
 public:
  /// Throws Error.
  explicit WriteProbe(const std::string& location);

  enum class State : std::uint8_t { writable, locked, disk_full, broken };
  /// From any thread. `locked`: another connection writes, of this process or of another.
  State ask();

 private:
  std::string folder_;  ///< of a file
  std::mutex mutex_;
  Connection connection_;
};

}  // namespace cimgate::database
