#include "gateway/templates/stream_plan.hpp"

#include <fmt/format.h>

#include <vector>

namespace cimgate::templates {
namespace {

using mapping::Condition;
using mapping::Correspondence;
using mapping::CorrespondenceDef;
using mapping::Path;

/// How a rule makes use of what a path leads to.
enum class Use : std::uint8_t { value, existence, each };

struct Visit {
  const Path* path;
  Use use;
  const Correspondence* rule;  ///< for Use::each
};

/// All paths of a variant, those of the message and those of the documents.
class Paths {
 public:
  explicit Paths(const mapping::VariantPlan& variant) {
    condition(variant.when, bim);
    condition(variant.recognise, cim);
    for (const auto& document : variant.documents) {
      condition(document.when, bim);
      condition(document.recognise, cim);
      rules(document.rules);
    }
    rules(variant.rules);
  }

  std::vector<Visit> bim, cim;

 private:
  static void condition(const Condition& condition, std::vector<Visit>& out) {
    for (const auto& path : condition.has) out.push_back({&path, Use::existence, nullptr});
    for (const auto& path : condition.lacks) out.push_back({&path, Use::existence, nullptr});
    for (const auto& is : condition.is) out.push_back({&is.path, Use::value, nullptr});
    for (const auto& one : condition.any) Paths::condition(one, out);
  }

  void rules(const std::vector<Correspondence>& rules) {
    for (const auto& rule : rules) {
      const Use use = rule.def->kind == CorrespondenceDef::Kind::each ? Use::each : Use::value;
      for (const auto& path : rule.bim) bim.push_back({&path, use, &rule});
      if (rule.cim) cim.push_back({&*rule.cim, use, &rule});
      condition(rule.when, bim);
      for (const auto* sources : {&rule.from, &rule.otherwise, &rule.defaults})
        for (const auto& source : *sources) {
          bim.push_back({&source.path, Use::value, nullptr});
          bim.push_back({&source.until, Use::value, nullptr});
        }
      for (const auto& branch : rule.branches) {
        condition(branch.bim, bim);
        condition(branch.cim, cim);
        this->rules(branch.rules);
      }
      this->rules(rule.rules);
    }
  }
};

/// True when a path that leads into a list looks at its first element at most.
bool looks_at_first(const Visit& visit, std::size_t step) {
  const auto& at = visit.path->steps[step];
  if (at.filter_place >= 0 || at.index != 0) return false;
  if (visit.use == Use::value || at.numbered) return true;
  return visit.use == Use::existence && step + 1 == visit.path->steps.size() &&
         visit.path->attribute == nullptr;
}

/// The first path that keeps the elements of a list from being looked at one by one; null when there is none.
const Path* entangled(const std::vector<Visit>& visits, const List& list, bool take_all) {
  for (const auto& visit : visits) {
    const auto* parent = visit.path->context;
    for (std::size_t i = 0; i < visit.path->steps.size(); ++i) {
      const auto& step = visit.path->steps[i];
      const bool here = parent == list.first && step.place == list.second;
      parent = step.element;
      if (!here) continue;
      const bool goes_through = visit.use == Use::each && i + 1 == visit.path->steps.size() &&
                                step.index == 0 && !step.numbered && step.filter_place < 0 &&
                                (!take_all || visit.rule->when.empty());
      if (!goes_through && !looks_at_first(visit, i)) return visit.path;
    }
  }
  return nullptr;
}

void collect_each(const std::vector<Correspondence>& rules, std::vector<const Correspondence*>& found) {
  for (const auto& rule : rules) {
    if (rule.def->kind == CorrespondenceDef::Kind::each) found.push_back(&rule);
    collect_each(rule.rules, found);
    for (const auto& branch : rule.branches) collect_each(branch.rules, found);
  }
}

List list_of(const Path& path) {
  const auto count = path.steps.size();
  return {count == 1 ? path.context : path.steps[count - 2].element, path.steps.back().place};
}

bool has_unique(const schema::Element& element, std::set<const schema::Element*>& seen) {
  if (!seen.insert(&element).second) return false;
  if (!element.uniques.empty()) return true;
  for (const auto& child : element.children())
    if (has_unique(*child.element, seen)) return true;
  return false;
}

}  // namespace

std::unique_ptr<const StreamPlan> stream_plan(const mapping::Plan& plan, const mapping::VariantPlan& variant,
                                              std::string& obstacle) {
  auto made = std::make_unique<StreamPlan>();
  const Paths paths(variant);
  std::set<List> cim_records;
  for (const auto& document : variant.documents) {
    std::vector<const Correspondence*> each;
    collect_each(document.rules, each);
    std::size_t lists = 0;
    for (const auto* rule : each) {
      const auto& path = rule->bim.front();
      if (path.context != plan.bim_root) continue;
      if (++lists > 1) {
        obstacle = fmt::format("{} has two lists of records", document.root->name.local);
        return nullptr;
      }
      if (path.steps.size() != 1 || (made->record != nullptr && made->place != path.steps.front().place)) {
        obstacle = fmt::format("'{}' stands beside other records", path.text);
        return nullptr;
      }
      made->place = path.steps.front().place;
      made->record = path.steps.front().element;
      cim_records.insert(list_of(*rule->cim));
    }
    std::set<const schema::Element*> seen;
    if (has_unique(*document.root, seen)) {
      obstacle = fmt::format("{} has values that must differ", document.root->name.local);
      return nullptr;
    }
  }
  if (made->record == nullptr) {
    obstacle = "it has no records";
    return nullptr;
  }
  if (made->place + 1 != plan.bim_root->children().size()) {
    obstacle = "the message continues after its records";
    return nullptr;
  }
  made->name = made->record->name.local;
  if (const auto* path = entangled(paths.bim, {plan.bim_root, made->place}, false)) {
    obstacle = fmt::format("'{}' looks at more than one record", path->text);
    return nullptr;
  }
  for (const auto& list : cim_records)
    if (const auto* path = entangled(paths.cim, list, false)) {
      obstacle = fmt::format("'{}' looks at more than one record", path->text);
      return nullptr;
    }
  std::set<List> whole;
  for (const auto& visit : paths.bim) {
    if (visit.use != Use::each || !visit.rule->cim) continue;
    const List list = list_of(*visit.path);
    if (list.first != made->record || visit.path->absolute) continue;
    const List target = list_of(*visit.rule->cim);
    if (entangled(paths.bim, list, true) == nullptr && entangled(paths.cim, target, true) == nullptr) {
      made->bim_rows.insert(list);
      made->cim_rows.insert(target);
    } else {
      whole.insert(list);
    }
  }
  for (const auto& list : whole) made->bim_rows.erase(list);
  made->row_places.resize(made->record->children().size());
  for (const auto& list : made->bim_rows) made->row_places[list.second] = true;
  made->leaves = std::make_unique<const LeafUse>(variant, made->bim_rows, made->cim_rows);
  return made;
}

}  // namespace cimgate::templates
