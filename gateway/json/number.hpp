#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cimgate::json {

/// A number of JSON (RFC 8259, 6) as XML Schema writes it: without an exponent, and for a whole number
/// without
/// ".0", which is an integer in JSON Schema (draft 7, 6.1.1). Nothing when it is written so already, or when
/// its exponent is beyond 1000, which would make a short text long.
std::optional<std::string> in_xml_form(std::string_view number, bool whole);

}  // namespace cimgate::json
