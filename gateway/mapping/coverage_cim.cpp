#include <fmt/format.h>

#include <map>
#include <set>

#include "gateway/mapping/coverage_parts.hpp"
#include "gateway/mapping/presence.hpp"
#include "gateway/mapping/type_fit.hpp"

namespace cimgate::mapping {
namespace {

using Kind = LeafCoverage::Kind;

/// A rule that writes or names a leaf.
struct Writer {
  const Correspondence* rule = nullptr;
  bool named_only = false;                 ///< BIM has no room
  const Branch* set_by = nullptr;          ///< the alternative that the leaf tells
  const Correspondence* inside = nullptr;  ///< the alternatives that the rule is one of
  std::string bim;                         ///< path of the BIM element
};

void find_writers(const std::vector<Correspondence>& rules, const Leaf& leaf, std::size_t depth,
                  const std::string& bim_context, const Correspondence* inside,
                  std::vector<Writer>& writers) {
  for (const auto& rule : rules) {
    if (rule.def->kind == CorrespondenceDef::Kind::each) {
      if (rule.cim && holds_leaf(*rule.cim, leaf, depth))
        find_writers(rule.rules, leaf, depth + rule.cim->steps.size(),
                     message_path(rule.bim.front(), bim_context), inside, writers);
      continue;
    }
    for (const auto& branch : rule.branches) {
      for (const auto& is : branch.cim.is)
        if (leads_to(is.path, leaf, depth)) writers.push_back({&rule, false, &branch, inside, {}});
      find_writers(branch.rules, leaf, depth, bim_context, &rule, writers);
    }
    if (!rule.cim) continue;
    const bool only = rule.def->kind == CorrespondenceDef::Kind::only;
    if (only ? holds_leaf(*rule.cim, leaf, depth) : leads_to(*rule.cim, leaf, depth)) {
      std::string bim;
      for (const auto& path : rule.bim) bim += (bim.empty() ? "" : " + ") + message_path(path, bim_context);
      writers.push_back({&rule, only, nullptr, inside, std::move(bim)});
    }
  }
}

/// Why the way back may not take the value by this rule.
std::string loss_by(const Writer& writer) {
  const Correspondence& rule = *writer.rule;
  if (writer.named_only) return rule.def->only;
  if (writer.set_by != nullptr) return fmt::format("it tells the {} and has no other values", rule.def->name);
  if (!rule.from.empty() || rule.bim.empty()) return "the mapping always gives its own value";
  if (rule.def->join) return "several values are put together, and do not come apart";
  if (writer.inside != nullptr) return fmt::format("only where the {} has it", writer.inside->def->name);
  if (const auto* repeated = first_repeated(*rule.cim))
    return fmt::format("'{}' may be repeated, and BIM takes the first", repeated->name.local);
  for (const auto& step : rule.cim->steps)
    if (step.filter_place >= 0) return "only the first of its kind is taken";
  return misfit_back(rule.conversion, *rule.cim->type(), *rule.bim.front().type());
}

/// How many elements of the documents give a BIM element its value: of several, the first does.
using Givers = std::map<std::string, std::set<std::string>>;

std::string loss_of(const std::vector<Writer>& writers, const Givers& givers) {
  for (const auto& writer : writers)
    if (auto loss = loss_by(writer); !loss.empty()) return loss;
  for (const auto& writer : writers)
    if (const auto at = givers.find(writer.bim); at != givers.end() && at->second.size() > 1)
      return fmt::format("{} is said in several places", writer.bim);
  return {};
}

LeafCoverage describe(const Leaf& leaf, const std::vector<Writer>& writers) {
  LeafCoverage made;
  made.path = leaf.path;
  for (const auto& writer : writers) {
    if (!writer.bim.empty()) made.targets.push_back(writer.bim);
    Kind kind = Kind::derived;
    if (writer.named_only)
      kind = Kind::only;
    else if (writer.set_by == nullptr && writer.rule->from.empty() && !writer.rule->bim.empty())
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
  struct Found {
    std::size_t document;
    const Leaf* leaf;
    std::vector<Writer> writers;
  };
  std::vector<std::vector<Leaf>> leaves;
  for (const auto& document : variant.documents) leaves.push_back(leaves_of(*document.root));
  std::vector<Found> all;
  Givers givers;
  for (std::size_t i = 0; i < variant.documents.size(); ++i)
    for (const auto& leaf : leaves[i]) {
      std::vector<Writer> writers;
      find_writers(variant.documents[i].rules, leaf, 0, {}, nullptr, writers);
      for (const auto& writer : writers)
        if (!writer.bim.empty()) givers[writer.bim].insert(fmt::format("{} {}", i, leaf.path));
      all.push_back({i, &leaf, std::move(writers)});
    }
  for (const auto& document : variant.documents) coverage.cim.push_back({document.kind->root.local, {}});
  for (const auto& [i, leaf, writers] : all) {
    auto made = describe(*leaf, writers);
    made.may_be_lost = loss_of(writers, givers);
    coverage.cim[i].leaves.push_back(std::move(made));
    if (writers.empty())
      coverage.problems.push_back(
          {variant.documents[i].def->origin, fmt::format("{}: nothing names '{}': write it, or say with "
                                                         "'only' why BIM has no room for it",
                                                         coverage.cim[i].document, leaf->path)});
  }
}

}  // namespace cimgate::mapping
