#include "gateway/text/mail_address.hpp"

#include <algorithm>

#include "gateway/text/ascii.hpp"

namespace cimgate::text {
namespace {

constexpr std::size_t longest = 254;  // of an address (RFC 5321 4.5.3.1.3, without the brackets)
constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_label = 63;

bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_of_atom(char c) {
  return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_of_label(char c) {
  return is_letter_or_digit(c) || c == '-';
}

/// Parts with dots between them, none of them empty.
template <class Allowed>
bool is_dotted(std::string_view text, std::size_t longest_part, Allowed allowed) {
  for (;;) {
    const auto dot = text.find('.');
    const auto part = text.substr(0, dot);
    if (part.empty() || part.size() > longest_part || !std::all_of(part.begin(), part.end(), allowed))
      return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > longest || at > longest_local_part) return false;
  return is_dotted(text.substr(0, at), longest_local_part, is_of_atom) &&
         is_dotted(text.substr(at + 1), longest_label, is_of_label);
}

}  // namespace cimgate::text
