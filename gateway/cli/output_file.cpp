#include "gateway/cli/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace cimgate::cli {

namespace fs = std::filesystem;

tl::expected<void, std::string> write_file(const std::filesystem::path& path, const std::string& text) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) return tl::make_unexpected("'" + path.parent_path().string() + "': " + error.message());
  fs::path part = path;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return tl::make_unexpected("'" + path.string() + "': " + std::strerror(errno));
  fs::rename(part, path, error);
  if (error) return tl::make_unexpected("'" + path.string() + "': " + error.message());
  return {};
}

}  // namespace cimgate::cli
