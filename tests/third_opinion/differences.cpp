#include "differences.hpp"

#include <algorithm>

namespace cimgate::test {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

bool says(const Checked& checked, std::string_view rule) {
  return std::any_of(checked.findings.begin(), checked.findings.end(),
                     [&](const Finding& finding) { return finding.rule == rule; });
}

bool is_utf_16(const std::string& xml) {
  return xml.starts_with("\xff\xfe") || xml.starts_with("\xfe\xff");
}

/// "…: ' 25000\t' is not a valid value of …": white space around what libxml2 quotes.
bool quotes_white_space(const std::string& why) {
  const auto end = why.find("' is not a valid value");
  if (end == std::string::npos || end == 0) return false;
  const auto begin = why.rfind('\'', end - 1);
  if (begin == std::string::npos || begin + 1 == end) return false;
  constexpr std::string_view blanks = " \t\r\n";
  return has(std::string(blanks), std::string(1, why[begin + 1])) ||
         has(std::string(blanks), std::string(1, why[end - 1]));
}

/// "…: '241808985454527416727972308355190.76' is not …": a number of more than the 24 digits of libxml2.
bool quotes_many_digits(const std::string& why) {
  constexpr std::string_view before = "': '";
  const auto at = why.find(before);
  if (at == std::string::npos) return false;
  const auto value = why.substr(at + before.size(), why.find('\'', at + before.size()) - at - before.size());
  constexpr std::string_view digits = "0123456789";
  constexpr std::ptrdiff_t most = 24;
  return value.find_first_not_of("0123456789.-+") == std::string::npos &&
         std::count_if(value.begin(), value.end(), [&](char c) {
           return has(std::string(digits), {&c, 1});
         }) > most;
}

/// Why we do not take what others do.
std::string stricter(const std::string& other, const std::string& xml, const Checked& ours) {
  if (says(ours, "wellformed.doctype"))
    return "messages have no DOCTYPE; it is refused before it is read (docs/input.md)";
  // XML 1.0, fifth edition, 2.8, lets a processor of 1.0 go on with 1.x. We ask for 1.0: 1.1 has other
  // characters and other ends of lines.
  if (says(ours, "wellformed.version")) return "XML 1.0 is asked for, in so many words";
  // It is a fatal error when an entity is in another encoding than the one it names: XML 1.0, 4.3.3.
  if (says(ours, "wellformed.encoding") && (is_utf_16(xml) || xml.starts_with("\xef\xbb\xbf")))
    return "the declaration names another encoding than the byte order mark";
  if (other == "libxml2" && xml.back() == '\0') return "NUL is not a character: XML 1.0, 2.2 [2]";
  if (other == "libxml2" && is_utf_16(xml) && xml.size() % 2 == 1)
    return "half a character is none: XML 1.0, 4.3.3";
  return {};
}

/// Why we take what others do not.
std::string more_lenient(const std::string& other, const std::string& why, const Checked& ours) {
  if (says(ours, "schema.unknown-root"))
    return "behind a root that is no message's nothing is read, and it is not valid";
  if (other == "libxml2" && has(why, "is not a valid URI"))
    return "names of namespaces are compared as strings: Namespaces in XML 1.0, 2.3";
  if (other != "libxml2: valid") return {};
  if (has(why, "does not match the fixed value constraint"))
    return "the actual value is compared, after white space: XML Schema part 1, 3.3.4, Element Locally "
           "Valid, 5.2.2.2.2";
  if (has(why, "'' is not a valid value"))
    return "an element with a comment alone has no characters: XML Schema part 1, 3.3.4, Element Locally "
           "Valid, 5.1";
  if (has(why, "Character content other than whitespace is not allowed"))
    return "white space in a section of CDATA is white space: XML Schema part 1, 3.4.4, Element Locally "
           "Valid "
           "(Complex Type), 2.3";
  if (quotes_many_digits(why))
    return "a number may have any number of digits, of which a processor has to take 18: XML Schema part 2, "
           "3.2.3";
  if (quotes_white_space(why)) return "white space of numbers is collapsed first: XML Schema part 2, 4.3.6";
  return {};
}

}  // namespace

std::string known_difference(const std::string& other, bool theirs, const std::string& xml,
                             const std::string& why, const Checked& ours) {
  return theirs ? stricter(other, xml, ours) : more_lenient(other, why, ours);
}

}  // namespace cimgate::test
