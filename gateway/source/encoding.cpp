#include "gateway/source/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace cimgate::source {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view white_space = " \t\r\n";

unsigned char byte_at(std::string_view bytes, std::size_t offset) {
  return static_cast<unsigned char>(bytes[offset]);
}

bool can_start_a_document(char c) {
  return c == '<' || c == '{' || c == '[' || white_space.find(c) != std::string_view::npos;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

constexpr std::pair<std::string_view, Encoding> names[] = {
    {"utf-8", Encoding::utf8},
    {"utf8", Encoding::utf8},
    {"us-ascii", Encoding::us_ascii},
    {"ascii", Encoding::us_ascii},
    {"iso646-us", Encoding::us_ascii},
    {"ansi_x3.4-1968", Encoding::us_ascii},
    {"iso-8859-1", Encoding::iso_8859_1},
    {"iso8859-1", Encoding::iso_8859_1},
    {"iso_8859-1", Encoding::iso_8859_1},
    {"iso_8859-1:1987", Encoding::iso_8859_1},
    {"latin1", Encoding::iso_8859_1},
    {"l1", Encoding::iso_8859_1},
    {"iso-8859-15", Encoding::iso_8859_15},
    {"iso8859-15", Encoding::iso_8859_15},
    {"iso_8859-15", Encoding::iso_8859_15},
    {"latin-9", Encoding::iso_8859_15},
    {"windows-1252", Encoding::windows_1252},
    {"cp1252", Encoding::windows_1252},
    {"utf-16", Encoding::utf16},
    {"utf16", Encoding::utf16},
    {"utf-16le", Encoding::utf16},
    {"utf-16be", Encoding::utf16},
    {"iso-10646-ucs-2", Encoding::utf16},
};

/// The value of a pseudo-attribute of the XML declaration.
std::optional<DeclaredEncoding> pseudo_attribute(std::string_view declaration, std::string_view name) {
  for (auto at = declaration.find(name); at != std::string_view::npos; at = declaration.find(name, at + 1)) {
    if (white_space.find(declaration[at - 1]) == std::string_view::npos) continue;
    auto value = declaration.find_first_not_of(white_space, at + name.size());
    if (value == std::string_view::npos || declaration[value] != '=') continue;
    value = declaration.find_first_not_of(white_space, value + 1);
    if (value == std::string_view::npos || (declaration[value] != '"' && declaration[value] != '\''))
      continue;
    const auto end = declaration.find(declaration[value], value + 1);
    if (end == std::string_view::npos) continue;
    return DeclaredEncoding{declaration.substr(value + 1, end - value - 1), value + 1};
  }
  return std::nullopt;
}

class Converter {
 public:
  explicit Converter(const char* from) : handle_(iconv_open("UTF-8", from)) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // iconv_open tells failure by this value; POSIX has no other way.
  bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }
  iconv_t handle() const { return handle_; }

 private:
  iconv_t handle_;
};

}  // namespace

ByteStart look_at_start(std::string_view bytes) {
  const auto starts = [&](std::string_view mark) { return bytes.starts_with(mark); };
  if (starts("\xEF\xBB\xBF"sv)) return {ByteForm::utf8_marked, 3};
  if (starts("\xFF\xFE\0\0"sv) || starts("\0\0\xFE\xFF"sv)) return {ByteForm::utf32, 4};
  if (starts("\xFF\xFE"sv)) return {ByteForm::utf16_little, 2};
  if (starts("\xFE\xFF"sv)) return {ByteForm::utf16_big, 2};
  if (starts("\x4C\x6F\xA7\x94"sv)) return {ByteForm::ebcdic, 0};
  if (starts("\x1F\x8B"sv)) return {ByteForm::gzip, 0};
  if (starts("PK\x03\x04"sv)) return {ByteForm::zip, 0};
  if (starts("%PDF-"sv)) return {ByteForm::pdf, 0};
  if (bytes.size() >= 4) {
    if (starts("\0\0\0"sv) && can_start_a_document(bytes[3])) return {ByteForm::utf32, 0};
    if (can_start_a_document(bytes[0]) && bytes.substr(1, 3) == "\0\0\0"sv) return {ByteForm::utf32, 0};
  }
  if (bytes.size() >= 2) {
    if (bytes[0] == '\0' && can_start_a_document(bytes[1])) return {ByteForm::utf16_big, 0};
    if (bytes[1] == '\0' && can_start_a_document(bytes[0])) return {ByteForm::utf16_little, 0};
  }
  return {};
}

std::optional<DeclaredEncoding> declared_encoding(std::string_view text) {
  constexpr std::string_view start = "<?xml";
  if (!text.starts_with(start) || text.size() == start.size() ||
      white_space.find(text[start.size()]) == std::string_view::npos)
    return std::nullopt;
  const auto end = text.find("?>");
  if (end == std::string_view::npos) return std::nullopt;
  return pseudo_attribute(text.substr(0, end), "encoding");
}

std::optional<Encoding> encoding_named(std::string_view name) {
  for (const auto& [known, encoding] : names)
    if (same_name(known, name)) return encoding;
  return std::nullopt;
}

const char* iconv_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::iso_8859_15:
      return "ISO-8859-15";
    case Encoding::windows_1252:
      return "CP1252";
    default:
      return "ISO-8859-1";
  }
}

std::optional<BadBytes> find_bad_utf8(std::string_view bytes) {
  using Kind = BadBytes::Kind;
  std::size_t at = 0;
  const auto is_next = [&](std::size_t offset) {
    return offset < bytes.size() && (byte_at(bytes, offset) & 0xC0U) == 0x80U;
  };
  while (at < bytes.size()) {
    if (at + 8 <= bytes.size()) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, bytes.data() + at, 8);
      if ((eight & 0x8080808080808080U) == 0) {
        at += 8;
        continue;
      }
    }
    const unsigned lead = byte_at(bytes, at);
    if (lead < 0x80U) {
      ++at;
      continue;
    }
    if (lead < 0xC0U || lead > 0xF7U) return BadBytes{Kind::stray, at};
    const std::size_t size = lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    std::uint32_t point = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
      if (!is_next(at + i))
        return BadBytes{at + i < bytes.size() && i == 1 ? Kind::stray : Kind::cut_short, at};
      point = point << 6U | (byte_at(bytes, at + i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
    if (point < smallest[size]) return BadBytes{Kind::overlong, at};
    if (point >= 0xD800U && point <= 0xDFFFU) return BadBytes{Kind::surrogate, at};
    if (point > 0x10FFFFU) return BadBytes{Kind::too_high, at};
    at += size;
  }
  return std::nullopt;
}

std::optional<BadBytes> find_bad_ascii(std::string_view bytes) {
  const auto at = std::find_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
  if (at == bytes.end()) return std::nullopt;
  return BadBytes{BadBytes::Kind::stray, static_cast<std::size_t>(at - bytes.begin())};
}

std::optional<BadBytes> append_as_utf8(const char* from, std::string_view bytes, std::size_t limit,
                                       std::string& out) {
  const Converter converter(from);
  if (!converter.is_open()) return BadBytes{BadBytes::Kind::stray, 0};
  std::array<char, 16384> chunk{};
  // iconv does not change the input, its signature only says so.
  char* in = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  while (left > 0 && out.size() <= limit) {
    char* to = chunk.data();
    std::size_t room = chunk.size();
    const auto result = iconv(converter.handle(), &in, &left, &to, &room);
    const int error = errno;
    out.append(chunk.data(), chunk.size() - room);
    if (result != static_cast<std::size_t>(-1) || error == E2BIG) continue;
    return BadBytes{error == EINVAL ? BadBytes::Kind::cut_short : BadBytes::Kind::stray, bytes.size() - left};
  }
  return std::nullopt;
}

}  // namespace cimgate::source
