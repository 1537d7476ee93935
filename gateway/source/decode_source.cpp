#include "gateway/source/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "gateway/source/encoding.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/text/size.hpp"

namespace cimgate::source {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Finding too_large(const Limits& limits) {
  return make_problem(
      "wellformed.too-large", {},
      {fmt::format("The input is larger than the limit of {}.", text::size_in_words(limits.bytes, false)),
       fmt::format("Inndata er større enn grensen på {}.", text::size_in_words(limits.bytes, true))},
      {"Split the message into several smaller ones, or raise the limit.",
       "Del meldingen i flere mindre, eller hev grensen."});
}

Finding empty_input() {
  return make_problem("wellformed.empty", {},
                      {"The input is empty; expected an XML or JSON document.",
                       "Inndata er tomt; forventet et XML- eller JSON-dokument."},
                      {"Check that the file was written completely and that the right file was chosen.",
                       "Kontroller at filen er skrevet ferdig, og at riktig fil er valgt."});
}

Finding encoding_problem(Position at, Text text, Text advice) {
  return make_problem("wellformed.encoding", at, std::move(text), std::move(advice));
}

const Text save_as_utf8 = {"Save the document as UTF-8.", "Lagre dokumentet som UTF-8."};

Finding not_text(const char* en, const char* nb) {
  return encoding_problem(
      {},
      {fmt::format("The input is {}; expected an XML or JSON document as text.", en),
       fmt::format("Inndata er {}; forventet et XML- eller JSON-dokument som tekst.", nb)},
      {"Unpack or export the document first, then send the XML or JSON text itself.",
       "Pakk ut eller eksporter dokumentet først, og send selve XML- eller JSON-teksten."});
}

Finding unreadable_form(const char* name) {
  return encoding_problem(
      {},
      {fmt::format("The input is encoded in {}; expected UTF-8, UTF-16 or an 8-bit encoding.", name),
       fmt::format("Inndata er kodet i {}; forventet UTF-8, UTF-16 eller en 8-bits koding.", name)},
      save_as_utf8);
}

/// Names of encodings are quoted only when they look like one.
std::string printable(std::string_view name) {
  const bool plain = !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_.:").find(c) != std::string_view::npos;
  });
  return plain ? '\'' + std::string(name) + '\'' : "?";
}

Finding unknown_encoding(Position at, std::string_view name) {
  return encoding_problem(
      at,
      {fmt::format("The XML declaration names the encoding {}, which is not read; expected UTF-8, UTF-16, "
                   "US-ASCII, ISO-8859-1, ISO-8859-15 or windows-1252.",
                   printable(name)),
       fmt::format("XML-deklarasjonen oppgir kodingen {}, som ikke kan leses; forventet UTF-8, UTF-16, "
                   "US-ASCII, ISO-8859-1, ISO-8859-15 eller windows-1252.",
                   printable(name))},
      {"Save the document as UTF-8 and write encoding=\"UTF-8\" in its first line.",
       "Lagre dokumentet som UTF-8, og skriv encoding=\"UTF-8\" i første linje."});
}

Finding contradiction(Position at, std::string_view declared, std::string_view actual) {
  return encoding_problem(
      at,
      {fmt::format("The XML declaration says {}, but the bytes are {}.", printable(declared), actual),
       fmt::format("XML-deklarasjonen sier {}, men bytene er {}.", printable(declared), actual)},
      {fmt::format("Write encoding=\"{}\" in the XML declaration, or save the document in the encoding that "
                   "it names.",
                   actual),
       fmt::format("Skriv encoding=\"{}\" i XML-deklarasjonen, eller lagre dokumentet i kodingen den oppgir.",
                   actual)});
}

Text describe(const BadBytes& bad, unsigned byte, std::string_view encoding) {
  using Kind = BadBytes::Kind;
  switch (bad.kind) {
    case Kind::cut_short:
      return {
          fmt::format("Byte 0x{:02X} begins a {} character whose other bytes are missing.", byte, encoding),
          fmt::format("Byten 0x{:02X} begynner et {}-tegn der resten av bytene mangler.", byte, encoding)};
    case Kind::overlong:
      return {fmt::format("Byte 0x{:02X} begins a character that is written with more bytes than {} allows.",
                          byte, encoding),
              fmt::format("Byten 0x{:02X} begynner et tegn som er skrevet med flere byte enn {} tillater.",
                          byte, encoding)};
    case Kind::surrogate:
      return {fmt::format("Half of a surrogate pair is not a character in {}.", encoding),
              fmt::format("Et halvt surrogatpar er ikke et tegn i {}.", encoding)};
    case Kind::too_high:
      return {fmt::format("Byte 0x{:02X} begins a character above U+10FFFF; Unicode ends there.", byte),
              fmt::format("Byten 0x{:02X} begynner et tegn over U+10FFFF; der slutter Unicode.", byte)};
    case Kind::stray:
      break;
  }
  return {fmt::format("Byte 0x{:02X} cannot stand here in {}.", byte, encoding),
          fmt::format("Byten 0x{:02X} kan ikke stå her i {}.", byte, encoding)};
}

Finding bad_bytes(const BadBytes& bad, std::string_view bytes, std::string before,
                  std::string_view encoding) {
  const SourceText read(std::move(before));
  const unsigned byte = bad.offset < bytes.size() ? static_cast<unsigned char>(bytes[bad.offset]) : 0U;
  Text advice = {
      fmt::format("Save the document as {} throughout, or name the encoding that it is in: for example "
                  "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>.",
                  encoding),
      fmt::format("Lagre hele dokumentet som {}, eller oppgi kodingen det er i: for eksempel "
                  "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>.",
                  encoding)};
  return encoding_problem(read.at(read.text().size()), describe(bad, byte, encoding), std::move(advice));
}

std::string_view display_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::us_ascii:
      return "US-ASCII";
    case Encoding::iso_8859_1:
      return "ISO-8859-1";
    case Encoding::iso_8859_15:
      return "ISO-8859-15";
    case Encoding::windows_1252:
      return "windows-1252";
    case Encoding::utf16:
      return "UTF-16";
  }
  return {};
}

using Decoded = tl::expected<std::string, Finding>;

Decoded decode_utf16(std::string_view bytes, bool big, const Limits& limits) {
  const char* const name = big ? "UTF-16BE" : "UTF-16LE";
  std::string text;
  if (const auto bad = append_as_utf8(name, bytes, limits.bytes, text))
    return tl::make_unexpected(bad_bytes(*bad, bytes, std::move(text), "UTF-16"));
  if (const auto declared = declared_encoding(text)) {
    const auto encoding = encoding_named(declared->name);
    const auto order =
        declared->name.substr(std::min(declared->name.size(), std::string_view("UTF-16").size()));
    const bool other_order = !order.empty() && (order.front() == 'B' || order.front() == 'b') != big;
    if (encoding != Encoding::utf16 || other_order)
      return tl::make_unexpected(contradiction(SourceText(text).at(declared->offset), declared->name,
                                               encoding == Encoding::utf16 ? name : "UTF-16"));
  }
  return text;
}

Decoded decode_eight_bit(std::string_view bytes, bool marked, const Limits& limits) {
  auto encoding = Encoding::utf8;
  if (const auto declared = declared_encoding(bytes)) {
    const auto place = [&] {
      return SourceText(std::string(bytes.substr(0, declared->offset))).at(declared->offset);
    };
    const auto named = encoding_named(declared->name);
    if (marked && named != Encoding::utf8)
      return tl::make_unexpected(contradiction(place(), declared->name, "UTF-8"));
    if (!named) return tl::make_unexpected(unknown_encoding(place(), declared->name));
    if (*named == Encoding::utf16)
      return tl::make_unexpected(contradiction(place(), declared->name, "UTF-8"));
    encoding = *named;
  }
  if (encoding == Encoding::utf8 || encoding == Encoding::us_ascii) {
    const auto bad = encoding == Encoding::utf8 ? find_bad_utf8(bytes) : find_bad_ascii(bytes);
    if (bad)
      return tl::make_unexpected(
          bad_bytes(*bad, bytes, std::string(bytes.substr(0, bad->offset)), display_name(encoding)));
    return std::string(bytes);
  }
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 16);
  if (const auto bad = append_as_utf8(iconv_name(encoding), bytes, limits.bytes, text))
    return tl::make_unexpected(bad_bytes(*bad, bytes, std::move(text), display_name(encoding)));
  return text;
}

Decoded decode(std::string_view bytes, const Limits& limits) {
  const auto start = look_at_start(bytes);
  bytes.remove_prefix(start.mark_size);
  switch (start.form) {
    case ByteForm::utf32:
      return tl::make_unexpected(unreadable_form("UTF-32"));
    case ByteForm::ebcdic:
      return tl::make_unexpected(unreadable_form("EBCDIC"));
    case ByteForm::gzip:
      return tl::make_unexpected(not_text("a gzip file", "en gzip-fil"));
    case ByteForm::zip:
      return tl::make_unexpected(not_text("a ZIP file", "en ZIP-fil"));
    case ByteForm::pdf:
      return tl::make_unexpected(not_text("a PDF file", "en PDF-fil"));
    case ByteForm::utf16_little:
      return decode_utf16(bytes, false, limits);
    case ByteForm::utf16_big:
      return decode_utf16(bytes, true, limits);
    case ByteForm::utf8_marked:
      return decode_eight_bit(bytes, true, limits);
    case ByteForm::eight_bit:
      break;
  }
  return decode_eight_bit(bytes, false, limits);
}

}  // namespace

tl::expected<SourceText, Finding> decode_source(std::string_view bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes) return tl::make_unexpected(too_large(limits));
  if (bytes.empty()) return tl::make_unexpected(empty_input());
  auto text = decode(bytes, limits);
  if (!text) return tl::make_unexpected(std::move(text.error()));
  if (text->size() > limits.bytes) return tl::make_unexpected(too_large(limits));
  if (is_blank(*text)) return tl::make_unexpected(empty_input());
  SourceText source(std::move(*text));
  if (const auto nul = source.text().find('\0'); nul != std::string_view::npos)
    return tl::make_unexpected(encoding_problem(
        source.at(nul), {"NUL bytes are not allowed in text.", "NUL-byte er ikke tillatt i tekst."},
        {"Check that the input is a text file and not binary data, and save it as UTF-8.",
         "Kontroller at inndata er en tekstfil og ikke binære data, og lagre den som UTF-8."}));
  return source;
}

}  // namespace cimgate::source
