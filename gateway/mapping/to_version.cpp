#include "gateway/mapping/to_version.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/conformance/schema_check.hpp"
#include "gateway/mapping/translation_findings.hpp"

namespace cimgate::mapping {
namespace {

using conformance::Violation;
using document::Document;
using document::NodeId;

constexpr std::size_t most_violations = 1000;

/// True when the element is what the version has no place for; else the message lacks something without it.
bool is_beyond(const Violation& violation) {
  return violation.attribute < 0 && (violation.kind == Violation::Kind::unexpected_element ||
                                     violation.kind == Violation::Kind::repeated_element ||
                                     violation.kind == Violation::Kind::bad_value);
}

Finding about(const Document& document, NodeId node, std::string rule, Text text, Text advice) {
  Finding finding = refused(std::move(rule), std::move(text), std::move(advice));
  finding.xpath = document.path(node);
  finding.line = document[node].position.line;
  finding.column = document[node].position.column;
  return finding;
}

Finding not_there(const Document& document, const Violation& violation, const std::string& from,
                  const std::string& to) {
  const std::string name(document[violation.node].name);
  const bool value = violation.kind == Violation::Kind::bad_value;
  return about(
      document, violation.node, "translation.lost",
      {value ? fmt::format("{} is not in the message of {}, which does not have the value that it has in {}",
                           name, to, from)
             : fmt::format("{} of {} is not in the message of {}, which has no place for it", name, from, to),
       value
           ? fmt::format("{} er ikke med i meldingen i {}, som ikke har verdien den har i {}", name, to, from)
           : fmt::format("{} i {} er ikke med i meldingen i {}, som ikke har plass til det", name, from, to)},
      {"Send what is lost another way, or leave it out.",
       "Send det som går tapt på en annen måte, eller utelat det."});
}

Finding impossible(const Document& document, const Violation& violation, const std::string& to) {
  return about(
      document, violation.node, "translation.unplaced",
      {fmt::format("what is left of the message is not valid in {}: expected {}", to, violation.expected),
       fmt::format("det som er igjen av meldingen, er ikke gyldig i {}: forventet {}", to,
                   violation.expected_nb.empty() ? violation.expected : violation.expected_nb)},
      {});
}

}  // namespace

Translation to_version(const document::Message& message, const schema::Catalog& catalog,
                       const schema::SchemaSet& version) {
  Translation out;
  const auto* kind =
      schema::Catalog::are_versions(*message.set, version) ? version.find(message.kind->root) : nullptr;
  if (kind == nullptr) {
    auto finding = about(message.document, 0, "translation.other-schema",
                         {fmt::format("{} is of {}, and {} is not a version of that",
                                      message.kind->root.local, message.set->id, version.id),
                          fmt::format("{} er i {}, og {} er ingen versjon av det", message.kind->root.local,
                                      message.set->id, version.id)},
                         {"`cimgate schemas list` shows the versions that there are.",
                          "`cimgate schemas list` viser versjonene som finnes."});
    finding.outcome = Outcome::undetermined;
    out.findings.push_back(std::move(finding));
    return out;
  }
  const auto schema = catalog.schema(version, *kind);
  if (!schema) {
    out.findings.push_back(fault("translation.output-invalid", schema.error(), schema.error()));
    out.fault = true;
    return out;
  }
  Document made = conformance::rebind(message.document, *schema, *(*schema)->root(kind->root));
  for (;;) {
    const auto violations = conformance::check_document(made, most_violations);
    if (violations.empty()) break;
    // Paths are those of the message as it came, as long as nothing is taken out before all are told.
    std::vector<NodeId> beyond;
    for (const auto& violation : violations)
      if (is_beyond(violation)) {
        out.findings.push_back(not_there(made, violation, message.set->id, version.id));
        beyond.push_back(violation.node);
      }
    if (beyond.empty()) {
      for (const auto& violation : violations)
        out.findings.push_back(impossible(made, violation, version.id));
      return out;
    }
    for (const auto node : beyond) {
      if (node == 0) return out;
      if (!made.is_removed(node)) made.remove(node);
    }
  }
  out.documents.push_back({&version, kind, std::move(made)});
  return out;
}

}  // namespace cimgate::mapping
