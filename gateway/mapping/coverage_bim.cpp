#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/coverage_parts.hpp"

namespace cimgate::mapping {
namespace {

using Kind = LeafCoverage::Kind;

/// What was found for a leaf so far.
struct Found {
  const Correspondence* main = nullptr;       ///< writes it to the first document
  const Correspondence* companion = nullptr;  ///< writes it to another
  const Correspondence* derived = nullptr;
  const Correspondence* supplement = nullptr;
  const Correspondence* lossy = nullptr;
  std::vector<std::string> targets;

  bool any() const {
    return main != nullptr || companion != nullptr || derived != nullptr || supplement != nullptr;
  }
};

class Finder {
 public:
  Finder(const Leaf& leaf, Found& found) : leaf_(leaf), found_(found) {}

  static bool relevant(const Condition& condition, const Leaf& leaf, std::size_t depth) {
    for (const auto& path : condition.lacks)
      if (holds_leaf(path, leaf, depth)) return false;
    if (condition.has.empty()) return true;
    for (const auto& path : condition.has)
      if (!excludes(path, leaf, depth)) return true;
    return false;
  }

  /// True when the rules explain the leaf wherever it can occur in a context `depth` steps down the leaf.
  bool covered(const std::vector<Correspondence>& rules, std::size_t depth, const DocumentPlan* document) {
    bool any = false;
    for (const auto& rule : rules) {
      if (rule.def->kind == CorrespondenceDef::Kind::field) any = field(rule, depth, document) || any;
      if (rule.def->kind == CorrespondenceDef::Kind::choose) any = choose(rule, depth, document) || any;
    }
    return routes(rules, depth, document) || any;
  }

 private:
  bool field(const Correspondence& rule, std::size_t depth, const DocumentPlan* document) {
    bool hit = false;
    for (const auto& path : rule.bim) {
      const bool exact = leads_to(path, leaf_, depth);
      if (!exact && !(rule.def->supplement && holds_leaf(path, leaf_, depth))) continue;
      hit = true;
      if (rule.loss() != nullptr && found_.lossy == nullptr) found_.lossy = &rule;
      if (rule.cim && exact) {
        const Correspondence*& place = document->def->companion ? found_.companion : found_.main;
        if (place == nullptr) place = &rule;
        std::string target = fmt::format("{}: {}", document->kind->root.local, below(cim_, rule.cim->text));
        if (std::find(found_.targets.begin(), found_.targets.end(), target) == found_.targets.end())
          found_.targets.push_back(std::move(target));
      } else if (rule.def->supplement) {
        if (found_.supplement == nullptr) found_.supplement = &rule;
      } else if (found_.derived == nullptr) {
        found_.derived = &rule;
      }
    }
    return hit;
  }

  bool choose(const Correspondence& rule, std::size_t depth, const DocumentPlan* document) {
    bool any = false;
    bool all = true;
    for (const auto& branch : rule.branches) {
      if (!relevant(branch.bim, leaf_, depth)) continue;
      const bool here = covered(branch.rules, depth, document);
      any = any || here;
      all = all && here;
    }
    return any && all;
  }

  /// Records of one list may take several routes: each that the leaf can be on must explain it.
  bool routes(const std::vector<Correspondence>& rules, std::size_t depth, const DocumentPlan* document) {
    bool any = false;
    bool all = true;
    for (const auto& rule : rules) {
      if (rule.def->kind != CorrespondenceDef::Kind::each || rule.bim.empty()) continue;
      const Path& path = rule.bim.front();
      if (!holds_leaf(path, leaf_, depth)) {
        // Rules of a record may name what stands outside of it.
        any = covered(rule.rules, elsewhere, document) || any;
        continue;
      }
      const std::size_t inside = (path.absolute ? 0 : depth) + path.steps.size();
      if (!relevant(rule.when, leaf_, inside)) continue;
      std::string above = cim_;
      if (rule.cim) cim_ = below(cim_, rule.cim->text);
      const bool here = covered(rule.rules, inside, document);
      cim_ = std::move(above);
      any = any || here;
      all = all && here;
    }
    return any && all;
  }

  std::string cim_;  ///< path of the record that rules are in
  const Leaf& leaf_;
  Found& found_;
};

/// Whether the leaf can be on the routes of a document at all.
bool on_routes(const DocumentPlan& document, const Leaf& leaf) {
  if (document.only_with_records()) {
    bool in_records = false;
    for (const auto& rule : document.rules) {
      if (rule.def->kind != CorrespondenceDef::Kind::each || !holds_leaf(rule.bim.front(), leaf, 0)) continue;
      in_records = true;
      if (Finder::relevant(rule.when, leaf, rule.bim.front().steps.size())) return true;
    }
    if (in_records) return false;
  }
  if (document.when.has.empty()) return true;
  for (const auto& path : document.when.has)
    if (!excludes(path, leaf, 0)) return true;
  return false;
}

LeafCoverage describe(const Leaf& leaf, const Found& found) {
  LeafCoverage made;
  made.path = leaf.path;
  made.targets = found.targets;
  made.may_need_supplement = found.lossy != nullptr;
  if (found.lossy != nullptr) made.reason = *found.lossy->loss();
  const Correspondence* rule = nullptr;
  if (found.main != nullptr) {
    rule = found.main;
    made.kind = rule->conversion.kind == Conversion::Kind::codes ? Kind::translated : Kind::copied;
  } else if (found.companion != nullptr) {
    rule = found.companion;
    made.kind = Kind::companion;
  } else if (found.derived != nullptr) {
    rule = found.derived;
    made.kind = Kind::derived;
  } else if (found.supplement != nullptr) {
    rule = found.supplement;
    made.kind = Kind::supplement;
  }
  if (rule != nullptr) made.origin = rule->def->origin;
  return made;
}

}  // namespace

void cover_bim(const Plan& plan, const VariantPlan& variant, Coverage& coverage) {
  for (const auto& leaf : leaves_of(*plan.bim_root)) {
    Found found;
    Finder finder(leaf, found);
    bool covered = finder.covered(variant.rules, 0, nullptr);
    bool somewhere = false;
    bool everywhere = true;
    for (const auto& document : variant.documents) {
      if (!on_routes(document, leaf)) continue;
      const bool here = finder.covered(document.rules, 0, &document);
      somewhere = somewhere || here;
      // A document that is only made on a condition must not be the only one that explains.
      if (!here && document.optional()) everywhere = false;
    }
    bool unconditional = false;
    for (const auto& document : variant.documents)
      if (!document.optional()) {
        Found ignored;
        Finder again(leaf, ignored);
        unconditional = unconditional || again.covered(document.rules, 0, &document);
      }
    covered = covered || unconditional || (somewhere && everywhere);
    auto made = describe(leaf, found);
    if (!covered) {
      made.kind = Kind::unexplained;
      coverage.problems.push_back(
          {variant.def->origin, fmt::format("{} ({}): no correspondence explains '{}' in every case",
                                            coverage.message, coverage.variant, leaf.path)});
    }
    coverage.bim.push_back(std::move(made));
  }
}

}  // namespace cimgate::mapping
