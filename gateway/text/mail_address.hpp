#pragma once
#include <string_view>

namespace cimgate::text {

/// Whether a text is one plain mail address (RFC 5321, a dot-string in front of a domain name; ASCII only).
/// No such text holds a blank, a control character, a comma, a bracket or a second address.
bool is_mail_address(std::string_view text);

}  // namespace cimgate::text
