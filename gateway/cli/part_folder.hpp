#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace cimgate::cli {

/// A folder that gets files which are all there, or none of them: until the end they have temporary names.
class PartFolder {
 public:
  explicit PartFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  ~PartFolder();
  PartFolder(const PartFolder&) = delete;
  PartFolder& operator=(const PartFolder&) = delete;

  void begin(const std::string& name);
  void write(std::string_view text);
  /// Adds `tail` to every file, and gives them their names. Error: why one could not be written.
  tl::expected<void, std::string> finish(std::string_view tail);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::filesystem::path part_of(const std::string& name) const { return folder_ / (name + ".part"); }
  void note_problem(const std::filesystem::path& path);
  void close();

  std::filesystem::path folder_;
  std::vector<std::string> names_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string problem_;
};

}  // namespace cimgate::cli
