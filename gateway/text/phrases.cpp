#include "gateway/text/phrases.hpp"

#include <algorithm>
#include <vector>

namespace cimgate::text {
namespace {

constexpr std::string_view hole = "{}";

/// What stands for the holes of the pattern; nothing when the text is not of it.
std::optional<std::vector<std::string_view>> fit(std::string_view pattern, std::string_view text) {
  std::vector<std::string_view> found;
  auto at = pattern.find(hole);
  if (!text.starts_with(pattern.substr(0, at))) return std::nullopt;
  text.remove_prefix(std::min(at, pattern.size()));
  while (at != std::string_view::npos) {
    const auto from = at + hole.size();
    at = pattern.find(hole, from);
    const auto between = pattern.substr(from, at == std::string_view::npos ? at : at - from);
    const bool last = at == std::string_view::npos;
    const auto end = between.empty() && last ? text.size()
                     : last
                         ? (text.ends_with(between) ? text.size() - between.size() : std::string_view::npos)
                         : text.find(between);
    if (end == std::string_view::npos) return std::nullopt;
    found.push_back(text.substr(0, end));
    text.remove_prefix(end + between.size());
  }
  return text.empty() ? std::optional(std::move(found)) : std::nullopt;
}

std::string filled(std::string_view pattern, const std::vector<std::string_view>& texts) {
  std::string out;
  for (const auto text : texts) {
    const auto at = pattern.find(hole);
    if (at == std::string_view::npos) break;  // it says less
    out += pattern.substr(0, at);
    out += text;
    pattern.remove_prefix(at + hole.size());
  }
  return out += pattern;
}

}  // namespace

std::optional<std::string> in_norwegian(std::string_view english, std::span<const Phrase> phrases) {
  for (const auto& phrase : phrases)
    if (const auto texts = fit(phrase.en, english)) return filled(phrase.nb, *texts);
  return std::nullopt;
}

}  // namespace cimgate::text
