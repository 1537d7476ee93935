#include "gateway/work/envelopes.hpp"

#include <algorithm>

#include "gateway/security/keys/hash.hpp"

namespace cimgate::work {
namespace {

bool is_lower_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool is_safe(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

}  // namespace

std::string safe_name(std::string_view text) {
  constexpr std::size_t longest = 100, telling = 16;
  std::string made;
  std::copy_if(text.begin(), text.end(), std::back_inserter(made), is_safe);
  if (made == text && !made.empty() && made.size() <= longest) return made;
  made.resize(std::min(made.size(), longest));
  if (!made.empty()) made += '-';
  return made + keys::hex_digest(text).substr(0, telling);
}

std::string name_of(const Envelope& envelope, std::string_view bytes) {
  auto name = envelope.id.empty() ? keys::hex_digest(bytes) : safe_name(envelope.id);
  if (!envelope.group.empty()) name = safe_name(envelope.group) + "@" + name;
  return name + (is_json(bytes) ? ".json" : ".xml");
}

bool is_traceparent(std::string_view text) {
  constexpr std::string_view form = "00-00000000000000000000000000000000-0000000000000000-00";
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == '-' ? text[i] != '-' : !is_lower_hex(text[i])) return false;
  return true;
}

bool is_tracestate(std::string_view text) {
  constexpr std::size_t longest = 512;
  return text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_json(std::string_view text) {
  const auto at = text.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && text[at] == '{';
}

}  // namespace cimgate::work
