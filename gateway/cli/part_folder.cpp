#include "gateway/cli/part_folder.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

namespace cimgate::cli {

namespace fs = std::filesystem;

PartFolder::~PartFolder() {
  file_.reset();
  std::error_code ignored;
  for (const auto& name : names_) fs::remove(part_of(name), ignored);
}

void PartFolder::note_problem(const fs::path& path) {
  if (problem_.empty()) problem_ = "'" + path.string() + "': " + std::strerror(errno);
}

void PartFolder::close() {
  if (file_ != nullptr && std::fclose(file_.release()) != 0) note_problem(part_of(names_.back()));
}

void PartFolder::begin(const std::string& name) {
  close();
  if (!problem_.empty()) return;
  std::error_code error;
  if (names_.empty()) fs::create_directories(folder_, error);
  if (error) problem_ = "'" + folder_.string() + "': " + error.message();
  if (!problem_.empty()) return;
  file_.reset(std::fopen(part_of(name).c_str(), "wb"));
  if (file_ == nullptr)
    note_problem(part_of(name));
  else
    names_.push_back(name);
}

void PartFolder::write(std::string_view text) {
  if (file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
    note_problem(part_of(names_.back()));
}

tl::expected<void, std::string> PartFolder::finish(std::string_view tail) {
  close();
  for (const auto& name : names_) {
    if (!problem_.empty()) return tl::make_unexpected(problem_);
    file_.reset(std::fopen(part_of(name).c_str(), "ab"));
    if (file_ == nullptr || std::fwrite(tail.data(), 1, tail.size(), file_.get()) != tail.size())
      note_problem(part_of(name));
    close();
  }
  if (!problem_.empty()) return tl::make_unexpected(problem_);
  std::error_code error;
  for (const auto& name : names_) {
    fs::rename(part_of(name), folder_ / name, error);
    if (error) return tl::make_unexpected("'" + (folder_ / name).string() + "': " + error.message());
  }
  names_.clear();
  return {};
}

}  // namespace cimgate::cli
