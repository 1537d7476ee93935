#include "gateway/templates/leaf_use.hpp"

#include <algorithm>

namespace cimgate::templates {

using mapping::Condition;
using mapping::Conversion;
using mapping::Correspondence;
using mapping::Path;

LeafUse::LeafUse(const mapping::VariantPlan& variant, const std::set<List>& bim_rows,
                 const std::set<List>& cim_rows)
    : bim_rows_(bim_rows), cim_rows_(cim_rows) {
  add_bim(variant.when);
  add_cim(variant.recognise);
  for (const auto& document : variant.documents) {
    add_bim(document.when);
    add_cim(document.recognise);
    add(document.rules);
  }
  add(variant.rules);
  spread();
}

LeafUse::Leaf LeafUse::leaf_of(const Path& path) {
  return path.attribute != nullptr ? static_cast<const void*>(path.attribute) : &path.element();
}

LeafUse::Weight LeafUse::weight_of(const Path& path, const std::set<List>& rows) const {
  const auto* parent = path.context;
  for (const auto& step : path.steps) {
    if (rows.contains({parent, step.place}) && step.index == 0) return Weight::first_row;
    parent = step.element;
  }
  return Weight::always;
}

void LeafUse::weigh(const Path& path, Weight weight) {
  auto& known = weights_[leaf_of(path)];
  known = std::max(known, weight);
}

void LeafUse::add_filters(const Path& path) {
  for (const auto& step : path.steps)
    if (step.filter_place >= 0)
      weights_[step.element->children()[static_cast<std::size_t>(step.filter_place)].element] =
          Weight::always;
}

void LeafUse::add_bim(const Condition& condition) {
  for (const auto& path : condition.has) add_filters(path);
  for (const auto& path : condition.lacks) add_filters(path);
  for (const auto& is : condition.is) {
    add_filters(is.path);
    weigh(is.path, weight_of(is.path, bim_rows_));
  }
  for (const auto& one : condition.any) add_bim(one);
}

void LeafUse::add_cim(const Condition& condition) {
  for (const auto& path : condition.has) add_filters(path);
  for (const auto& path : condition.lacks) add_filters(path);
  for (const auto& is : condition.is) {
    add_filters(is.path);
    weigh(is.path, weight_of(is.path, cim_rows_));
  }
  for (const auto& one : condition.any) add_cim(one);
}

void LeafUse::add(const std::vector<Correspondence>& rules) {
  for (const auto& rule : rules) {
    add_bim(rule.when);
    for (const auto& path : rule.bim) add_filters(path);
    if (rule.cim) add_filters(*rule.cim);
    add_field(rule);
    for (const auto& branch : rule.branches) {
      add_bim(branch.bim);
      add_cim(branch.cim);
      add(branch.rules);
    }
    add(rule.rules);
  }
}

void LeafUse::add_field(const Correspondence& rule) {
  const bool alone = rule.bim.size() == 1 && !rule.def->join &&
                     rule.conversion.kind != Conversion::Kind::codes && rule.defaults.empty();
  if (rule.def->kind == mapping::CorrespondenceDef::Kind::field && !alone)
    for (const auto& path : rule.bim) weigh(path, Weight::always);
  for (const auto& source : rule.defaults)
    if (source.kind != mapping::SourceDef::Kind::constant) weigh(source.path, Weight::always);
  for (const auto* sources : {&rule.from, &rule.otherwise})
    for (const auto& source : *sources)
      if (source.kind == mapping::SourceDef::Kind::bim && source.conversion.kind == Conversion::Kind::codes)
        weigh(source.path, Weight::always);
  if (rule.def->kind != mapping::CorrespondenceDef::Kind::field || !rule.cim) return;
  auto& fed = fed_[leaf_of(*rule.cim)];
  for (const auto& path : rule.bim) fed.insert(leaf_of(path));
  for (const auto* sources : {&rule.from, &rule.otherwise})
    for (const auto& source : *sources) {
      if (source.kind == mapping::SourceDef::Kind::constant ||
          source.kind == mapping::SourceDef::Kind::number)
        continue;
      fed.insert(leaf_of(source.path));
      if (source.kind == mapping::SourceDef::Kind::days) fed.insert(leaf_of(source.until));
    }
}

/// What feeds one element of CIM may come back as each other: it weighs alike.
void LeafUse::spread() {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [cim, fed] : fed_) {
      Weight most = Weight::none;
      if (const auto at = weights_.find(cim); at != weights_.end()) most = at->second;
      for (const auto* leaf : fed)
        if (const auto at = weights_.find(leaf); at != weights_.end()) most = std::max(most, at->second);
      if (most == Weight::none) continue;
      for (const auto* leaf : fed) {
        auto& known = weights_[leaf];
        changed = changed || known < most;
        known = std::max(known, most);
      }
    }
  }
}

}  // namespace cimgate::templates
