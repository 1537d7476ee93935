#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How bytes become text: what an input says about its encoding, and the conversion to UTF-8.
namespace cimgate::source {

/// What the first bytes give away before anything is decoded.
enum class ByteForm : std::uint8_t {
  eight_bit,  ///< UTF-8 or another superset of ASCII; the XML declaration says which
  utf8_marked,
  utf16_little,
  utf16_big,
  utf32,
  ebcdic,
  gzip,
  zip,
  pdf,
};

struct ByteStart {
  ByteForm form = ByteForm::eight_bit;
  std::size_t mark_size = 0;  ///< bytes of the byte order mark
};

ByteStart look_at_start(std::string_view bytes);

/// The encoding that an XML declaration names, and where in the text the name stands.
struct DeclaredEncoding {
  std::string_view name;
  std::size_t offset = 0;
};

/// Nothing when the text does not begin with an XML declaration, or it names none.
std::optional<DeclaredEncoding> declared_encoding(std::string_view text);

/// The encodings that are read.
enum class Encoding : std::uint8_t { utf8, us_ascii, iso_8859_1, iso_8859_15, windows_1252, utf16 };

/// By the names and aliases of the IANA registry, in any case; nothing when it is not one that is read.
std::optional<Encoding> encoding_named(std::string_view name);

/// An encoding of one byte a character, as iconv names it.
const char* iconv_name(Encoding encoding);

/// The first place where bytes do not fit their encoding.
struct BadBytes {
  enum class Kind : std::uint8_t {
    stray,      ///< a byte that cannot stand here
    cut_short,  ///< a character whose last bytes are missing
    overlong,   ///< more bytes than the character needs
    surrogate,  ///< half of a UTF-16 pair
    too_high,   ///< above U+10FFFF
  };
  Kind kind = Kind::stray;
  std::size_t offset = 0;
};

std::optional<BadBytes> find_bad_utf8(std::string_view bytes);
std::optional<BadBytes> find_bad_ascii(std::string_view bytes);

/// Converts to UTF-8 (`from` as iconv names it) and appends to `out`, at most until `out` is longer than
/// `limit`. Where it fails, `out` holds what came before.
std::optional<BadBytes> append_as_utf8(const char* from, std::string_view bytes, std::size_t limit,
                                       std::string& out);

}  // namespace cimgate::source
