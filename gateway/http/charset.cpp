#include "gateway/http/charset.hpp"

#include <algorithm>

#include "gateway/http/negotiation.hpp"
#include "gateway/http/transport_errors.hpp"
#include "gateway/source/encoding.hpp"

namespace cimgate::http {
namespace {

using source::ByteForm;
using source::Encoding;

/// Takes the name of an encoding out of an XML declaration; everything stays where it stands.
void forget_declared(std::string& body, std::size_t mark) {
  const auto declared = source::declared_encoding(std::string_view(body).substr(mark));
  if (!declared || source::encoding_named(declared->name) == Encoding::utf8) return;
  const auto name = mark + declared->offset;
  const auto begin = body.rfind("encoding", name);
  const auto end = name + declared->name.size() + 1;  // the quote
  std::fill(body.begin() + static_cast<std::ptrdiff_t>(begin),
            body.begin() + static_cast<std::ptrdiff_t>(end), ' ');
}

const char* utf16_of(std::string_view charset, ByteForm form) {
  if (charset.ends_with("le") || charset.ends_with("LE")) return "UTF-16LE";
  if (charset.ends_with("be") || charset.ends_with("BE")) return "UTF-16BE";
  // Without a mark it is big-endian (RFC 2781, section 4.3), unless its first character tells otherwise.
  return form == ByteForm::utf16_little ? "UTF-16LE" : "UTF-16BE";
}

/// The body becomes what it is in an encoding, in UTF-8 and without a declaration of another one.
std::optional<TransportError> decode(std::string& body, const char* from, std::size_t mark,
                                     std::size_t limit) {
  std::string text;
  text.reserve(std::min(limit, body.size() + body.size() / 8));
  if (source::append_as_utf8(from, std::string_view(body).substr(mark), limit, text))
    return errors::bad_charset();
  if (text.size() > limit) return errors::too_large(limit);
  body = std::move(text);
  forget_declared(body, 0);
  return std::nullopt;
}

}  // namespace

std::optional<TransportError> apply_charset(Request& request, std::size_t limit) {
  const auto content_type = request.headers.get("Content-Type");
  const auto charset = charset_of(content_type);
  const auto type = media_type(content_type);
  if (type == "application/json" || type.ends_with("+json")) return std::nullopt;
  auto& body = request.body;
  const auto start = source::look_at_start(body);
  if (start.mark_size > 0) {
    if (start.form == ByteForm::utf8_marked) forget_declared(body, start.mark_size);
    const bool utf16 = start.form == ByteForm::utf16_little || start.form == ByteForm::utf16_big;
    if (!utf16) return std::nullopt;
    auto wrong = decode(body, utf16_of({}, start.form), start.mark_size, limit);
    // Where nothing was said of the bytes, the reader tells which of them are wrong.
    if (wrong && wrong->status == 400 && charset.empty()) return std::nullopt;
    return wrong;
  }
  if (charset.empty()) return std::nullopt;
  const auto encoding = source::encoding_named(charset);
  if (!encoding) return errors::unsupported_charset();
  if (*encoding == Encoding::us_ascii && source::find_bad_ascii(body)) return errors::bad_charset();
  if (*encoding != Encoding::utf8 && *encoding != Encoding::us_ascii) {
    const auto* from =
        *encoding == Encoding::utf16 ? utf16_of(charset, start.form) : source::iconv_name(*encoding);
    return decode(body, from, 0, limit);
  }
  forget_declared(body, 0);
  return std::nullopt;
}

}  // namespace cimgate::http
