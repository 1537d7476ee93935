#include <fmt/format.h>

#include "gateway/mapping/coverage_parts.hpp"

namespace cimgate::mapping {
namespace {

using Kind = LeafCoverage::Kind;

struct Writer {
  const Rule* rule = nullptr;
  bool named_only = false;  ///< BIM has no room
  bool set_by_choice = false;
  std::string bim;  ///< path of the BIM element
};

void find_writers(const std::vector<Rule>& rules, const Leaf& leaf, std::size_t depth,
                  const std::string& bim_context, std::vector<Writer>& writers) {
  for (const auto& rule : rules) {
    if (rule.def->kind == RuleDef::Kind::each) {
      if (rule.cim && holds_leaf(*rule.cim, leaf, depth))
        find_writers(rule.rules, leaf, depth + rule.cim->steps.size(),
                     message_path(rule.bim.front(), bim_context), writers);
      continue;
    }
    for (const auto& branch : rule.branches) {
      for (const auto& is : branch.cim.is)
        if (leads_to(is.path, leaf, depth)) writers.push_back({&rule, false, true, {}});
      find_writers(branch.rules, leaf, depth, bim_context, writers);
    }
    if (!rule.cim) continue;
    const bool only = rule.def->kind == RuleDef::Kind::only;
    if (only ? holds_leaf(*rule.cim, leaf, depth) : leads_to(*rule.cim, leaf, depth)) {
      std::string bim;
      for (const auto& path : rule.bim) bim += (bim.empty() ? "" : " + ") + message_path(path, bim_context);
      writers.push_back({&rule, only, false, std::move(bim)});
    }
  }
}

LeafCoverage describe(const Leaf& leaf, const std::vector<Writer>& writers) {
  LeafCoverage made;
  made.path = leaf.path;
  for (const auto& writer : writers) {
    if (!writer.bim.empty()) made.targets.push_back(writer.bim);
    Kind kind = Kind::derived;
    if (writer.named_only)
      kind = Kind::only;
    else if (!writer.set_by_choice && writer.rule->from.empty() && !writer.rule->bim.empty())
      kind = writer.rule->conversion.kind == Conversion::Kind::codes ? Kind::translated : Kind::copied;
    // The strongest explanation counts: a value that travels before one that is computed, before one that
    // cannot.
    if (made.kind == Kind::unexplained || kind < made.kind) {
      made.kind = kind;
      made.origin = writer.rule->def->origin;
    }
    if (writer.named_only && made.reason.empty()) made.reason = writer.rule->def->only;
  }
  return made;
}

}  // namespace

void cover_cim(const VariantPlan& variant, Coverage& coverage) {
  for (const auto& document : variant.documents) {
    DocumentCoverage made;
    made.document = document.kind->root.local;
    for (const auto& leaf : leaves_of(*document.root)) {
      std::vector<Writer> writers;
      find_writers(document.rules, leaf, 0, {}, writers);
      made.leaves.push_back(describe(leaf, writers));
      if (writers.empty())
        coverage.problems.push_back(
            {document.def->origin, fmt::format("{}: no rule names '{}': write it, or say with "
                                               "'only' why BIM has no room for it",
                                               made.document, leaf.path)});
    }
    coverage.cim.push_back(std::move(made));
  }
}

}  // namespace cimgate::mapping
