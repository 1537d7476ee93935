#include "gateway/templates/fill.hpp"

#include <algorithm>

#include "gateway/json/out.hpp"
#include "gateway/mapping/convert.hpp"
#include "gateway/mapping/path.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/xml/out.hpp"

namespace cimgate::templates {
namespace {

using mapping::Conversion;

/// A number that JSON takes as it stands.
bool is_plain_number(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at == 0 || (at > 1 && text.front() == '0')) return false;
  if (at == text.size()) return true;
  if (text[at] != '.' || at + 1 == text.size()) return false;
  for (++at; at < text.size(); ++at)
    if (text[at] < '0' || text[at] > '9') return false;
  return true;
}

void append(Hole::Form form, std::string_view text, std::string& out) {
  switch (form) {
    case Hole::Form::json_number:
      if (is_plain_number(text)) {
        out += text;
        return;
      }
      if (const auto number = json::to_json_number(text); !number.empty()) {
        out += number;
        return;
      }
      break;
    case Hole::Form::json_boolean:
      if (const auto boolean = json::to_json_boolean(text); !boolean.empty()) {
        out += boolean;
        return;
      }
      break;
    case Hole::Form::xml_text:
      xml::append_xml_text(text, out);
      return;
    case Hole::Form::xml_attribute:
      xml::append_xml_attribute_value(text, out);
      return;
    case Hole::Form::json_string:
      break;
  }
  json::append_json_string(text, out);
}

/// White space that a type may fold.
bool has_spaces(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= ' ') return true;
  return false;
}

/// A short whole number that the target is known to take.
bool is_in_range(const Hole& hole, std::string_view text) {
  if (text.empty() || text.size() > 9) return false;
  std::int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  return number >= hole.least && number <= hole.most;
}

/// Whether all who read the value on the way back take it, or leave it, as they did the first one.
bool is_read_alike(const Hole& hole, std::string_view made) {
  return std::all_of(hole.readers.begin(), hole.readers.end(), [&](const auto& reader) {
    Text problem;
    return mapping::value_in_bim(*reader.first, made, problem).has_value() == reader.second;
  });
}

bool fill_value(const Hole& hole, std::string_view text, std::string& buffer, std::string& out) {
  if (has_spaces(text)) {
    text = schema::normalize(*hole.from, text, buffer);
    std::string again;
    if (schema::normalize(*hole.to, text, again) != text) return false;
  }
  if (hole.conversion.kind == Conversion::Kind::copy) {
    if (!hole.fits && !is_in_range(hole, text) && schema::check_value(*hole.to, text)) return false;
    if (!is_read_alike(hole, text)) return false;
    append(hole.form, text, out);
    return true;
  }
  const auto made = mapping::to_cim(hole.conversion, text);
  if (!made || (!hole.fits && schema::check_value(*hole.to, *made)) || !is_read_alike(hole, *made))
    return false;
  if (!hole.returns) {
    Text problem;
    const auto back = mapping::to_bim(hole.conversion, *made, problem);
    if (!back || schema::check_value(*hole.from, *back) || !schema::equal_values(*hole.from, text, *back))
      return false;
  }
  append(hole.form, *made, out);
  return true;
}

bool fill_source(const Hole& hole, const Filling& filling, std::string& out) {
  Text problem;
  const auto text = mapping::compute(*hole.source, filling.document, filling.nodes[hole.context],
                                     hole.path.empty() ? filling.path : hole.path,
                                     hole.number == 0 ? filling.number : hole.number, problem);
  if (!text || schema::check_value(*hole.to, *text) || !is_read_alike(hole, *text)) return false;
  append(hole.form, *text, out);
  return true;
}

}  // namespace

std::string_view raw_value(const Filling& filling, const ValueRef& ref) {
  const auto id = filling.nodes[ref.node];
  if (ref.attribute < 0) return filling.document.effective_text(id);
  return filling.document[id].attributes[static_cast<std::size_t>(ref.attribute)].value;
}

bool takes_as_it_is(const Hole& hole) {
  return hole.kind == Hole::Kind::value && hole.conversion.kind == Conversion::Kind::copy &&
         hole.form != Hole::Form::json_boolean && hole.readers.empty();
}

bool stands_as_it_is(const Hole& hole, std::string_view value) {
  return is_plain_number(value) && (hole.fits || is_in_range(hole, value));
}

bool fill(const Fragment& fragment, const Filling& filling, std::string& buffer, std::string& out) {
  return fill_holes(fragment, out,
                    [&](std::size_t number) { return fill(fragment.holes[number], filling, buffer, out); });
}

bool fill(const Hole& hole, const Filling& filling, std::string& buffer, std::string& out) {
  switch (hole.kind) {
    case Hole::Kind::value:
    case Hole::Kind::raw:
      return fill(hole, raw_value(filling, hole.value), filling.number, buffer, out);
    case Hole::Kind::source:
      return fill_source(hole, filling, out);
    case Hole::Kind::number:
      return fill(hole, {}, filling.number, buffer, out);
  }
  return false;
}

bool fill(const Hole& hole, std::string_view value, std::uint32_t number, std::string& buffer,
          std::string& out) {
  switch (hole.kind) {
    case Hole::Kind::value:
      return fill_value(hole, value, buffer, out);
    case Hole::Kind::number:
      append(hole.form, std::to_string(number), out);
      return true;
    case Hole::Kind::raw:
      append(hole.form, value, out);
      return true;
    case Hole::Kind::source:
      break;
  }
  return false;
}

}  // namespace cimgate::templates
