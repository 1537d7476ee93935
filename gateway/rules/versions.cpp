#include "gateway/rules/versions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/document/path.hpp"
#include "gateway/rules/operand.hpp"
#include "gateway/validation/code_rules.hpp"
#include "gateway/validation/finding_context.hpp"

namespace cimgate::rules {
namespace {

using document::NodeId;
using validation::RuleFile;

VersionGate read_gate(RuleFile& file, const yaml::Node& node, const Versions& versions) {
  VersionGate gate;
  file.check_keys(node, {"id", "message", "path", "type", "codes", "since", "until", "source"});
  if (!node.is_map()) return gate;
  gate.id = file.text(node, "id");
  gate.message = file.optional_text(node, "message");
  gate.path = file.optional_text(node, "path");
  gate.type = file.optional_text(node, "type");
  if (!gate.type.empty()) gate.codes = file.texts(node, "codes");
  gate.since = file.optional_text(node, "since");
  gate.until = file.optional_text(node, "until");
  gate.source = file.source(node);
  if (gate.message.empty() != gate.path.empty() || gate.path.empty() == gate.type.empty())
    file.error(node, "expected 'message' and 'path', or 'type' and 'codes'");
  if (gate.since.empty() == gate.until.empty()) file.error(node, "expected 'since' or 'until'");
  for (const auto& version : {gate.since, gate.until})
    if (!version.empty() && !versions.known(version))
      file.error(node, fmt::format("the version '{}' is not among 'versions'", version));
  return gate;
}

class VersionCheck {
 public:
  VersionCheck(const document::Message& message, std::string_view version, std::size_t limit)
      : document_(message.document), places_(message.document), version_(version), limit_(limit) {}

  void check_path(const VersionGate& gate) {
    const auto& root = *document_.root().element;
    const auto path = document::find_path(gate.path, root, root);
    if (!path) return;
    for_each_at(document_, 0, *path, [&](NodeId node) {
      add(gate, node, std::string(document_[node].name));
      return true;
    });
  }

  void check_type(const VersionGate& gate) {
    for (NodeId node = 0; node < document_.size() && findings_.size() < limit_; ++node) {
      const auto* element = document_[node].element;
      if (element == nullptr || document_.is_removed(node) || element->text == nullptr) continue;
      if (!validation::is_of_type(*element, gate.type)) continue;
      const std::string code(document_.effective_text(node));
      if (std::find(gate.codes.begin(), gate.codes.end(), code) != gate.codes.end()) add(gate, node, code);
    }
  }

  std::vector<Finding> take() { return std::move(findings_); }

 private:
  void add(const VersionGate& gate, NodeId node, const std::string& what) {
    if (findings_.size() >= limit_) return;
    auto& finding = findings_.emplace_back();
    finding.rule = gate.id;
    finding.stage = Stage::message;
    finding.severity = Severity::warning;
    finding.source = gate.source;
    if (gate.until.empty()) {
      finding.text = {
          fmt::format("{} came with EMIF {}; EMIF {} does not know it.", what, gate.since, version_),
          fmt::format("{} kom med EMIF {}; EMIF {} kjenner det ikke.", what, gate.since, version_)};
      finding.advice = {fmt::format("Leave it out for receivers that are on EMIF {}.", version_),
                        fmt::format("Utelat det til mottakere som bruker EMIF {}.", version_)};
    } else {
      finding.text = {fmt::format("{} is to go from EMIF ({}).", what, gate.until),
                      fmt::format("{} skal ut av EMIF ({}).", what, gate.until)};
      finding.advice = {"Find out which code takes its place.", "Finn ut hvilken kode som tar over."};
    }
    places_.place(finding, node);
  }

  const document::Document& document_;
  validation::FindingPlaces places_;
  std::string version_;
  std::size_t limit_;
  std::vector<Finding> findings_;
};

}  // namespace

bool Versions::known(std::string_view version) const {
  return std::find(names.begin(), names.end(), version) != names.end();
}

Versions read_versions(const resources::Store& store) {
  Versions versions;
  constexpr const char* path = "rules/versions.yaml";
  const auto text = store.read(path);
  if (!text) {
    versions.faults.push_back({path, 1, 1, text.error()});
    return versions;
  }
  RuleFile file(path, *text);
  if (file.errors().empty()) {
    file.check_keys(file.root(), {"versions", "gates"});
    versions.names = file.texts(file.root(), "versions");
    for (const auto& node : file.list(file.root(), "gates")) {
      const auto before = file.errors().size();
      auto gate = read_gate(file, node, versions);
      if (file.errors().size() == before) versions.gates.push_back(std::move(gate));
    }
  }
  versions.faults = file.errors();
  return versions;
}

std::vector<Finding> check_version(const document::Message& message, const Versions& versions,
                                   std::string_view version, std::size_t limit) {
  VersionCheck check(message, version, limit);
  if (message.set->side != schema::SchemaSet::Side::bim) return {};
  const auto rank = [&](std::string_view name) {
    return std::find(versions.names.begin(), versions.names.end(), name) - versions.names.begin();
  };
  for (const auto& gate : versions.gates) {
    const bool missing =
        gate.until.empty() ? rank(version) < rank(gate.since) : rank(version) >= rank(gate.until);
    if (!missing) continue;
    if (gate.type.empty()) {
      if (gate.message == message.kind->root.local) check.check_path(gate);
    } else {
      check.check_type(gate);
    }
  }
  return check.take();
}

}  // namespace cimgate::rules
