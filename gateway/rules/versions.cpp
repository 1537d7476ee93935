#include "gateway/rules/versions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/document/document.hpp"
#include "gateway/validation/code_rules.hpp"
#include "gateway/validation/finding_context.hpp"

namespace cimgate::rules {
namespace {

using document::NodeId;
using schema::Change;

class VersionCheck {
 public:
  VersionCheck(const document::Message& message, std::string_view version, std::size_t limit)
      : document_(message.document), places_(message.document), version_(version), limit_(limit) {}

  void came(const Change& change, std::string_view with) {
    switch (change.kind) {
      case Change::Kind::element:
        for_each(change, [&](NodeId node, std::uint32_t /*number*/) {
          tell_newer(change, node, std::string(document_[node].name), with);
        });
        break;
      case Change::Kind::occurrence:
        for_each(change, [&](NodeId node, std::uint32_t number) {
          if (number > change.instead_of.max)
            tell_newer(change, node, fmt::format("{} number {}", document_[node].name, number), with);
        });
        break;
      case Change::Kind::codes:
        for_each_code(change, change.came,
                      [&](NodeId node, const std::string& code) { tell_newer(change, node, code, with); });
        break;
      case Change::Kind::simple_type:
        break;  // what is of it is new
    }
  }

  void went(const Change& change, std::string_view with) {
    for_each_code(change, change.went,
                  [&](NodeId node, const std::string& code) { tell_gone(change, node, code, with); });
  }

  std::vector<Finding> take() { return std::move(findings_); }

 private:
  /// The elements that the change is about, with their number among their like.
  template <class Use>
  void for_each(const Change& change, const Use& use) {
    for (NodeId node = 1; node < document_.size(); ++node) {
      const auto& one = document_[node];
      if (one.element == nullptr || document_.is_removed(node) || one.name != change.element) continue;
      const auto* parent = document_[one.parent].element;
      if (parent == nullptr || parent->type == nullptr || parent->type->name.local != change.type) continue;
      std::uint32_t number = 0;
      for (NodeId at = document_[one.parent].first_child; at != document::no_node; at = document_[at].next) {
        if (document_[at].name == one.name) ++number;
        if (at == node) break;
      }
      use(node, number);
    }
  }

  template <class Use>
  void for_each_code(const Change& change, const std::vector<std::string>& codes, const Use& use) {
    if (codes.empty()) return;
    for (NodeId node = 0; node < document_.size() && findings_.size() < limit_; ++node) {
      const auto* element = document_[node].element;
      if (element == nullptr || document_.is_removed(node) || element->text == nullptr) continue;
      if (!validation::is_of_type(*element, change.type)) continue;
      const std::string code(document_.effective_text(node));
      if (std::find(codes.begin(), codes.end(), code) != codes.end()) use(node, code);
    }
  }

  Finding* add(const Change& change, NodeId node) {
    if (findings_.size() >= limit_) return nullptr;
    auto& finding = findings_.emplace_back();
    finding.rule = change.id;
    finding.stage = Stage::message;
    finding.severity = Severity::warning;
    finding.source = {change.source_status, change.source_ref};
    places_.place(finding, node);
    return &finding;
  }

  void tell_newer(const Change& change, NodeId node, const std::string& what, std::string_view with) {
    auto* finding = add(change, node);
    if (finding == nullptr) return;
    finding->text = {fmt::format("{} came with EMIF {}; EMIF {} does not know it.", what, with, version_),
                     fmt::format("{} kom med EMIF {}; EMIF {} kjenner det ikke.", what, with, version_)};
    finding->advice = {fmt::format("Leave it out for receivers that are on EMIF {}.", version_),
                       fmt::format("Utelat det til mottakere som bruker EMIF {}.", version_)};
  }

  void tell_gone(const Change& change, NodeId node, const std::string& what, std::string_view with) {
    auto* finding = add(change, node);
    if (finding == nullptr) return;
    finding->text = {fmt::format("{} is to go from EMIF ({}).", what, with),
                     fmt::format("{} skal ut av EMIF ({}).", what, with)};
    finding->advice = {"Find out which code takes its place.", "Finn ut hvilken kode som tar over."};
  }

  const document::Document& document_;
  validation::FindingPlaces places_;
  std::string version_;
  std::size_t limit_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_version(const document::Message& message, const schema::Versions& versions,
                                   std::string_view version, std::size_t limit) {
  VersionCheck check(message, version, limit);
  const auto rank = versions.rank(version);
  if (rank < 0) return {};
  for (std::ptrdiff_t at = 0; at < std::ssize(versions.all); ++at) {
    const auto& one = versions.all[static_cast<std::size_t>(at)];
    for (const auto& change : one.changes)
      at > rank ? check.came(change, one.name()) : check.went(change, one.name());
  }
  return check.take();
}

std::string subject_of(const schema::Change& change) {
  switch (change.kind) {
    case Change::Kind::element:
      return fmt::format("{} in {}", change.element, change.type);
    case Change::Kind::occurrence:
      return fmt::format("{} in {}, {} instead of {}", change.element, change.type, to_string(change.occurs),
                         to_string(change.instead_of));
    case Change::Kind::codes:
    case Change::Kind::simple_type:
      return fmt::format("{}: {}", change.type,
                         fmt::join(change.came.empty() ? change.went : change.came, ", "));
  }
  return {};
}

}  // namespace cimgate::rules
