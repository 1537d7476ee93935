#include "gateway/cli/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include "gateway/cli/packed.hpp"

namespace cimgate::cli {

namespace fs = std::filesystem;

tl::expected<void, std::string> write_file(const std::filesystem::path& path, const std::string& text) {
  PartFile file(path);
  file.write(text);
  return file.finish();
}

PartFile::PartFile(std::filesystem::path path) : path_(std::move(path)), part_(path_) {
  part_ += ".part";
  std::error_code error;
  if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), error);
  if (error) folder_problem_ = "'" + path_.parent_path().string() + "': " + error.message();
  if (!error) file_ = std::fopen(part_.c_str(), "wb");
  failed_ = file_ == nullptr;
  if (!failed_ && is_packed_name(path_.string()))
    packing_ = std::make_unique<Packing>([this](std::string_view packed) { put(packed); });
}

PartFile::~PartFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::error_code ignored;
  fs::remove(part_, ignored);
}

void PartFile::write(std::string_view text) {
  if (packing_)
    packing_->write(text);
  else
    put(text);
}

void PartFile::put(std::string_view text) {
  if (!failed_) failed_ = std::fwrite(text.data(), 1, text.size(), file_) != text.size();
}

tl::expected<void, std::string> PartFile::finish() {
  if (!folder_problem_.empty()) return tl::make_unexpected(folder_problem_);
  if (packing_) packing_->finish();
  if (file_ != nullptr) {
    failed_ = std::fclose(file_) != 0 || failed_;
    file_ = nullptr;
  }
  std::error_code error;
  if (failed_) {
    const std::string why = std::strerror(errno);
    fs::remove(part_, error);
    return tl::make_unexpected("'" + path_.string() + "': " + why);
  }
  fs::rename(part_, path_, error);
  if (error) return tl::make_unexpected("'" + path_.string() + "': " + error.message());
  return {};
}

}  // namespace cimgate::cli
