#include "gateway/report/mark.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace cimgate::report {
namespace {

/// Looked through once for each finding in it.
constexpr std::size_t longest_line = 10000;

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::size_t offset_of(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  for (; at < line.size(); ++at)
    if (begins_character(line[at]) && column-- == 1) break;
  return at;
}

/// The element is wrong where it is, or what is missing is not there to be marked.
bool is_about_the_element(std::string_view rule) {
  constexpr std::array<std::string_view, 9> rules = {
      "schema.choice",          "schema.element-order",     "schema.missing-attribute",
      "schema.missing-element", "schema.too-many-elements", "schema.unexpected-element",
      "schema.unknown-root",    "schema.unknown-namespace", "schema.unknown-version"};
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

/// From `from` on, the first of these that is in no quotes.
std::size_t outside_quotes(std::string_view text, std::string_view wanted, std::size_t from) {
  char quote = 0;
  for (; from < text.size(); ++from) {
    const char c = text[from];
    if (quote == 0 && wanted.find(c) != std::string_view::npos) return from;
    if (c == quote)
      quote = 0;
    else if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
  }
  return std::string_view::npos;
}

struct Piece {
  std::size_t begin = 0, end = 0;  ///< bytes of the line; empty: none
};

/// The value of an attribute in a start tag, by the last name of a path: "…/@codingScheme".
Piece attribute_value(std::string_view tag, std::string_view xpath) {
  const auto at_sign = xpath.rfind('@');
  if (at_sign == std::string_view::npos || xpath.find('/', at_sign) != std::string_view::npos) return {};
  const auto name = xpath.substr(at_sign + 1);
  for (auto at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const auto equals = at + name.size();
    if (at == 0 || tag.substr(at - 1, 1).find_first_of(" \t:") == std::string_view::npos ||
        tag.substr(equals, 1) != "=")
      continue;
    const auto quote = tag.substr(equals + 1, 1);
    const auto end = quote.empty() ? std::string_view::npos : tag.find(quote, equals + 2);
    if (end != std::string_view::npos) return {equals + 2, end};
  }
  return {};
}

/// What stands between a start tag and the next one, without white space around it.
Piece text_after(std::string_view line, std::size_t tag_end) {
  const auto next = line.find('<', tag_end);
  if (next == std::string_view::npos) return {};
  constexpr std::string_view white = " \t";
  const auto text = line.substr(tag_end, next - tag_end);
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return {tag_end + first, tag_end + text.find_last_not_of(white) + 1};
}

Piece in_element(std::string_view line, std::size_t at, const Finding& finding) {
  const Piece name = {at, std::min(line.find_first_of(" \t/>", at + 1), line.size())};
  const auto end = outside_quotes(line, ">", at);
  if (end == std::string_view::npos || is_about_the_element(finding.rule)) return name;
  const auto tag = line.substr(at, end - at);
  if (const auto value = attribute_value(tag, finding.xpath); value.end > value.begin)
    return {at + value.begin, at + value.end};
  if (finding.xpath.find('@') != std::string::npos || tag.ends_with('/')) return name;
  const auto text = text_after(line, end + 1);
  return text.end > text.begin ? text : name;
}

Piece in_json(std::string_view line, std::size_t at) {
  if (line[at] == '"') {
    auto end = at + 1;
    while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? std::size_t{2} : std::size_t{1};
    return end < line.size() ? Piece{at, end + 1} : Piece{};
  }
  const auto end = line.find_first_of(" \t,}]", at);
  return {at, std::min(end, line.size())};
}

}  // namespace

Mark mark_of(const Finding& finding, const SourceLine& shown) {
  const std::string& line = shown.text;
  const Mark start = {std::max<std::size_t>(finding.column, shown.first_column) - shown.first_column + 1, 1};
  if (line.size() > longest_line || finding.stage == Stage::wellformed) return start;
  const auto at = offset_of(line, start.column);
  if (at >= line.size()) return start;
  const std::string_view text(line);
  const auto piece = text[at] == '<' ? in_element(text, at, finding)
                     : std::string_view("{[").find(text[at]) == std::string_view::npos ? in_json(text, at)
                                                                                       : Piece{};
  if (piece.end <= piece.begin) return start;
  return {start.column + characters(text.substr(at, piece.begin - at)),
          characters(text.substr(piece.begin, piece.end - piece.begin))};
}

}  // namespace cimgate::report
