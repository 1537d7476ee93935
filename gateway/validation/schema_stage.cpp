#include "gateway/validation/schema_stage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/text/ascii.hpp"
#include "gateway/validation/finding_context.hpp"
#include "gateway/validation/schema_texts.hpp"

namespace cimgate::validation {
namespace {

using document::Message;
using document::ReferenceError;

RuleSource source_of(const Message& message) {
  if (message.kind == nullptr) return {"published", "XML Schema of the message"};
  return {message.kind->provisional ? "assumed" : "published", "XML Schema, " + message.kind->file};
}

bool is_xml(const document::ReadResult& input) {
  const auto text = input.source.text();
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

/// True for an error inside the message that has this root, and not in an envelope or bundle around it.
bool is_inside(const ReferenceError& error, const Message& message, const Message* next) {
  const auto& root = message.document.root();
  const auto before = [](const source::Position& a, const source::Position& b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
  };
  if (before(error.position, root.position)) return false;
  if (next != nullptr && !before(error.position, next->document.root().position)) return false;
  const std::string_view path = error.xpath;
  return path.size() > root.name.size() && path.substr(1, root.name.size()) == root.name &&
         (path.size() == root.name.size() + 1 || path[root.name.size() + 1] == '/');
}

std::vector<Finding> findings_of(const Message& message, const std::vector<const ReferenceError*>& errors) {
  std::vector<Finding> findings;
  for (const auto* error : errors) {
    Finding& finding = findings.emplace_back();
    finding.rule = "schema.reference";
    finding.stage = Stage::schema;
    finding.line = error->position.line;
    finding.column = error->position.column;
    finding.xpath = error->xpath;
    finding.text = {fmt::format("The validating parser (Xerces-C++) refuses this: {}", error->message),
                    fmt::format("Den validerende parseren (Xerces-C++) avviser dette: {}", error->message)};
    finding.advice = {"Our own check found nothing here. Please report the message to cimgate.",
                      "Vår egen kontroll fant ingenting her. Meld gjerne fra om meldingen til cimgate."};
    finding.source = source_of(message);
  }
  return findings;
}

/// Of times, durations and decimals the parser takes more than XML Schema does ("10:00:00.", the second 60,
/// "."), of elements with a fixed or a default value white space, and lengths it counts in units of UTF-16;
/// between elements it takes text in a CDATA section. That it does, is of no use to a reader of the finding.
bool is_known_leniency(const Message& message, const conformance::Violation& violation) {
  using Kind = conformance::Violation::Kind;
  if (violation.kind == Kind::unexpected_text) return true;
  if (violation.kind != Kind::bad_value) return false;
  const auto& node = message.document[violation.node];
  const auto* type = node.element->text;
  auto value = node.text;
  bool stands_for = node.element->fixed || (node.element->default_value && text::trimmed(value).empty());
  if (violation.attribute >= 0) {
    const auto& attribute = node.attributes[static_cast<std::size_t>(violation.attribute)];
    type = attribute.declaration->type;
    stands_for = attribute.declaration->fixed.has_value();
    value = attribute.value;
  }
  return stands_for || type->base == schema::Base::date_time || type->base == schema::Base::duration ||
         (type->base == schema::Base::decimal && value.find_first_of("0123456789") == value.npos) ||
         std::any_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
}

Finding engines_disagree(const Message& message) {
  Finding finding;
  finding.rule = "schema.engines-disagree";
  finding.stage = Stage::schema;
  finding.severity = Severity::warning;
  finding.outcome = Outcome::undetermined;
  finding.text = {"The validating parser (Xerces-C++) accepts the message that our check refuses.",
                  "Den validerende parseren (Xerces-C++) godtar meldingen som vår kontroll avviser."};
  finding.advice = {"Correct what the other findings say; other systems may refuse it as well.",
                    "Rett det de andre funnene sier; også andre systemer kan avvise det."};
  finding.source = source_of(message);
  FindingPlaces(message.document).place(finding, 0);
  return finding;
}

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

std::vector<Finding> violations_to_findings(const Message& message,
                                            const std::vector<conformance::Violation>& violations) {
  std::vector<Finding> findings;
  findings.reserve(violations.size());
  const RuleSource source = source_of(message);
  FindingPlaces places(message.document);
  for (const auto& violation : violations) {
    Finding& finding = findings.emplace_back();
    finding.rule = rule_of(violation.kind);
    finding.stage = Stage::schema;
    finding.source = source;
    finding.text = text_of(message.document, violation);
    finding.advice = advice_for(message.document, violation);
    places.place(finding, violation.node);
    if (violation.attribute < 0) continue;
    const auto& attribute =
        message.document[violation.node].attributes[static_cast<std::size_t>(violation.attribute)];
    finding.xpath += "/@" + std::string(attribute.name);
    if (attribute.position.line == 0) continue;
    finding.line = attribute.position.line;
    finding.column = attribute.position.column;
  }
  return findings;
}

SchemaResult check_schema(const document::ReadResult& input, std::size_t limit) {
  SchemaResult result;
  if (input.valid) {
    result.valid.assign(input.messages.size(), true);
    return result;
  }
  const bool has_reference = is_xml(input);
  const bool knows_all_errors = input.reference_errors.size() < limit;
  for (std::size_t i = 0; i < input.messages.size(); ++i) {
    const Message& message = input.messages[i];
    const Message* const next = i + 1 < input.messages.size() ? &input.messages[i + 1] : nullptr;
    const std::size_t left = limit > result.findings.size() ? limit - result.findings.size() : 1;
    const auto checked = conformance::check_whole_document(message.document, left);
    const auto& violations = checked.kept;
    result.left_out += checked.left_out;
    std::vector<const ReferenceError*> errors;
    for (const auto& error : input.reference_errors)
      if (is_inside(error, message, next)) errors.push_back(&error);
    result.valid.push_back(violations.empty() && errors.empty());
    if (violations.empty()) {
      append(result.findings, findings_of(message, errors));
      continue;
    }
    append(result.findings, violations_to_findings(message, violations));
    const bool is_known =
        std::all_of(violations.begin(), violations.end(), [&](const conformance::Violation& violation) {
          return is_known_leniency(message, violation) ||
                 (input.in_parts && violation.kind == conformance::Violation::Kind::not_unique);
        });
    if (has_reference && errors.empty() && knows_all_errors && !is_known)
      result.findings.push_back(engines_disagree(message));
  }
  return result;
}

}  // namespace cimgate::validation
