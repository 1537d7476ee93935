#include "gateway/check/path_pattern.hpp"

#include <filesystem>
#include <vector>

namespace cimgate::check {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto end = path.find('/');
    if (const auto part = path.substr(0, end); !part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
  }
  return parts;
}

/// Which texts of a list fit which patterns of a list, where some patterns may stand for any number of texts:
/// row by row, so that no pattern takes longer than patterns × texts.
template <class Pattern, class Text, class IsAny, class FitsOne>
bool fits_list(const Pattern& pattern, const Text& text, IsAny is_any, FitsOne fits_one) {
  std::vector<bool> reached(text.size() + 1, false);
  reached[0] = true;
  for (const auto& p : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    if (is_any(p)) {
      bool open = false;
      for (std::size_t i = 0; i <= text.size(); ++i) {
        open = open || reached[i];
        next[i] = open;
      }
    } else {
      for (std::size_t i = 0; i < text.size(); ++i) next[i + 1] = reached[i] && fits_one(p, text[i]);
    }
    reached = std::move(next);
  }
  return reached[text.size()];
}

}  // namespace

bool fits_name(std::string_view pattern, std::string_view name) {
  return fits_list(
      pattern, name, [](char c) { return c == '*'; },
      [](char c, char found) { return c == '?' || c == found; });
}

bool fits(std::string_view pattern, std::string_view path) {
  auto folders = parts_of(pattern);
  if (pattern.find_first_of("*?") == std::string_view::npos || pattern.ends_with('/'))
    folders.emplace_back("**");
  return fits_list(
      folders, parts_of(path), [](std::string_view part) { return part == "**"; }, fits_name);
}

std::string relative_to(const std::string& folder, const std::string& path) {
  namespace fs = std::filesystem;
  if (path.starts_with('<')) return path;
  std::error_code error;
  const auto from = fs::absolute(folder.empty() ? "." : folder, error).lexically_normal();
  const auto to = fs::absolute(path, error).lexically_normal();
  const auto relative = to.lexically_relative(from);
  return (relative.empty() ? to : relative).generic_string();
}

}  // namespace cimgate::check
