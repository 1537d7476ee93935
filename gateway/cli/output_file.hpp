#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace cimgate::cli {

class Packing;

/// Writes beside the target and renames: a file is there whole or not at all. Makes the folders above it. A
/// name that ends in .gz makes it gzip.
tl::expected<void, std::string> write_file(const std::filesystem::path& path, const std::string& text);

/// A file that is written piece by piece under a temporary name. It gets its own when it is whole. A
/// name that ends in .gz makes it gzip.
class PartFile {
 public:
  explicit PartFile(std::filesystem::path path);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  void write(std::string_view text);
  /// Error: why it could not be written.
  tl::expected<void, std::string> finish();

 private:
  void put(std::string_view text);

  std::filesystem::path path_, part_;
  std::string folder_problem_;
  std::FILE* file_ = nullptr;
  bool failed_ = false;
  std::unique_ptr<Packing> packing_;
};

}  // namespace cimgate::cli
