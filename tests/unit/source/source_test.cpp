#include "gateway/source/source.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cimgate;
using namespace std::string_literals;
using source::Limits;
using source::SourceText;

namespace {

std::string decoded(const std::string& bytes, const source::Limits& limits = {}) {
  const auto source = source::decode_source(bytes, limits);
  REQUIRE_MESSAGE(source.has_value(), source.error().text.en);
  return std::string(source->text());
}

/// "rule line:column"
std::string refused(const std::string& bytes, const source::Limits& limits = {}) {
  const auto source = source::decode_source(bytes, limits);
  if (source) return "read";
  const auto& finding = source.error();
  CHECK(finding.stage == Stage::wellformed);
  CHECK_FALSE(finding.text.en.empty());
  CHECK_FALSE(finding.text.nb.empty());
  CHECK_FALSE(finding.advice.en.empty());
  CHECK_FALSE(finding.advice.nb.empty());
  return finding.rule + ' ' + std::to_string(finding.line) + ':' + std::to_string(finding.column);
}

std::string text_of(const std::string& bytes) {
  const auto source = source::decode_source(bytes, {});
  return source ? std::string() : source.error().text.en;
}

std::string utf16(std::u16string_view text, bool big) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

void check_positions(const std::string& text) {
  const source::SourceText source(text);
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool inside = at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    if (!inside) {
      const auto position = source.at(at);
      REQUIRE_MESSAGE(position.line == line, "offset ", at);
      REQUIRE_MESSAGE(position.column == column, "offset ", at);
      // Between CR and LF is a place that no other offset has, too.
      REQUIRE_MESSAGE(source.offset_of(position) == at, "offset ", at);
    }
    if (at == text.size()) break;
    const bool ends = text[at] == '\n' || (text[at] == '\r' && text.substr(at + 1, 1) != "\n");
    if (ends) {
      ++line;
      column = 1;
    } else if (at + 1 >= text.size() || (static_cast<unsigned char>(text[at + 1]) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
}

}  // namespace

TEST_SUITE("source text") {
  TEST_CASE("lines and columns, in characters") {
    const source::SourceText source("ab\næøå\r\nx\ry");
    CHECK(source.line(1) == "ab");
    CHECK(source.line(2) == "æøå");
    CHECK(source.line(3) == "x");
    CHECK(source.line(4) == "y");
    CHECK(source.line(0).empty());
    CHECK(source.line(5).empty());
    const auto position = source.at(source.text().find("å"));
    CHECK(position.line == 2);
    CHECK(position.column == 3);
    check_positions("");
    check_positions("ab\næøå\r\nx\ry\r\n\r\n\n\n\r\r");
    check_positions("no line end: €𝄞");
  }

  TEST_CASE("positions in long lines") {
    std::string text;
    for (int i = 0; i < 900; ++i) text += "aæ€𝄞 ";
    check_positions(text);
    check_positions(text + "\r\n" + text + "\n" + text);
    check_positions(std::string(1024, 'x'));
    check_positions(std::string(2048, '\n'));
  }

  TEST_CASE("places that are not in the text have no offset") {
    const source::SourceText source("ab\nc");
    CHECK(source.offset_of({1, 3}) == 2);
    CHECK(source.offset_of({2, 2}) == 4);
    CHECK_FALSE(source.offset_of({2, 3}));
    CHECK_FALSE(source.offset_of({3, 1}));
    CHECK_FALSE(source.offset_of({0, 1}));
    CHECK_FALSE(source.offset_of({1, 0}));
  }

  TEST_CASE("a part of a larger input has the places of the whole") {
    const std::string whole = "æ<a>\n" + std::string(3000, 'x') + "é<b/>" + std::string(2000, 'y') + "\nz";
    const auto cut = whole.find("<b/>");
    const source::SourceText all(whole);
    const source::SourceText part(std::make_shared<std::string>(whole), std::string_view(whole).substr(cut),
                                  2, 3001);
    for (const auto* text : {"<b/>", "y", "\nz", "z"}) {
      const auto at = whole.find(text);
      const auto place = all.at(at);
      CHECK(part.at(at - cut).line == place.line);
      CHECK(part.at(at - cut).column == place.column);
      CHECK(part.offset_of(place) == at - cut);
    }
    CHECK_FALSE(part.offset_of({2, 3001}));
    CHECK_FALSE(part.offset_of({1, 1}));
  }

  TEST_CASE("an offset behind the text is its end") {
    CHECK(source::SourceText("abc").at(100).column == 4);
    CHECK(source::SourceText().at(0).line == 1);
  }
}

TEST_SUITE("decoding") {
  TEST_CASE("UTF-8, with and without byte order mark") {
    CHECK(decoded("<a>ø</a>") == "<a>ø</a>");
    CHECK(decoded("\xEF\xBB\xBF<a/>") == "<a/>");
    CHECK(decoded("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><a/>") ==
          "<?xml version='1.0' encoding='utf-8'?><a/>");
    CHECK(decoded(R"({"a": "€𝄞"})") == R"({"a": "€𝄞"})");
    CHECK(decoded("<a>\xEF\xBF\xBD\xF4\x8F\xBF\xBF\xED\x9F\xBF\xEE\x80\x80</a>").size() == 20);
  }

  TEST_CASE("the 8-bit encodings that an XML declaration can name") {
    const std::string start = "<?xml version=\"1.0\" encoding=\"";
    CHECK(decoded(start + "ISO-8859-1\"?><a>\xF8\xA4</a>").ends_with("<a>ø¤</a>"));
    CHECK(decoded(start + "iso8859-1\"?><a>\xF8</a>").ends_with("<a>ø</a>"));
    CHECK(decoded(start + "Latin1\"?><a>\xF8</a>").ends_with("<a>ø</a>"));
    CHECK(decoded(start + "ISO-8859-15\"?><a>\xA4</a>").ends_with("<a>€</a>"));
    CHECK(decoded(start + "windows-1252\"?><a>\x80</a>").ends_with("<a>€</a>"));
    CHECK(decoded(start + "US-ASCII\"?><a>x</a>").ends_with("<a>x</a>"));
    CHECK(refused(start + "US-ASCII\"?>\n<a>\xF8</a>") == "wellformed.encoding 2:4");
    CHECK(refused(start + "windows-1252\"?>\n<a>\xF8\x81</a>") == "wellformed.encoding 2:5");
  }

  TEST_CASE("UTF-16, with and without byte order mark") {
    for (const bool big : {false, true}) {
      CHECK(decoded(utf16(u"\uFEFF<a>ø𝄞</a>", big)) == "<a>ø𝄞</a>");
      CHECK(decoded(utf16(u"<a>ø</a>", big)) == "<a>ø</a>");
      CHECK(decoded(utf16(u"\uFEFF<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", big)).ends_with("<a/>"));
      CHECK(decoded(utf16(u"{\"a\": 1}", big)) == "{\"a\": 1}");
      CHECK(refused(utf16(u"<a>\n\xD800</a>", big)) == "wellformed.encoding 2:1");
      CHECK(refused(utf16(u"<a/>", big) + "\n") == "wellformed.encoding 1:5");
    }
    CHECK(decoded(utf16(u"<?xml version=\"1.0\" encoding=\"utf-16le\"?><a/>", false)).ends_with("<a/>"));
    CHECK(refused(utf16(u"<?xml version=\"1.0\" encoding=\"UTF-16BE\"?><a/>", false)) ==
          "wellformed.encoding 1:31");
  }

  TEST_CASE("a declaration that contradicts the bytes") {
    const std::string start = "<?xml version=\"1.0\" encoding=";
    CHECK(refused("\xEF\xBB\xBF" + start + "\"ISO-8859-1\"?><a/>") == "wellformed.encoding 1:31");
    CHECK(refused(start + "\"UTF-16\"?><a/>") == "wellformed.encoding 1:31");
    CHECK(refused(utf16(u"\uFEFF<?xml version=\"1.0\"\n encoding=\"UTF-8\"?><a/>", false)) ==
          "wellformed.encoding 2:12");
    CHECK(text_of(start + "\"UTF-16\"?><a/>") ==
          "The XML declaration says 'UTF-16', but the bytes are UTF-8.");
  }

  TEST_CASE("only an XML declaration declares") {
    CHECK(decoded("<a encoding=\"UTF-16\"/>") == "<a encoding=\"UTF-16\"/>");
    CHECK(decoded("<?xml version=\"1.0\"?><a encoding=\"EBCDIC\"/>").ends_with("/>"));
    CHECK(decoded("<?xml-model encoding=\"EBCDIC\"?><a/>").ends_with("<a/>"));
    CHECK(decoded("<?xml version='1.0' myencoding='EBCDIC'?><a/>").ends_with("<a/>"));
    CHECK(decoded("<?xml version='1.0' encoding = 'utf8' ?><a/>").ends_with("<a/>"));
  }

  TEST_CASE("encodings that are not read") {
    const std::string start = "<?xml version=\"1.0\" encoding=";
    CHECK(refused(start + "\"Shift_JIS\"?><a/>") == "wellformed.encoding 1:31");
    CHECK(refused(start + "\"\"?><a/>") == "wellformed.encoding 1:31");
    CHECK(text_of(start + "\"Kari <Hemmelig>\"?><a/>").find("Hemmelig") == std::string::npos);
    CHECK(refused("\xFF\xFE\0\0<\0\0\0"s) == "wellformed.encoding 0:0");
    CHECK(refused("\0\0\0<\0\0\0a"s) == "wellformed.encoding 0:0");
    CHECK(refused("<\0\0\0a\0\0\0"s) == "wellformed.encoding 0:0");
    CHECK(text_of("\x4C\x6F\xA7\x94\x93") ==
          "The input is encoded in EBCDIC; expected UTF-8, UTF-16 or an 8-bit encoding.");
    CHECK(text_of("\x1F\x8B\x08") == "The input is a gzip file; expected an XML or JSON document as text.");
    CHECK(text_of("PK\x03\x04") == "The input is a ZIP file; expected an XML or JSON document as text.");
    CHECK(text_of("%PDF-1.7") == "The input is a PDF file; expected an XML or JSON document as text.");
  }

  TEST_CASE("bytes that are not UTF-8, with their place") {
    const std::string good = "<a>\nø";
    CHECK(refused(good + "\xE6</a>") == "wellformed.encoding 2:2");
    CHECK(text_of(good + "\xE6</a>") == "Byte 0xE6 cannot stand here in UTF-8.");
    CHECK(text_of(good + "\x80</a>") == "Byte 0x80 cannot stand here in UTF-8.");
    CHECK(text_of(good + "\xFE</a>") == "Byte 0xFE cannot stand here in UTF-8.");
    CHECK(text_of(good + "\xE2\x82</a>").find("whose other bytes are missing") != std::string::npos);
    CHECK(text_of(good + "\xE2").find("whose other bytes are missing") != std::string::npos);
    CHECK(text_of(good + "\xC0\xAF</a>").find("more bytes than UTF-8 allows") != std::string::npos);
    CHECK(text_of(good + "\xE0\x80\xAF</a>").find("more bytes than UTF-8 allows") != std::string::npos);
    CHECK(text_of(good + "\xF0\x80\x80\xAF</a>").find("more bytes than UTF-8 allows") != std::string::npos);
    CHECK(text_of(good + "\xED\xA0\x80</a>").find("surrogate pair") != std::string::npos);
    CHECK(text_of(good + "\xF4\x90\x80\x80</a>").find("above U+10FFFF") != std::string::npos);
    CHECK(text_of(good + "\xF8\x88\x80\x80\x80</a>") == "Byte 0xF8 cannot stand here in UTF-8.");
  }

  TEST_CASE("NUL bytes and binary data") {
    CHECK(refused("<a>\n\0</a>"s) == "wellformed.encoding 2:1");
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    CHECK(refused(all).starts_with("wellformed.encoding"));
  }

  TEST_CASE("nothing") {
    CHECK(refused("") == "wellformed.empty 0:0");
    CHECK(refused(" \r\n\t") == "wellformed.empty 0:0");
    CHECK(refused("\xEF\xBB\xBF") == "wellformed.empty 0:0");
    CHECK(refused("\xFF\xFE") == "wellformed.empty 0:0");
  }

  TEST_CASE("the size is limited, before and after decoding") {
    source::Limits limits;
    limits.bytes = 60;
    const std::string start = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
    CHECK(refused(std::string(60, '<'), limits) == "read");
    CHECK(refused(std::string(61, '<'), limits) == "wellformed.too-large 0:0");
    CHECK(refused(start + std::string(17, '<'), limits) == "read");
    CHECK(refused(start + std::string(17, '\xF8'), limits) == "wellformed.too-large 0:0");
    CHECK(refused(utf16(u"<" + std::u16string(29, u'€'), false), limits) == "wellformed.too-large 0:0");
  }
}
