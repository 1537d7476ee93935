#include "gateway/report/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cimgate::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// Of one character in UTF-8.
char32_t code_point(std::string_view character) {
  const unsigned first = byte_at(character, 0);
  char32_t code = character.size() == 1   ? first
                  : character.size() == 2 ? first & 0x1FU
                  : character.size() == 3 ? first & 0x0FU
                                          : first & 0x07U;
  for (std::size_t i = 1; i < character.size(); ++i) code = code << 6U | (byte_at(character, i) & 0x3FU);
  return code;
}

/// What does something to a terminal or to the order of a line in place of being seen: C0, DEL, C1 (ECMA-48),
/// and the controls of bidirectional text (UAX 9).
bool is_control(std::string_view character) {
  const auto code = code_point(character);
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C || code == 0x200E ||
         code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/// Calls `add` with each character, or with U+FFFD for a byte that begins none.
template <class Add>
void each_character(std::string_view text, const Add& add) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    add(length == 0 ? replacement : text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  const auto follows = [&](std::size_t at) { return (byte_at(text, at) & 0xC0U) == 0x80U; };
  if (text.empty()) return 0;
  if (first < 0x80U) return 1;
  const unsigned second = byte_at(text, 1);
  if (first >= 0xC2U && first <= 0xDFU) return follows(1) ? 2 : 0;
  if (first >= 0xE0U && first <= 0xEFU) {
    // Neither overlong nor a surrogate.
    if ((first == 0xE0U && second < 0xA0U) || (first == 0xEDU && second > 0x9FU)) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    if ((first == 0xF0U && second < 0x90U) || (first == 0xF4U && second > 0x8FU)) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

std::string utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_character(text, [&](std::string_view c) { out += c; });
  return out;
}

namespace {

std::string spelt_out(std::string_view text, std::string_view but_for) {
  std::string out;
  out.reserve(text.size());
  each_character(text, [&](std::string_view c) {
    if (is_control(c) && but_for.find(c) == std::string_view::npos)
      out += fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(code_point(c)));
    else
      out += c;
  });
  return out;
}

}  // namespace

std::string terminal_text(std::string_view text) {
  return spelt_out(text, "\n\t");
}

std::string terminal_line(std::string_view text) {
  return spelt_out(text, {});
}

std::string json_controls(std::string_view json) {
  // No other byte begins one that a JSON string may hold as it is.
  if (json.find_first_of("\x7F\xC2\xD8\xE2") == std::string_view::npos) return std::string(json);
  std::string out;
  out.reserve(json.size());
  each_character(json, [&](std::string_view c) {
    if (is_control(c) && c != "\n")
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code_point(c)));
    else
      out += c;
  });
  return out;
}

std::string one_column_each(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_character(text, [&](std::string_view c) { out += !is_control(c) ? c : c == "\t" ? " " : "."; });
  return out;
}

std::string xml_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  each_character(text, [&](std::string_view c) {
    if (c == "&")
      out += "&amp;";
    else if (c == "<")
      out += "&lt;";
    else if (c == ">")
      out += "&gt;";
    else if (c == "\"")
      out += "&quot;";
    else if (c == "'")
      out += "&#39;";
    else if (c != "\n" && c != "\t" && (is_control(c) || c == "\xEF\xBF\xBE" || c == "\xEF\xBF\xBF"))
      out += replacement;
    else
      out += c;
  });
  return out;
}

std::string markdown_text(std::string_view text) {
  std::string out;
  each_character(text, [&](std::string_view c) {
    if (c == "&")
      out += "&amp;";
    else if (c == "<")
      out += "&lt;";
    else if (c == ">")
      out += "&gt;";
    else if (c == "@")
      out += "&#64;";
    else if (c == "#")
      out += "&#35;";
    else if (is_control(c))
      out += ' ';
    else if (c.size() == 1 && std::string_view("\\`*_{}[]|~!").find(c[0]) != std::string_view::npos)
      (out += '\\') += c;
    else
      out += c;
  });
  return out;
}

std::string markdown_code(std::string_view text) {
  if (text.empty()) return {};
  std::string out;
  std::size_t longest = 0;
  std::size_t ticks = 0;
  each_character(text, [&](std::string_view c) {
    ticks = c == "`" ? ticks + 1 : 0;
    longest = std::max(longest, ticks);
    if (c == "|")
      out += "\\|";
    else if (is_control(c))
      out += ' ';
    else
      out += c;
  });
  const std::string fence(longest + 1, '`');
  const std::string_view pad = longest > 0 ? " " : "";
  return fmt::format("{}{}{}{}{}", fence, pad, out, pad, fence);
}

std::string command_data(std::string_view text) {
  std::string out;
  each_character(text, [&](std::string_view c) {
    if (c == "%")
      out += "%25";
    else if (c == "\r")
      out += "%0D";
    else if (c == "\n")
      out += "%0A";
    else if (is_control(c))
      out += ' ';
    else
      out += c;
  });
  return out;
}

std::string command_property(std::string_view text) {
  std::string out;
  for (const char c : command_data(text))
    if (c == ':')
      out += "%3A";
    else if (c == ',')
      out += "%2C";
    else
      out += c;
  return out;
}

std::string uri_of(std::string_view path) {
  constexpr std::string_view plain = "-._~/!$&'()*+,;=@";
  std::string out = path.starts_with('/') ? "file://" : "";
  while (path.starts_with("./")) path.remove_prefix(2);
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || plain.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace cimgate::report
