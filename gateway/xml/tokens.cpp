#include "gateway/xml/tokens.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace cimgate::xml {
namespace {

/// Appends what "&name;" stands for; `name` is the part between.
void append_reference(std::string_view name, std::string& out) {
  if (name == "amp") {
    out += '&';
  } else if (name == "lt") {
    out += '<';
  } else if (name == "gt") {
    out += '>';
  } else if (name == "quot") {
    out += '"';
  } else if (name == "apos") {
    out += '\'';
  } else if (name.starts_with('#')) {
    const bool hex = name.starts_with("#x");
    const auto digits = name.substr(hex ? 2 : 1);
    std::uint32_t point = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, point, hex ? 16 : 10);
    if (error == std::errc() && stop == end && point <= 0x10FFFF) append_utf8(point, out);
  }
}

/// Appends text with line ends made one, as XML has a parser do before anything else.
void append_lines(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const auto length = std::min(text.find('\r'), text.size());
    out += text.substr(0, length);
    text.remove_prefix(length);
    if (text.empty()) return;
    out += '\n';
    text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
  }
}

/// The length of the reference, with '&' and ';'; all of it when it has no end.
std::size_t reference_length(std::string_view text) {
  return std::min(text.find(';'), text.size() - 1) + 1;
}

/// Takes `opening`, all up to `closing` and `closing` itself off `text`; gives what stood between.
std::string_view take_section(std::string_view& text, std::string_view opening, std::string_view closing) {
  text.remove_prefix(opening.size());
  const auto length = std::min(text.find(closing), text.size());
  const auto inside = text.substr(0, length);
  text.remove_prefix(std::min(length + closing.size(), text.size()));
  return inside;
}

}  // namespace

void append_utf8(std::uint32_t point, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | point >> 6U);
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | point >> 12U);
    put(0x80U | (point >> 6U & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | point >> 18U);
    put(0x80U | (point >> 12U & 0x3FU));
    put(0x80U | (point >> 6U & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

PrefixedName split_name(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

std::string_view name_in_tag(std::string_view tag) {
  tag.remove_prefix(std::min<std::size_t>(tag.starts_with("</") ? 2 : 1, tag.size()));
  return tag.substr(0, tag.find_first_of(" \t\r\n/>"));
}

void read_attributes(std::string_view tag, std::vector<RawAttribute>& attributes) {
  attributes.clear();
  std::size_t at = name_in_tag(tag).size() + 1;
  for (;;) {
    at = tag.find_first_not_of(xml_white_space, at);
    if (at == std::string_view::npos || tag[at] == '>' || tag[at] == '/') return;
    const auto name_end = tag.find_first_of(" \t\r\n=", at);
    if (name_end == std::string_view::npos) return;
    const auto equals = tag.find_first_not_of(xml_white_space, name_end);
    if (equals == std::string_view::npos || tag[equals] != '=') return;
    const auto quote = tag.find_first_not_of(xml_white_space, equals + 1);
    if (quote == std::string_view::npos || (tag[quote] != '"' && tag[quote] != '\'')) return;
    const auto end = tag.find(tag[quote], quote + 1);
    if (end == std::string_view::npos) return;
    attributes.push_back({tag.substr(at, name_end - at), tag.substr(quote + 1, end - quote - 1), at});
    at = end + 1;
  }
}

void append_content(std::string_view content, std::string& out) {
  while (!content.empty()) {
    const auto length = std::min(content.find_first_of("&<"), content.size());
    append_lines(content.substr(0, length), out);
    content.remove_prefix(length);
    if (content.starts_with('&')) {
      const auto size = reference_length(content);
      append_reference(content.substr(1, size - 2), out);
      content.remove_prefix(size);
    } else if (content.starts_with("<![CDATA[")) {
      append_lines(take_section(content, "<![CDATA[", "]]>"), out);
    } else if (content.starts_with("<!--")) {
      take_section(content, "<!--", "-->");
    } else if (content.starts_with('<')) {
      take_section(content, "<?", "?>");
    }
  }
}

void append_attribute_text(std::string_view value, std::string& out) {
  while (!value.empty()) {
    if (value.front() == '&') {
      const auto size = reference_length(value);
      append_reference(value.substr(1, size - 2), out);
      value.remove_prefix(size);
      continue;
    }
    const bool white = xml_white_space.find(value.front()) != std::string_view::npos;
    out += white ? ' ' : value.front();
    value.remove_prefix(value.starts_with("\r\n") ? 2 : 1);
  }
}

}  // namespace cimgate::xml
