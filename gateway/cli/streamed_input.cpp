#include "gateway/cli/streamed_input.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <thread>

#ifdef __GLIBC__
#include <malloc.h>
#endif

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
  constexpr std::uintmax_t large = std::uintmax_t{1024} * 1024;
  std::error_code error;
  const auto size = std::filesystem::file_size(group.files.front(), error);
  return !error && size >= large && size > whole;
}

tl::expected<StreamedInput, std::string> open_streamed(const InputGroup& group) {
  keep_memory();
  const std::string path = group.files.front();
  const std::shared_ptr<std::FILE> file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"),
                                        [](std::FILE* open) {
                                          if (open != nullptr && open != stdin) std::fclose(open);
                                        });
  if (file == nullptr) return tl::make_unexpected("'" + path + "': " + std::strerror(errno));
  StreamedInput input;
  std::error_code error;
  if (path != "-")
    if (const auto size = std::filesystem::file_size(path, error); !error) input.bytes = size;
  input.pull = [file, path](char* to, std::size_t room) -> tl::expected<std::size_t, std::string> {
    const std::size_t got = std::fread(to, 1, room, file.get());
    if (got == 0 && std::ferror(file.get()) != 0)
      return tl::make_unexpected("'" + path + "': " + std::strerror(errno));
    return got;
  };
  return input;
}

Streaming streaming_with(unsigned jobs) {
  Streaming streaming;
  if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
  streaming.threads = jobs > 1 ? jobs : 0;
  return streaming;
}

}  // namespace cimgate::cli
