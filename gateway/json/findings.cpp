#include "gateway/json/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "gateway/json/shape.hpp"
#include "gateway/source/problem.hpp"

namespace cimgate::json {
namespace {

RuleSource source_of(JsonSource source) {
  switch (source) {
    case JsonSource::rfc:
      return {"published", "RFC 8259"};
    case JsonSource::document_form:
      return {"published", "JSON Schemas of the Nordic CIM documents"};
    case JsonSource::bundle_form:
      return {"published", "docs/bundles.md"};
  }
  return {};
}

}  // namespace

bool JsonFindings::add(std::string rule, source::Position position, Text text, Text advice,
                       JsonSource source) {
  if (is_only_counted()) return false;
  auto finding = source::make_problem(std::move(rule), position, std::move(text), std::move(advice));
  finding.source = source_of(source);
  result_.findings.push_back(std::move(finding));
  return true;
}

void JsonFindings::sort() {
  std::stable_sort(result_.findings.begin(), result_.findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
}

Text describe(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::object:
      return {"an object", "et objekt"};
    case JsonValue::Kind::array:
      return {"an array", "en liste"};
    case JsonValue::Kind::string:
      return {"a text", "en tekst"};
    case JsonValue::Kind::number:
      return {"a number", "et tall"};
    case JsonValue::Kind::boolean:
      return {"true or false", "true eller false"};
    case JsonValue::Kind::null:
      return {"null", "null"};
  }
  return {};
}

Text describe_value_of(const schema::Element& element) {
  switch (json_kind_of(element)) {
    case JsonKind::number:
      return {"a number", "et tall"};
    case JsonKind::boolean:
      return {"true or false", "true eller false"};
    case JsonKind::string:
      break;
  }
  return {"a text", "en tekst"};
}

Text describe_form(const schema::Element& element) {
  if (element.text == nullptr) return {"an object", "et objekt"};
  Text value = describe_value_of(element);
  if (is_bare_in_json(element)) return value;
  std::string attributes;
  for (const auto& attribute : element.attributes()) attributes += fmt::format("\"{}\": …, ", attribute.name);
  return {fmt::format("{{{}\"value\": {}}}", attributes, value.en),
          fmt::format("{{{}\"value\": {}}}", attributes, value.nb)};
}

Text wrong_shape(std::string_view name, const Text& found, const Text& expected) {
  return {fmt::format("'{}' is {}; it must be {}.", source::shown_name(name), found.en, expected.en),
          fmt::format("'{}' er {}, men skal være {}.", source::shown_name(name), found.nb, expected.nb)};
}

Text is_null(std::string_view name) {
  return {fmt::format("'{}' is null, which CIM documents in JSON do not have.", source::shown_name(name)),
          fmt::format("'{}' er null, og det finnes ikke i CIM-dokumenter i JSON.", source::shown_name(name))};
}

Text advice_to_omit() {
  return {"Leave the member out when there is no value.", "Utelat medlemmet når det ikke finnes noen verdi."};
}

}  // namespace cimgate::json
