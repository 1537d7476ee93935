#pragma once
#include <cstdint>
#include <string>

namespace cimgate::smtp {

/// A mail of plain text to one person.
struct Letter {
  std::string id;       ///< in front of the @ of its Message-ID; the same when it is sent again
  std::int64_t at = 0;  ///< seconds since 1970-01-01T00:00:00Z
  std::string from;     ///< mail address
  std::string to;       ///< likewise
  std::string subject;  ///< UTF-8
  std::string text;     ///< likewise
};

/// As RFC 5322 and MIME have it, with CRLF. Whatever subject and text hold, no line of the head comes from
/// them but the subject's own, and no line begins with a dot: both go in base64. Addresses must be such
/// (text::is_mail_address).
std::string written(const Letter& letter);

}  // namespace cimgate::smtp
