#include "gateway/validation/schema_texts.hpp"

#include <fmt/format.h>

namespace cimgate::validation {
namespace {

using conformance::Violation;
using document::Document;
using Kind = Violation::Kind;

std::string_view parent_name(const Document& document, const Violation& v) {
  const auto parent = document[v.node].parent;
  return parent == document::no_node ? std::string_view("the document") : document[parent].name;
}

/// "Quantity", or "the attribute Quality of Estimated".
Text subject(const Document& document, const Violation& v) {
  const auto& node = document[v.node];
  if (v.attribute < 0) return {std::string(node.name), std::string(node.name)};
  const auto& attribute = node.attributes[static_cast<std::size_t>(v.attribute)];
  return {fmt::format("The attribute {} of {}", attribute.name, node.name),
          fmt::format("Attributtet {} i {}", attribute.name, node.name)};
}

bool is_empty_value(const Document& document, const Violation& v) {
  const auto& node = document[v.node];
  return v.attribute < 0 ? node.text.empty()
                         : node.attributes[static_cast<std::size_t>(v.attribute)].value.empty();
}

Text value_text(const Document& document, const Violation& v) {
  const Text what = subject(document, v);
  if (is_empty_value(document, v))
    return {fmt::format("{} is empty; expected {}.", what.en, v.expected),
            fmt::format("{} er tom; forventet {}.", what.nb, v.expected_nb)};
  if (v.found.empty())
    return {fmt::format("{} has a value that is not allowed; expected {}.", what.en, v.expected),
            fmt::format("{} har en verdi som ikke er tillatt; forventet {}.", what.nb, v.expected_nb)};
  return {fmt::format("{} is '{}'; expected {}.", what.en, v.found, v.expected),
          fmt::format("{} er '{}'; forventet {}.", what.nb, v.found, v.expected_nb)};
}

Text unexpected_element_text(const Document& document, const Violation& v) {
  const auto parent = parent_name(document, v);
  if (v.found.empty())  // as JSON can have it
    return {fmt::format("A member of {} has an empty name; expected {}.", parent, v.expected),
            fmt::format("Et medlem i {} har et tomt navn; forventet {}.", parent, v.expected_nb)};
  if (v.meant == v.found)
    return {fmt::format("{} in {} is in the wrong namespace; expected {}.", v.found, parent, v.expected),
            fmt::format("{} i {} er i feil navnerom; forventet {}.", v.found, parent, v.expected_nb)};
  if (!v.meant.empty())
    return {fmt::format("{} has no element {}; expected {}.", parent, v.found, v.expected),
            fmt::format("{} har ikke noe element {}; forventet {}.", parent, v.found, v.expected_nb)};
  return {fmt::format("{} does not belong here in {}; expected {}.", v.found, parent, v.expected),
          fmt::format("{} hører ikke hjemme her i {}; forventet {}.", v.found, parent, v.expected_nb)};
}

}  // namespace

const char* rule_of(Kind kind) {
  switch (kind) {
    case Kind::missing_element:
      return "schema.missing-element";
    case Kind::unexpected_element:
      return "schema.unexpected-element";
    case Kind::misplaced_element:
      return "schema.element-order";
    case Kind::repeated_element:
      return "schema.too-many-elements";
    case Kind::other_choice:
      return "schema.choice";
    case Kind::missing_attribute:
      return "schema.missing-attribute";
    case Kind::unexpected_attribute:
      return "schema.unexpected-attribute";
    case Kind::bad_value:
      return "schema.bad-value";
    case Kind::bad_nil:
      return "schema.nil";
    case Kind::not_unique:
      return "schema.not-unique";
    case Kind::unexpected_text:
      return "schema.unexpected-text";
  }
  return "schema";
}

Text text_of(const Document& document, const Violation& v) {
  const auto& name = document[v.node].name;
  switch (v.kind) {
    case Kind::missing_element:
      return {fmt::format("{} lacks {}.", name, v.expected),
              fmt::format("{} mangler {}.", name, v.expected_nb)};
    case Kind::unexpected_element:
      return unexpected_element_text(document, v);
    case Kind::misplaced_element:
      return {fmt::format("{} must come {} in {}.", name, v.expected, parent_name(document, v)),
              fmt::format("{} må komme {} i {}.", name, v.expected_nb, parent_name(document, v))};
    case Kind::repeated_element:
      return {fmt::format("{} occurs too often in {}: {}.", name, parent_name(document, v), v.expected),
              fmt::format("{} forekommer for mange ganger i {}: {}.", name, parent_name(document, v),
                          v.expected_nb)};
    case Kind::other_choice:
      return {fmt::format("{} is one too many in {}, which holds only {}.", name, parent_name(document, v),
                          v.expected),
              fmt::format("{} er én for mye i {}, som bare kan ha {}.", name, parent_name(document, v),
                          v.expected_nb)};
    case Kind::missing_attribute:
      return {fmt::format("{} lacks the attribute {}.", name, v.expected),
              fmt::format("{} mangler attributtet {}.", name, v.expected_nb)};
    case Kind::unexpected_attribute:
      return {fmt::format("{} has no attribute {}; expected {}.", name, v.found, v.expected),
              fmt::format("{} har ikke noe attributt {}; forventet {}.", name, v.found, v.expected_nb)};
    case Kind::bad_nil:
      return {fmt::format("{} is marked as nil; expected {}.", name, v.expected),
              fmt::format("{} er merket som nil; forventet {}.", name, v.expected_nb)};
    case Kind::unexpected_text:
      return {fmt::format("There is text between the elements of {}; expected {}.", name, v.expected),
              fmt::format("Det står tekst mellom elementene i {}; forventet {}.", name, v.expected_nb)};
    case Kind::bad_value:
    case Kind::not_unique:
      return value_text(document, v);
  }
  return {};
}

}  // namespace cimgate::validation
