#include "gateway/cli/streamed_input.hpp"

#include <algorithm>
#include <memory>
#include <thread>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "gateway/cli/packed.hpp"
#include "gateway/engine/engine.hpp"

namespace cimgate::cli {

namespace {

/// Batches come and go in every thread. The allocator is not to give their memory back each time, and take it
/// again.
void keep_memory() {
#ifdef __GLIBC__
  constexpr int megabyte = 1024 * 1024;
  mallopt(M_MMAP_THRESHOLD, 32 * megabyte);
  mallopt(M_TRIM_THRESHOLD, 64 * megabyte);
#endif
}

}  // namespace

bool is_streamed(const InputGroup& group, const Gateway& gateway, std::size_t whole) {
  if (group.files.size() != 1 || gateway.engine().reader != XmlReader::fast) return false;
  if (group.files.front() == "-") return true;
  // In more than one piece records share templates, which costs a quarter of a message that is taken as a
  // whole.
  const std::uintmax_t large = Streaming().batch_bytes;
  const auto size = unpacked_size(group.files.front());
  return size >= large && size > whole;
}

tl::expected<StreamedInput, std::string> open_streamed(const InputGroup& group) {
  keep_memory();
  const std::string path = group.files.front();
  auto opened = open_anywhere(path);
  if (!opened) return tl::make_unexpected(opened.error());
  StreamedInput input;
  input.pull = std::move(opened->pull);
  input.read_at = std::move(opened->read_at);
  if (path != "-") input.bytes = unpacked_size(path);
  return input;
}

tl::expected<std::optional<std::string>, std::string> whole_of(StreamedInput& input, std::size_t most) {
  constexpr std::size_t piece = std::size_t{64} * 1024;
  auto read = std::make_shared<std::string>();
  while (read->size() <= most) {
    const auto before = read->size();
    read->resize(before + piece);
    const auto got = input.pull(read->data() + before, piece);
    if (!got) return tl::make_unexpected(got.error());
    read->resize(before + *got);
    if (*got == 0) return std::move(*read);
  }
  input.pull = [read, rest = std::move(input.pull), at = std::size_t{0}](
                   char* to, std::size_t room) mutable -> tl::expected<std::size_t, std::string> {
    if (at == read->size()) return rest(to, room);
    const auto count = read->copy(to, room, at);
    at += count;
    return count;
  };
  return std::nullopt;
}

Streaming streaming_with(unsigned jobs, const StreamedInput& input) {
  Streaming streaming;
  streaming.read_at = input.read_at;
  if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
  streaming.threads = jobs > 1 ? jobs : 0;
  return streaming;
}

}  // namespace cimgate::cli
