#include "gateway/parts/text_scan.hpp"

#include <algorithm>
#include <cstring>

namespace cimgate::parts {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// A piece of markup: from "<" to behind its ">".
struct Markup {
  enum class Kind : unsigned char { start, empty, end, other } kind = Kind::other;
  std::size_t begin = 0, end = 0;
};

std::size_t behind(std::string_view text, std::string_view what, std::size_t from) {
  const auto at = text.find(what, from);
  return at == std::string_view::npos ? text.size() : at + what.size();
}

/// Behind the ">" of the tag at `at`: one in the value of an attribute does not count.
std::size_t end_of_tag(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '>') return at + 1;
    if (text[at] == '"' || text[at] == '\'') at = std::min(text.find(text[at], at + 1), text.size());
  }
  return text.size();
}

std::optional<Markup> next_markup(std::string_view text, std::size_t from) {
  const auto at = text.find('<', from);
  if (at == std::string_view::npos || at + 1 >= text.size()) return std::nullopt;
  const auto rest = text.substr(at);
  if (rest.starts_with("<!--")) return Markup{Markup::Kind::other, at, behind(text, "-->", at + 4)};
  if (rest.starts_with("<![CDATA[")) return Markup{Markup::Kind::other, at, behind(text, "]]>", at)};
  if (rest.starts_with("<?")) return Markup{Markup::Kind::other, at, behind(text, "?>", at)};
  const auto end = end_of_tag(text, at);
  if (rest[1] == '/') return Markup{Markup::Kind::end, at, end};
  return Markup{text[end - 2] == '/' ? Markup::Kind::empty : Markup::Kind::start, at, end};
}

/// Attributes of a start tag as they are written: name="value".
std::vector<std::string_view> attributes_of(std::string_view tag) {
  std::vector<std::string_view> found;
  auto at = tag.find_first_of(" \t\r\n");
  while (at != std::string_view::npos) {
    at = tag.find_first_not_of(blanks, at);
    if (at == std::string_view::npos || tag[at] == '>' || tag[at] == '/') break;
    const auto quote = tag.find_first_of("\"'", at);
    if (quote == std::string_view::npos) break;
    const auto end = tag.find(tag[quote], quote + 1);
    if (end == std::string_view::npos) break;
    found.push_back(tag.substr(at, end + 1 - at));
    at = end + 1;
  }
  return found;
}

std::string_view name_of(std::string_view attribute) {
  return attribute.substr(0, attribute.find_first_of(" \t\r\n="));
}

bool declares_namespace(std::string_view attribute) {
  const auto name = name_of(attribute);
  return name == "xmlns" || name.starts_with("xmlns:");
}

}  // namespace

std::optional<std::size_t> Places::offset_of(source::Position position) {
  while (here_.line < position.line) {
    const auto at = text_.find('\n', offset_);
    if (at == std::string_view::npos) return std::nullopt;
    offset_ = at + 1;
    ++here_.line;
    here_.column = 1;
  }
  while (here_.column < position.column && offset_ < text_.size()) {
    ++offset_;
    while (offset_ < text_.size() && (static_cast<unsigned char>(text_[offset_]) & 0xC0U) == 0x80U) ++offset_;
    ++here_.column;
  }
  if (here_.line != position.line || here_.column != position.column) return std::nullopt;
  return offset_;
}

std::size_t end_of_element(std::string_view text, std::size_t at) {
  const auto tag = next_markup(text, at);
  if (!tag) return text.size();
  return tag->kind == Markup::Kind::empty ? tag->end : end_of_open_element(text, tag->end);
}

std::size_t end_of_open_element(std::string_view text, std::size_t at) {
  std::size_t open = 1;
  while (const auto markup = next_markup(text, at)) {
    at = markup->end;
    if (markup->kind == Markup::Kind::start) ++open;
    if (markup->kind == Markup::Kind::end && --open == 0) return at;
  }
  return text.size();
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  std::size_t open = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
      ++at;
      if (open == 0) return std::min(at, text.size());
      continue;
    }
    if (c == '{' || c == '[') ++open;
    if (c == '}' || c == ']') {
      if (open == 0) return at;
      if (--open == 0) return at + 1;
    }
    if (open == 0 && c == ',') return at;
    ++at;
  }
  return text.size();
}

OpenElements open_elements(std::string_view text, std::size_t at) {
  std::vector<std::string_view> open;
  std::size_t from = 0;
  while (const auto markup = next_markup(text, from)) {
    if (markup->begin >= at) break;
    from = markup->end;
    if (text.substr(markup->begin).starts_with("<!")) continue;
    if (markup->kind == Markup::Kind::start)
      open.push_back(text.substr(markup->begin, markup->end - markup->begin));
    if (markup->kind == Markup::Kind::end && !open.empty()) open.pop_back();
  }
  OpenElements elements;
  elements.count = open.size();
  std::vector<std::string_view> known;
  for (auto tag = open.rbegin(); tag != open.rend(); ++tag)
    for (const auto attribute : attributes_of(*tag)) {
      const auto name = name_of(attribute);
      if (!declares_namespace(attribute) || std::find(known.begin(), known.end(), name) != known.end())
        continue;
      known.push_back(name);
      elements.namespaces.emplace_back(attribute);
    }
  return elements;
}

std::vector<std::string> names_of_namespaces(std::string_view text, std::size_t at) {
  std::vector<std::string> names;
  for (const auto attribute : attributes_of(text.substr(at, end_of_tag(text, at) - at)))
    if (declares_namespace(attribute)) names.emplace_back(name_of(attribute));
  return names;
}

}  // namespace cimgate::parts
