#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

namespace cimgate::report {

/// How large a text is when it is packed with gzip, while it is made: a little more than what packing it in
/// earnest gives, for this is the quickest way to pack.
class PackedSize {
 public:
  PackedSize();
  ~PackedSize();
  PackedSize(const PackedSize&) = delete;
  PackedSize& operator=(const PackedSize&) = delete;

  /// The size with `text` after what came before. Some of it may show only with what comes next.
  std::size_t add(std::string_view text);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace cimgate::report
