#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/http/route.hpp"

/// What the two ends agree on, from header fields (RFC 9110, sections 8 and 12).
namespace cimgate::http {

/// "Application/XML; charset=utf-8" → "application/xml".
std::string media_type(std::string_view content_type);

/// "text/xml; charset=\"utf-8\"" → "utf-8"; "" when none is said.
std::string charset_of(std::string_view content_type);

/// Whether a media type is one of those offered; "application/*+xml" takes every type that ends in +xml,
/// "text/*" every text.
bool is_one_of(std::string_view type, std::span<const std::string> known);

/// Which of the offered types the other end likes best: by quality, then by the order of the offers. An empty
/// Accept takes the first. Nothing when none is acceptable.
std::optional<std::string> choose(std::string_view accept, std::span<const std::string> offers);

/// How much the other end likes a type: 0 to 1000, in thousandths.
int quality(std::string_view accept, std::string_view type);

/// Whether an answer may be sent with gzip.
bool accepts_gzip(std::string_view accept_encoding);

/// True when Accept-Language asks for Norwegian (nb, no, nn) before English.
bool prefers_norwegian(std::string_view accept_language);
/// The same of a request, whose parameter `lang` (en, nb) counts more.
bool is_norwegian(const Request& request);

}  // namespace cimgate::http
