#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cimgate::gzip {

/// Takes gzip (RFC 1952) off a text that comes in pieces.
class Inflater {
 public:
  enum class Result : std::uint8_t { more, broken, too_large, too_dense };

  /// What a small input may become at most. Beyond `free` bytes of output the ratio counts.
  struct Bounds {
    std::uint64_t ratio = 200;
    std::uint64_t members = 10000;
    std::uint64_t free = std::uint64_t{1024} * 1024;
  };

  Inflater() : Inflater(Bounds()) {}
  explicit Inflater(const Bounds& bounds);
  ~Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;

  /// Appends what the next piece holds to `out`, which never grows beyond `limit` bytes.
  Result put(std::string_view piece, std::string& out, std::size_t limit);
  /// True when everything that was put is whole: at least one member, the last one ended, its check sum
  /// right.
  bool whole() const { return whole_; }

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  Bounds bounds_;
  std::uint64_t taken_ = 0;    ///< bytes of input
  std::uint64_t made_ = 0;     ///< bytes of output
  std::uint64_t members_ = 1;  ///< that have begun
  bool whole_ = false;
};

}  // namespace cimgate::gzip
