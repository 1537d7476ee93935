#include "gateway/report/packed_size.hpp"

#include <zlib.h>

#include <array>
#include <new>

namespace cimgate::report {

struct PackedSize::Stream {
  z_stream z{};
  std::array<Bytef, 16384> out{};
  std::size_t size = 0;
};

PackedSize::PackedSize() : stream_(std::make_unique<Stream>()) {
  if (deflateInit(&stream_->z, Z_BEST_SPEED) != Z_OK) throw std::bad_alloc();
}

PackedSize::~PackedSize() {
  deflateEnd(&stream_->z);
}

std::size_t PackedSize::add(std::string_view text) {
  auto& z = stream_->z;
  // zlib does not write to its input; its interface is older than const.
  z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  do {
    z.next_out = stream_->out.data();
    z.avail_out = static_cast<uInt>(stream_->out.size());
    deflate(&z, Z_NO_FLUSH);
    stream_->size += stream_->out.size() - z.avail_out;
  } while (z.avail_out == 0);
  return stream_->size;
}

}  // namespace cimgate::report
