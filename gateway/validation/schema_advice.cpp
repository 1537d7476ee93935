#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "gateway/schema/value.hpp"
#include "gateway/text/nearest.hpp"
#include "gateway/validation/schema_texts.hpp"

namespace cimgate::validation {
namespace {

using conformance::Violation;
using document::Document;
using document::no_node;
using document::NodeId;
using schema::SimpleType;
using Kind = Violation::Kind;

bool is_value(const SimpleType& type, const std::string& text) {
  return !schema::check_value(type, text);
}

std::string in_case(std::string_view text, int (*change)(int)) {
  std::string made(text);
  for (char& c : made) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return made;
}

Text did_you_mean_code(const SimpleType& type, std::string_view value) {
  const auto codes = schema::codes_of(type);
  if (!codes) return {};
  std::vector<std::string_view> values;
  for (const auto* code : *codes) values.emplace_back(code->value);
  const auto meant = text::did_you_mean(value, values);
  if (meant.empty()) return {};
  const auto at =
      std::find_if(codes->begin(), codes->end(), [&](const auto* code) { return code->value == meant; });
  const std::string meaning = (*at)->meaning.empty() ? std::string() : fmt::format(": {}", (*at)->meaning);
  return {fmt::format("Did you mean {}{}?", meant, meaning), fmt::format("Mente du {}?", meant)};
}

/// 2026-02-30T00:00:00 and the like: the digits are in their places, but mean nothing.
bool is_no_date(std::string value) {
  constexpr std::string_view shape = "0000-00-00T00:00:00";
  if (value.size() < shape.size()) return false;
  value.resize(shape.size());
  const bool means_nothing = !schema::parse_date_time(value);
  for (char& c : value)
    if (c >= '0' && c <= '9') c = '0';
  return means_nothing && value == shape;
}

Text advice_for_date(const SimpleType& type, const std::string& value, const dialect::Dialect& dialect) {
  if (is_no_date(value))
    return {"There is no such date or time.", "Denne datoen eller dette klokkeslettet finnes ikke."};
  const auto& clock = dialect.calendar.clock;
  const auto winter = time::zone_text(clock.ahead);
  const auto summer = time::zone_text(clock.ahead_in_summer);
  const bool has_summer = winter != summer;
  if (is_value(type, value + "Z")) {
    if (dialect.clock_name.en.empty()) return {"Add the time zone.", "Legg til tidssone."};
    if (!has_summer)
      return {fmt::format("Add the time zone: {} for {}, or Z for UTC.", winter, dialect.clock_name.en),
              fmt::format("Legg til tidssone: {} for {}, eller Z for UTC.", winter, dialect.clock_name.nb)};
    return {fmt::format("Add the time zone: {} in winter and {} in summer for {}, or Z for UTC.", winter,
                        summer, dialect.clock_name.en),
            fmt::format("Legg til tidssone: {} om vinteren og {} om sommeren for {}, eller Z for UTC.",
                        winter, summer, dialect.clock_name.nb)};
  }
  if (is_value(type, value + "T00:00:00" + winter)) {
    if (!has_summer)
      return {fmt::format("Write the time and its zone, too: T00:00:00{}.", winter),
              fmt::format("Skriv også klokkeslett og tidssone: T00:00:00{}.", winter)};
    return {
        fmt::format("Write the time and its zone, too: T00:00:00{} in winter, T00:00:00{} in summer.", winter,
                    summer),
        fmt::format("Skriv også klokkeslett og tidssone: T00:00:00{} om vinteren, T00:00:00{} om sommeren.",
                    winter, summer)};
  }
  return {};
}

/// Tries what usually went wrong, and proposes what makes the value right.
Text advice_for_value(const SimpleType& type, std::string_view raw, const dialect::Dialect& dialect) {
  std::string trimmed;
  const std::string value(raw);
  if (const auto first = raw.find_first_not_of(" \t\r\n"); first != std::string_view::npos)
    trimmed = raw.substr(first, raw.find_last_not_of(" \t\r\n") - first + 1);
  if (trimmed.empty()) return {};
  if (trimmed != value && is_value(type, trimmed))
    return {"Take out the white space around the value.", "Fjern mellomrom og linjeskift rundt verdien."};
  if (const auto comma = trimmed.find(',');
      comma != std::string::npos && type.base == schema::Base::decimal) {
    auto with_point = trimmed;
    with_point[comma] = '.';
    if (is_value(type, with_point))
      return {"Write a decimal point, not a comma.", "Skriv desimaltallet med punktum, ikke komma."};
  }
  if ((type.base == schema::Base::decimal || type.base == schema::Base::integer) &&
      trimmed.find_first_of("eE") != std::string::npos)
    return {"Write the number without an exponent; in JSON, exponents from -1000 to 1000 are read.",
            "Skriv tallet uten eksponent; i JSON leses eksponenter fra -1000 til 1000."};
  if (type.base == schema::Base::boolean && (trimmed == "1" || trimmed == "0")) {
    const char* word = trimmed == "1" ? "true" : "false";
    return {fmt::format("Write {}.", word), fmt::format("Skriv {}.", word)};
  }
  if (type.base == schema::Base::date_time) return advice_for_date(type, trimmed, dialect);
  if (const auto lower = in_case(trimmed, std::tolower); lower != trimmed && is_value(type, lower))
    return {"Write it in lower case.", "Skriv den med små bokstaver."};
  if (is_value(type, in_case(trimmed, std::toupper)))
    return {"Write it in capital letters.", "Skriv den med store bokstaver."};
  return did_you_mean_code(type, trimmed);
}

/// Where an element that is missing belongs: behind the nearest one before it that is there.
Text advice_to_add(const Document& document, const Violation& v) {
  const auto& node = document[v.node];
  const std::int32_t place = node.element->child_index(v.expected);
  if (place < 0) return {};
  std::string_view after;
  for (NodeId at = node.first_child; at != no_node; at = document[at].next)
    if (document[at].element != nullptr && document[at].place < static_cast<std::uint32_t>(place))
      after = document[at].name;
  if (after.empty())
    return {fmt::format("Add {} as the first element of {}.", v.expected, node.name),
            fmt::format("Legg til {} som det første elementet i {}.", v.expected, node.name)};
  return {fmt::format("Add {} after {}.", v.expected, after),
          fmt::format("Legg til {} etter {}.", v.expected, after)};
}

/// Names of the elements of the message that may hold a child of this name.
void find_homes(const schema::Element& element, std::string_view name,
                std::set<const schema::ComplexType*>& seen, std::set<std::string>& homes) {
  if (element.type == nullptr) return;
  if (element.child_index(name) >= 0) homes.insert(element.name.local);
  if (!seen.insert(element.type).second) return;
  for (const auto& child : element.children()) find_homes(*child.element, name, seen, homes);
}

Text advice_for_unexpected(const Document& document, const Violation& v) {
  if (!v.found.empty() && v.meant == v.found)
    return {fmt::format("Check the prefix of {} and the namespace that it is declared for.", v.found),
            fmt::format("Sjekk prefikset til {} og navnerommet det er deklarert for.", v.found)};
  if (!v.meant.empty())
    return {fmt::format("Did you mean {}?", v.meant), fmt::format("Mente du {}?", v.meant)};
  std::set<const schema::ComplexType*> seen;
  std::set<std::string> homes;
  if (document.root().element != nullptr) find_homes(*document.root().element, v.found, seen, homes);
  homes.erase(std::string(document[document[v.node].parent].name));
  if (homes.empty() || homes.size() > 3) return {};
  std::string list;
  for (const auto& home : homes) list += (list.empty() ? "" : ", ") + home;
  return {fmt::format("{} belongs in {}.", v.found, list),
          fmt::format("{} hører hjemme i {}.", v.found, list)};
}

Text advice_for_order(const Document& document, const Violation& v) {
  constexpr std::size_t most = 12;
  const auto& parent = document[document[v.node].parent];
  const auto& children = parent.element->children();
  if (children.size() > most) return {};
  std::string list;
  for (const auto& child : children) list += (list.empty() ? "" : ", ") + child.element->name.local;
  return {fmt::format("The order in {} is {}.", parent.name, list),
          fmt::format("Rekkefølgen i {} er {}.", parent.name, list)};
}

Text advice_for_missing_attribute(const Document& document, const Violation& v) {
  constexpr std::size_t most = 3;
  const auto& element = *document[v.node].element;
  const auto& declaration =
      element.attributes()[static_cast<std::size_t>(element.attribute_index(v.expected))];
  const auto codes = schema::codes_of(*declaration.type);
  if (!codes || codes->size() > most) return {};
  Text list;
  for (const auto* code : *codes) {
    const bool first = list.en.empty();
    const std::string one = fmt::format("{}=\"{}\"", v.expected, code->value);
    list.en += (first ? "" : " or ") + one;
    list.nb += (first ? "" : " eller ") + one;
  }
  return {fmt::format("Add {}.", list.en), fmt::format("Legg til {}.", list.nb)};
}

Text advice_for_bad_value(const Document& document, const Violation& v) {
  const auto& node = document[v.node];
  if (v.attribute < 0) return advice_for_value(*node.element->text, node.text, document.dialect());
  const auto& attribute = node.attributes[static_cast<std::size_t>(v.attribute)];
  return advice_for_value(*attribute.declaration->type, attribute.value, document.dialect());
}

}  // namespace

Text advice_for(const Document& document, const Violation& v) {
  switch (v.kind) {
    case Kind::missing_element:
      return advice_to_add(document, v);
    case Kind::unexpected_element:
      return advice_for_unexpected(document, v);
    case Kind::misplaced_element:
      return advice_for_order(document, v);
    case Kind::repeated_element:
      return {fmt::format("Take out the surplus {}.", v.found),
              fmt::format("Ta ut overflødige {}.", v.found)};
    case Kind::other_choice:
      return {"Keep one of them.", "Behold én av dem."};
    case Kind::missing_attribute:
      return advice_for_missing_attribute(document, v);
    case Kind::unexpected_attribute:
      if (v.meant.empty())
        return {fmt::format("Take out the attribute {}.", v.found),
                fmt::format("Ta ut attributtet {}.", v.found)};
      return {fmt::format("Did you mean {}?", v.meant), fmt::format("Mente du {}?", v.meant)};
    case Kind::bad_value:
      return advice_for_bad_value(document, v);
    case Kind::not_unique:
      return {"Give each one a value of its own.", "Gi hver av dem sin egen verdi."};
    case Kind::unexpected_text:
      return {"Take the text out.", "Ta ut teksten."};
    case Kind::bad_nil:
      return {};
  }
  return {};
}

}  // namespace cimgate::validation
