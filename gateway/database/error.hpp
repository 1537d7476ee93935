#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>

namespace cimgate::database {

/// A database could not do what it was asked. Rooms that work on a database let it pass; at their edges it
/// becomes a value: a sentence for people, or a fault of the hub's.
class Error : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    locked,       ///< another connection writes
    full,         ///< no room on the disk
    damaged,      ///< what is there cannot be read
    unreachable,  ///< the server was not there, or is not any more, or took too long: to be tried again
    foreign,      ///< it belongs to something else, or to another version of this program
    other,
  };
  explicit Error(const std::string& text, Kind kind = Kind::other) : std::runtime_error(text), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

}  // namespace cimgate::database
