#include "gateway/text/escape.hpp"

#include <fmt/format.h>

#include "gateway/text/characters.hpp"

namespace cimgate::text {
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

}  // namespace cimgate::text
