#include "gateway/gzip/deflater.hpp"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace cimgate::gzip {
namespace {

constexpr int gzip_window = MAX_WBITS + 16;
constexpr int fast = 4;
constexpr int fastest = 1;
constexpr int memory = 8;
constexpr std::size_t step = 64 * 1024;

/// zlib takes its input through a pointer to what it does not change.
Bytef* bytes_of(std::string_view text) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
}

}  // namespace

struct Deflater::Stream {
  z_stream z{};
};

Deflater::Deflater() : stream_(std::make_unique<Stream>()) {
  if (deflateInit2(&stream_->z, fastest, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
}

Deflater::~Deflater() {
  deflateEnd(&stream_->z);
}

std::string Deflater::put(std::string_view piece, bool last) {
  auto& z = stream_->z;
  std::string out;
  do {
    const auto given = std::min<std::size_t>(piece.size(), 1U << 30U);
    z.next_in = bytes_of(piece);
    z.avail_in = static_cast<uInt>(given);
    const int flush = last && given == piece.size() ? Z_FINISH : Z_NO_FLUSH;
    do {
      const std::size_t before = out.size();
      out.resize(before + step);
      z.next_out = reinterpret_cast<Bytef*>(out.data()) + before;
      z.avail_out = step;
      deflate(&z, flush);
      out.resize(before + step - z.avail_out);
    } while (z.avail_out == 0);
    piece.remove_prefix(given);
  } while (!piece.empty());
  return out;
}

std::string gzipped(std::string_view text) {
  z_stream z{};
  constexpr int fast = 4;
  constexpr int memory = 8;
  if (deflateInit2(&z, fast, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out;
  z.next_in = bytes_of(text);
  std::size_t left = text.size();
  int result = Z_OK;
  // deflateBound() is for the whole text: large texts are given in steps, and shrink.
  out.resize(std::max<std::size_t>(deflateBound(&z, std::min<std::size_t>(left, step)), 256));
  std::size_t used = 0;
  while (result == Z_OK || result == Z_BUF_ERROR) {
    if (z.avail_in == 0 && left > 0) {
      z.avail_in = static_cast<uInt>(std::min<std::size_t>(left, 1U << 30U));
      left -= z.avail_in;
    }
    if (used == out.size()) out.resize(out.size() * 2);
    z.next_out = reinterpret_cast<Bytef*>(out.data()) + used;
    const auto room = static_cast<uInt>(std::min<std::size_t>(out.size() - used, 1U << 30U));
    z.avail_out = room;
    result = deflate(&z, left == 0 ? Z_FINISH : Z_NO_FLUSH);
    used += room - z.avail_out;
  }
  deflateEnd(&z);
  if (result != Z_STREAM_END) return {};
  out.resize(used);
  return out;
}

}  // namespace cimgate::gzip
