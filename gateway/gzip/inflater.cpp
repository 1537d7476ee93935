#include "gateway/gzip/inflater.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace cimgate::gzip {
namespace {

constexpr int gzip_window = MAX_WBITS + 16;
constexpr std::size_t step = 64 * 1024;

/// zlib takes its input through a pointer to what it does not change.
Bytef* bytes_of(std::string_view text) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
}

}  // namespace

struct Inflater::Stream {
  z_stream z{};
  bool good = false;
  Stream() { good = inflateInit2(&z, gzip_window) == Z_OK; }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { inflateEnd(&z); }
};

Inflater::Inflater(const Bounds& bounds) : stream_(std::make_unique<Stream>()), bounds_(bounds) {}
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

Inflater::Result Inflater::put(std::string_view piece, std::string& out, std::size_t limit) {
  if (!stream_->good) return Result::broken;
  auto& z = stream_->z;
  char made[step];
  while (!piece.empty()) {
    // Members may follow each other (RFC 1952, section 2.2).
    if (whole_) {
      if (++members_ > bounds_.members) return Result::too_dense;
      if (inflateReset(&z) != Z_OK) return Result::broken;
      whole_ = false;
    }
    const auto given = std::min<std::size_t>(piece.size(), std::numeric_limits<uInt>::max());
    z.next_in = bytes_of(piece);
    z.avail_in = static_cast<uInt>(given);
    int result = Z_OK;
    do {
      z.next_out = reinterpret_cast<Bytef*>(made);
      z.avail_out = step;
      result = inflate(&z, Z_NO_FLUSH);
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return Result::broken;
      const std::size_t size = step - z.avail_out;
      made_ += size;
      if (made_ > bounds_.free + bounds_.ratio * (taken_ + (given - z.avail_in))) return Result::too_dense;
      if (size > limit - std::min(limit, out.size())) return Result::too_large;
      out.append(made, size);
    } while (result == Z_OK && z.avail_out == 0);
    taken_ += given - z.avail_in;
    piece.remove_prefix(given - z.avail_in);
    whole_ = result == Z_STREAM_END;
    if (!whole_ && z.avail_in > 0) return Result::broken;
  }
  return Result::more;
}

}  // namespace cimgate::gzip
