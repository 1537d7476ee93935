#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Pieces of an XML text as they stand in it. They are read after, or beside, a parser that has found the
/// text well-formed; on text that is not, they end early and never fail.
namespace cimgate::xml {

inline constexpr std::string_view xml_white_space = " \t\r\n";

inline bool is_xml_white_space(std::string_view text) {
  return text.find_first_not_of(xml_white_space) == std::string_view::npos;
}

/// "cim:mRID" as prefix and local part; the prefix is empty when there is none.
struct PrefixedName {
  std::string_view prefix;
  std::string_view local;
};

PrefixedName split_name(std::string_view name);

struct RawAttribute {
  std::string_view name;   ///< with its prefix
  std::string_view value;  ///< between the quotes, references not resolved
  std::size_t offset = 0;  ///< of the name, from the tag's '<'
};

/// The name in a start or end tag that begins with '<' or "</".
std::string_view name_in_tag(std::string_view tag);

/// The attributes of a start tag, namespace declarations too, in the order they are written.
void read_attributes(std::string_view tag, std::vector<RawAttribute>& attributes);

void append_utf8(std::uint32_t point, std::string& out);

/// Appends the text that element content stands for: references resolved, line ends made one, CDATA sections
/// opened, comments and processing instructions left out.
void append_content(std::string_view content, std::string& out);

/// The same for an attribute value; white space becomes blanks.
void append_attribute_text(std::string_view value, std::string& out);

/// True when `content` is its own text, so that it need not be copied.
inline bool is_plain_content(std::string_view content) {
  return std::none_of(content.begin(), content.end(),
                      [](char c) { return c == '&' || c == '<' || c == '\r'; });
}

}  // namespace cimgate::xml
