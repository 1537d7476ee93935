#include "gateway/xml/out.hpp"

#include <array>
#include <cstdint>

namespace cimgate::xml {
namespace {

/// What a byte needs: nothing, a look at it in texts and attributes, or in attributes only.
enum class Care : std::uint8_t { none, always, attribute };

constexpr std::array<Care, 256> make_table() {
  std::array<Care, 256> table{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = Care::always;
  table['\t'] = Care::attribute;
  table['\n'] = Care::attribute;
  table['"'] = Care::attribute;
  table['&'] = Care::always;
  table['<'] = Care::always;
  table['>'] = Care::always;   // only "]]>" needs it, but then nobody has to look back
  table[0xEF] = Care::always;  // U+FFFE and U+FFFF are EF BF BE and EF BF BF
  return table;
}

constexpr auto care = make_table();
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// What stands for the character at `at`; empty = itself. `length` is what it takes of the text.
std::string_view escaped(std::string_view text, std::size_t at, std::size_t& length) {
  length = 1;
  switch (text[at]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    case '\xEF':
      if (at + 2 < text.size() && text[at + 1] == '\xBF' &&
          (text[at + 2] == '\xBE' || text[at + 2] == '\xBF')) {
        length = 3;
        return replacement;
      }
      return {};
    default:
      return replacement;
  }
}

void append_escaped(std::string_view text, bool attribute, std::string& out) {
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Care needed = care[static_cast<unsigned char>(text[at])];
    if (needed == Care::none || (needed == Care::attribute && !attribute)) {
      ++at;
      continue;
    }
    std::size_t length = 1;
    const auto instead = escaped(text, at, length);
    if (!instead.empty()) {
      out.append(text, start, at - start);
      out += instead;
      start = at + length;
    }
    at += length;
  }
  out.append(text, start, text.size() - start);
}

}  // namespace

void append_xml_text(std::string_view text, std::string& out) {
  append_escaped(text, false, out);
}

void append_xml_attribute_value(std::string_view text, std::string& out) {
  append_escaped(text, true, out);
}

void append_xml_line(const document::WriteOptions& options, std::size_t level, std::string& out) {
  if (!options.indent) return;
  out += '\n';
  out.append(2 * level, ' ');
}

}  // namespace cimgate::xml
