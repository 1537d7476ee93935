#include "gateway/engine/shown_line.hpp"

#include <algorithm>

#include "gateway/document/personal_data.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// Values that are no personal data whatever they stand under: GLN and GSRN, UUIDs, codes such as E17 and
/// EH017, processes, dates.
bool harmless_form(std::string_view value, const dialect::Dialect& dialect) {
  const auto digits = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), text::is_digit));
  if (digits == value.size()) return digits <= 4 || digits == 13 || digits == 18;
  if (dialect.is_process(value)) return true;
  if (value.size() <= 3)
    return std::all_of(value.begin(), value.end(), [](char c) { return text::is_digit(c) || is_upper(c); });
  if (value.size() <= 6 && is_upper(value.front()) && digits > 0)
    return std::all_of(value.begin(), value.end(), [](char c) { return text::is_digit(c) || is_upper(c); });
  if (value.size() == 36)
    return std::all_of(value.begin(), value.end(), [](char c) {
      return text::is_digit(c) || c == '-' || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
  return value.size() >= 16 && value[4] == '-' && value[7] == '-' && value[10] == 'T' &&
         text::is_digit(value.front());
}

bool is_json(std::string_view line) {
  const auto first = text::trimmed(line).substr(0, 1);
  return !first.empty() && std::string_view("\"{[}").find(first) != std::string_view::npos;
}

void cover(std::string_view value, std::string& out) {
  for (const char c : value) {
    if (c == ' ' || c == '\t')
      out += c;
    else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
      out += "•";
  }
}

/// Where the first of such characters is; the texts are short, and there are many. npos: none is there.
template <class Wanted>
std::size_t first_of(std::string_view text, Wanted wanted) {
  const auto* const at = std::find_if(text.begin(), text.end(), wanted);
  return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

std::string_view local_name(std::string_view tag) {
  tag = tag.substr(0, first_of(tag, [](char c) { return c == ' ' || c == '\t' || c == '/' || c == '>'; }));
  const auto colon = tag.find(':');
  return colon == std::string_view::npos ? tag : tag.substr(colon + 1);
}

/// What the types of the elements of one name say.
struct Named {
  bool open = false;     ///< there is one whose values may be shown
  bool covered = false;  ///< there is one whose values may not
};

void look_for(std::string_view name, const schema::Element& element, int depth, Named& found) {
  constexpr int most_depth = 24;
  if (found.covered) return;
  if (element.text != nullptr && element.name.local == name)
    (document::quotable(*element.text, "x", dialect::none()->personal_numbers).empty() ? found.covered
                                                                                       : found.open) = true;
  if (depth < most_depth)
    for (const auto& child : element.children()) look_for(name, *child.element, depth + 1, found);
}

}  // namespace

bool Showable::is_open(std::string_view name) const {
  if (const auto known = open_.find(name); known != open_.end()) return known->second;
  Named found;
  for (const auto* root : roots_) look_for(name, *root, 0, found);
  return open_.emplace(name, found.open && !found.covered).first->second;
}

bool Showable::may_show(std::string_view name, std::string_view value) const {
  if (value.empty()) return true;
  if (dialect_->personal_numbers.may_be_in(value)) return false;
  if (harmless_form(value, *dialect_)) return true;
  return is_open(name);
}

std::string Showable::line(std::string_view source) const {
  return is_json(source) ? json_line(source) : xml_line(source);
}

Showable::Part Showable::part(std::string_view source, std::size_t at) const {
  constexpr std::size_t shown_whole = 4096;
  constexpr std::size_t before = 400;  // a report shows some 70 characters before and behind a place
  constexpr std::size_t behind = 1200;
  constexpr std::size_t farthest = 2048;  // within which a tag begins where names and values are short
  if (source.size() <= shown_whole || is_json(source)) return {0, source.size(), line(source)};
  at = std::min(at, source.size());
  Part part = {0, source.size(), {}};
  if (at > before) {
    part.begin = source.rfind('<', at - before);
    if (part.begin == std::string_view::npos || at - part.begin > farthest) part.begin = at;
  }
  if (source.size() - at > behind) {
    part.end = std::min(source.find('<', at + behind), source.size());
    if (part.end - at > farthest) part.end = at;
  }
  // Where no tag is near, nobody can say what stands there.
  if (part.begin < part.end && source[part.begin] == '<')
    part.text = xml_line(source.substr(part.begin, part.end - part.begin));
  else if (part.begin == 0)
    part.text = xml_line(source.substr(0, part.end));
  else
    part.begin = part.end = at;
  return part;
}

void Showable::show_tag(std::string_view tag, std::string& out) const {
  while (!tag.empty()) {
    const auto open = first_of(tag, [](char c) { return c == '"' || c == '\''; });
    const std::string_view before = tag.substr(0, open);
    out += before;
    if (open == std::string_view::npos) return;
    const auto close = std::min(tag.find(tag[open], open + 1), tag.size());
    const std::string_view value = tag.substr(open + 1, close - open - 1);
    const bool names_space =
        before.find("xmlns") != std::string_view::npos || before.find("xsi:") != std::string_view::npos;
    out += tag[open];
    if ((names_space && !dialect_->personal_numbers.may_be_in(value)) || value.empty() ||
        harmless_form(value, *dialect_))
      out += value;
    else
      cover(value, out);
    if (close < tag.size()) out += tag[close];
    tag.remove_prefix(std::min(close + 1, tag.size()));
  }
}

std::string Showable::xml_line(std::string_view source) const {
  std::string out;
  std::string_view name;
  while (!source.empty()) {
    const auto open = source.find('<');
    const std::string_view text = source.substr(0, open);
    if (may_show(name, text::trimmed(text)))
      out += text;
    else
      cover(text, out);
    if (open == std::string_view::npos) break;
    source.remove_prefix(open);
    if (source.starts_with("<!--")) {
      const auto end = source.find("-->");
      cover(source.substr(0, end), out);
      source = end == std::string_view::npos ? std::string_view() : source.substr(end);
      name = {};
      continue;
    }
    const auto close = source.find('>');
    const std::string_view tag = source.substr(0, close == std::string_view::npos ? close : close + 1);
    if (tag.starts_with("<!"))
      cover(tag, out);
    else
      show_tag(tag, out);
    name = tag.starts_with("</") ? std::string_view() : local_name(tag.substr(1));
    source.remove_prefix(tag.size());
  }
  return out;
}

void Showable::show_bare(std::string_view name, std::string_view text, std::string& out) const {
  constexpr std::string_view between = " \t\r:,{}[]";
  while (!text.empty()) {
    const auto start = std::min(text.find_first_not_of(between), text.size());
    out += text.substr(0, start);
    text.remove_prefix(start);
    const auto end = std::min(text.find_first_of(between), text.size());
    const std::string_view token = text.substr(0, end);
    if (token == "true" || token == "false" || token == "null" || may_show(name, token))
      out += token;
    else
      cover(token, out);
    text.remove_prefix(end);
  }
}

std::string Showable::json_line(std::string_view source) const {
  std::string out;
  std::string_view name;
  while (!source.empty()) {
    const auto open = source.find('"');
    show_bare(name, source.substr(0, open), out);
    if (open == std::string_view::npos) break;
    source.remove_prefix(open);
    std::size_t close = 1;
    while (close < source.size() && source[close] != '"') close += source[close] == '\\' ? 2U : 1U;
    close = std::min(close, source.size());
    const std::string_view text = source.substr(1, close - 1);
    const std::string_view rest = text::trimmed(source.substr(std::min(close + 1, source.size())));
    const bool is_name = rest.starts_with(':');
    out += '"';
    // The inner member of a wrapped value stands under the name before it.
    if (is_name) {
      if (text != "value" && text != "codingScheme" && text != "unit") name = text;
      out += text;
    } else if (may_show(name, text) || text.size() <= 3) {
      out += text;
    } else {
      cover(text, out);
    }
    if (close < source.size()) out += '"';
    source.remove_prefix(std::min(close + 1, source.size()));
  }
  return out;
}

}  // namespace cimgate
