#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cimgate::server {

/// Takes gzip (RFC 1952) off a body that comes in pieces.
class Inflater {
 public:
  enum class Result : std::uint8_t { more, broken, too_large };

  Inflater();
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
  bool whole_ = false;
};

/// The text with gzip, at a level that favours speed. Empty when there is no memory for it.
std::string gzipped(std::string_view text);

}  // namespace cimgate::server
