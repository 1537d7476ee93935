#pragma once
#include <span>
#include <string_view>

namespace cimgate::resources {

/// One file that was built into the binary, byte for byte.
struct Resource {
  std::string_view path;  ///< relative to the repository, '/' between folders
  const char* begin;
  const char* end;
};

/// The built-in files, sorted by path. The tables are made by the build.
std::span<const Resource> embedded();
/// The files of the page, relative to its folder.
std::span<const Resource> embedded_page();

}  // namespace cimgate::resources
