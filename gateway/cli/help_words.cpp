#include "gateway/cli/help_words.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "gateway/cli/help_rows.hpp"

namespace cimgate::cli {
namespace {

std::optional<std::string> known(std::string_view english) {
  for (const auto& rows : {help_rows_of_messages(), help_rows_of_servers()})
    for (const auto& row : rows)
      if (row.en == english) return std::string(row.nb);
  return std::nullopt;
}

/// "default: 10", "1 to 10": what an option adds behind its text.
std::optional<std::string> note(std::string_view english) {
  constexpr std::string_view standard = "default: ";
  if (english.starts_with(standard)) return fmt::format("standard: {}", english.substr(standard.size()));
  const auto to = english.find(" to ");
  const auto word = [](std::string_view text) {
    return !text.empty() && text.find(' ') == std::string_view::npos;
  };
  if (to == std::string_view::npos || !word(english.substr(0, to)) || !word(english.substr(to + 4)))
    return std::nullopt;
  return fmt::format("{} til {}", english.substr(0, to), english.substr(to + 4));
}

}  // namespace

std::string help_in_norwegian(std::string_view english) {
  if (auto found = known(english)) return *found;
  const auto open = english.rfind('(');
  if (open == std::string_view::npos || !english.ends_with(')')) return std::string(english);
  // What stands in the brackets, as far as it is notes; the rest belongs to the text.
  std::string inside(english.substr(open + 1, english.size() - open - 2));
  std::vector<std::string> notes;
  while (true) {
    const auto semicolon = inside.rfind("; ");
    const auto from = semicolon == std::string::npos ? 0 : semicolon + 2;
    const auto said = note(std::string_view(inside).substr(from));
    if (!said) break;
    notes.insert(notes.begin(), *said);
    inside.erase(semicolon == std::string::npos ? 0 : semicolon);
    const std::string text(english.substr(0, open == 0 ? 0 : open - 1));
    const auto whole = inside.empty() ? text : fmt::format("{} ({})", text, inside);
    if (whole.empty()) return fmt::format("({})", fmt::join(notes, "; "));
    if (auto found = known(whole)) {
      if (!found->ends_with(')')) return fmt::format("{} ({})", *found, fmt::join(notes, "; "));
      found->pop_back();
      return fmt::format("{}; {})", *found, fmt::join(notes, "; "));
    }
    if (inside.empty()) break;
  }
  return std::string(english);
}

}  // namespace cimgate::cli
