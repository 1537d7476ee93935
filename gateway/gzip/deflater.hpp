#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace cimgate::gzip {

/// Packs a text that comes in pieces as one gzip member (RFC 1952), at a level that favours speed. Throws
/// std::bad_alloc when there is no memory for it.
class Deflater {
 public:
  Deflater();
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  /// What the next piece adds; it may be nothing yet. `last`: and the end of the member.
  std::string put(std::string_view piece, bool last);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

/// The text with gzip, at a level that favours speed. Empty when there is no memory for it.
std::string gzipped(std::string_view text);

}  // namespace cimgate::gzip
