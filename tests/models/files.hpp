#pragma once
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace cimgate::test {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path source_folder() {
  return CIMGATE_SOURCE_DIR;
}

/// An example message; every element and attribute its schema allows is in it.
inline std::string example(std::string_view model, std::string_view name) {
  return read_file(source_folder() / "tests/models/examples" / model / (std::string(name) + ".xml"));
}

/// The XML without its declaration and without the white space between tags.
inline std::string compact(std::string_view xml) {
  if (xml.starts_with("<?xml")) xml.remove_prefix(xml.find("?>") + 2);
  std::string text;
  for (std::size_t i = 0; i < xml.size(); ++i) {
    const bool between_tags = text.empty() || text.back() == '>';
    if (between_tags && std::isspace(static_cast<unsigned char>(xml[i]))) {
      const auto next = xml.find_first_not_of(" \t\r\n", i);
      if (next == std::string_view::npos) break;
      if (xml[next] == '<') i = next;
    }
    text += xml[i];
  }
  return text;
}

/// The text with the only occurrence of `from` replaced. Empty when there is not exactly one.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) return {};
  return text.replace(at, from.size(), to);
}

/// Line, from 1, of the first occurrence of `what`; 0 when there is none.
inline std::uint64_t line_of(std::string_view text, std::string_view what) {
  const auto at = text.find(what);
  if (at == std::string_view::npos) return 0;
  return 1 + static_cast<std::uint64_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

}  // namespace cimgate::test
