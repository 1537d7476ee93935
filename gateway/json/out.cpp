#include "gateway/json/out.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "gateway/json/quoted.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::json {
namespace {

constexpr std::string_view digits = "0123456789";

/// How many of the first characters stand as they are: all that are no control characters,
/// quotes or backslashes. Eight at a time, for that is what texts mostly are.
std::size_t plain_length(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x8080808080808080U;
  // The top bit is set where a byte is zero; above the first such byte it may be set by mistake.
  const auto zeros = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes & tops; };
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    const std::uint64_t controls = (bytes - ones * 0x20) & ~bytes & tops;
    if ((controls | zeros(bytes ^ (ones * '"')) | zeros(bytes ^ (ones * '\\'))) != 0) break;
  }
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == '"' || byte == '\\') break;
  }
  return at;
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  std::size_t start = 0;
  for (;;) {
    const std::size_t at = start + plain_length(text.substr(start));
    out.append(text, start, at - start);
    if (at == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[at]);
    start = at + 1;
    switch (text[at]) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += hex[byte >> 4U];
        out += hex[byte & 0xFU];
    }
  }
  out += '"';
}

void JsonOut::key(std::string_view name) {
  if (airy_ && first_ && indent_) text_ += ' ';
  before_value();
  append_json_string(name, text_);
  text_ += ':';
  if (indent_) text_ += ' ';
  after_key_ = true;
}

void JsonOut::string(std::string_view text) {
  before_value();
  value_begin_ = text_.size();
  append_json_string(text, text_);
}

void JsonOut::text(std::string_view any) {
  literal(quoted(any));
}

void JsonOut::literal(std::string_view text) {
  before_value();
  value_begin_ = text_.size();
  text_ += text;
}

void JsonOut::begin(char bracket, Line line) {
  before_value();
  text_ += bracket;
  ++level_;
  if (line != Line::many && one_line_ == 0) {
    one_line_ = level_;
    airy_ = line != Line::one;
    if (line == Line::head) heads_ |= bit();
  }
  first_ = true;
}

void JsonOut::wrap() {
  if (one_line_ != level_) return;
  one_line_ = 0;
  airy_ = false;
}

void JsonOut::end(char bracket) {
  const bool head = (heads_ & bit()) != 0;
  heads_ &= ~bit();
  const bool broken = one_line_ == 0 && !first_ && !head;
  if (head && one_line_ == 0 && indent_) text_ += ' ';
  if (airy_ && bracket == '}' && !first_ && indent_) text_ += ' ';
  if (one_line_ == level_) {
    one_line_ = 0;
    airy_ = false;
  }
  --level_;
  if (broken) new_line();
  text_ += bracket;
  first_ = false;
}

void JsonOut::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (!first_) text_ += ',';
  if (one_line_ == 0)
    new_line();
  else if (!first_ && indent_)
    text_ += ' ';
  first_ = false;
}

void JsonOut::new_line() {
  if (!indent_) return;
  text_ += '\n';
  text_.append(2 * level_, ' ');
}

std::string to_json_number(std::string_view text) {
  text = text::trimmed(text);
  if (text.empty()) return {};
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  const auto dot = text.find('.');
  auto whole = text.substr(0, dot);
  const auto fraction = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  if (whole.empty() && fraction.empty()) return {};
  if (whole.find_first_not_of(digits) != std::string_view::npos) return {};
  if (fraction.find_first_not_of(digits) != std::string_view::npos) return {};
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  std::string number = negative ? "-" : "";
  number += whole.empty() ? "0" : whole;
  if (!fraction.empty()) {
    number += '.';
    number += fraction;
  }
  return number;
}

}  // namespace cimgate::json
