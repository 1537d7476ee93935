#include "gateway/mapping/why_not.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gateway/mapping/condition_text.hpp"
#include "gateway/mapping/explain_steps.hpp"
#include "gateway/mapping/schema_leaves.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::mapping {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

/// Goes along the rules as a translation does, and gathers what kept a value from the place.
class Search {
 public:
  Search(const PathQuery& place, bool back) : place_(place), back_(back) {}

  void rules(const std::vector<Correspondence>& rules, const Document& source, NodeId context,
             const std::string& target) {
    for (const auto& rule : rules) switch (rule.def->kind) {
        case CorrespondenceDef::Kind::field:
          field(rule, source, context, target);
          break;
        case CorrespondenceDef::Kind::only:
          if (!back_ && at_or_above(below(target, schema_path(*rule.cim))))
            tell(rule.def->origin, {"BIM has nothing for it: " + rule.def->only,
                                    "BIM har ingenting for det: " + rule.def->only});
          break;
        case CorrespondenceDef::Kind::each:
          each(rule, source, context, target);
          break;
        case CorrespondenceDef::Kind::choose:
          choose(rule, source, context, target);
          break;
      }
  }

  /// True when some rule could write the place.
  bool mentions(const std::vector<Correspondence>& rules, const std::string& target) const {
    return std::any_of(rules.begin(), rules.end(), [&](const Correspondence& rule) {
      for (const auto& path : targets(rule)) {
        const std::string full = below(target, schema_path(*path));
        if (rule.def->kind == CorrespondenceDef::Kind::each ? mentions(rule.rules, full) : at_or_above(full))
          return true;
      }
      return std::any_of(rule.branches.begin(), rule.branches.end(), [&](const Branch& branch) {
        return mentions(branch.rules, target) || (!back_ && sets(branch, target));
      });
    });
  }

  void tell(const Origin& origin, Text text) {
    if (told_.insert(place_of(origin) + text.en).second) found.push_back({place_of(origin), std::move(text)});
  }

  std::vector<ExplainedAbsence> found;

 private:
  std::vector<const Path*> targets(const Correspondence& rule) const {
    std::vector<const Path*> paths;
    if (!back_ && rule.cim) paths.push_back(&*rule.cim);
    if (back_)
      for (const auto& path : rule.bim) paths.push_back(&path);
    return paths;
  }

  /// The place is this path, or in what stands below it.
  bool at_or_above(std::string_view path) const {
    return place_.is_schema_path(path) || place_.is_below_schema_path(path);
  }

  bool sets(const Branch& branch, const std::string& target) const {
    return std::any_of(branch.cim.is.begin(), branch.cim.is.end(), [&](const Condition::Is& is) {
      return !is.negated && place_.is_schema_path(is.path.absolute ? "/" + schema_path(is.path)
                                                                   : below(target, schema_path(is.path)));
    });
  }

  void field(const Correspondence& rule, const Document& source, NodeId context, const std::string& target) {
    for (const auto* path : targets(rule)) {
      const std::string full = below(target, schema_path(*path));
      if (!place_.is_schema_path(full) && !(rule.def->supplement && at_or_above(full))) continue;
      if (back_)
        field_back(rule, source, context);
      else
        field_forth(rule, source, context);
    }
  }

  void field_forth(const Correspondence& rule, const Document& source, NodeId context) {
    std::vector<const Path*> from;
    for (const auto& path : rule.bim) from.push_back(&path);
    for (const auto* list : {&rule.from, &rule.otherwise})
      for (const auto& one : *list)
        if (one.kind != SourceDef::Kind::constant && one.kind != SourceDef::Kind::number)
          from.push_back(&one.path);
    std::vector<std::string> missing;
    for (const auto* path : from) {
      if (const auto value = read(source, context, *path); value && !value->empty()) {
        tell(rule.def->origin, {fmt::format("the value of {} finds no place here", path->text),
                                fmt::format("verdien av {} får ikke plass her", path->text)});
        continue;
      }
      missing.push_back(path->text);
    }
    if (!missing.empty())
      tell(rule.def->origin,
           {fmt::format("it comes from {}, which the message does not have", fmt::join(missing, " or ")),
            fmt::format("den kommer fra {}, som meldingen ikke har", fmt::join(missing, " eller "))});
  }

  void field_back(const Correspondence& rule, const Document& source, NodeId context) {
    if (rule.def->supplement)
      return tell(rule.def->origin, {"only a supplement can give it: " + *rule.def->supplement,
                                     "bare et tillegg kan oppgi den: " + *rule.def->supplement});
    if (!rule.cim || !rule.from.empty()) return;
    if (read(source, context, *rule.cim))
      tell(rule.def->origin, {fmt::format("the value of {} has no counterpart in BIM", rule.cim->text),
                              fmt::format("verdien av {} har ikke noe motstykke i BIM", rule.cim->text)});
    else
      tell(rule.def->origin,
           {fmt::format("it comes from {}, which the document does not have", rule.cim->text),
            fmt::format("den kommer fra {}, som dokumentet ikke har", rule.cim->text)});
  }

  void each(const Correspondence& rule, const Document& source, NodeId context, const std::string& target) {
    if (rule.bim.empty() || !rule.cim) return;
    const Path& from = back_ ? *rule.cim : rule.bim.front();
    const Path& to = back_ ? rule.bim.front() : *rule.cim;
    const std::string full = below(target, schema_path(to));
    if (!mentions(rule.rules, full)) return;
    const NodeId parent = find_parent(source, context, from);
    std::size_t records = 0;
    for (NodeId at = parent == no_node ? no_node : source[parent].first_child; at != no_node;
         at = source[at].next) {
      if (source[at].element == nullptr || source[at].place != from.steps.back().place) continue;
      ++records;
      if (back_ || holds(rule.when, source, at)) {
        rules(rule.rules, source, at, full);
        continue;
      }
      const auto words = in_words(rule.when);
      tell(rule.def->origin, {fmt::format("a {} is taken here only when {}", from.text, words.en),
                              fmt::format("en {} tas med her bare når {}", from.text, words.nb)});
    }
    if (records == 0)
      tell(rule.def->origin,
           {fmt::format("there is no {}", from.text), fmt::format("det finnes ingen {}", from.text)});
  }

  void choose(const Correspondence& rule, const Document& source, NodeId context, const std::string& target) {
    const Branch* taken = nullptr;
    for (const auto& branch : rule.branches)
      if (taken == nullptr && holds(back_ ? branch.cim : branch.bim, source, context)) taken = &branch;
    for (const auto& branch : rule.branches)
      if (taken == nullptr && back_ && branch.def->otherwise) taken = &branch;
    for (const auto& branch : rule.branches) {
      if (&branch == taken) {
        rules(branch.rules, source, context, target);
      } else if (mentions(branch.rules, target) || (!back_ && sets(branch, target))) {
        const auto words = in_words(back_ ? branch.cim : branch.bim);
        tell(branch.def->origin,
             {fmt::format("only for the {} '{}', when {}", rule.def->name, branch.def->name, words.en),
              fmt::format("bare for {} «{}», når {}", rule.def->name, branch.def->name, words.nb)});
      }
    }
  }

  const PathQuery& place_;
  bool back_;
  std::set<std::string> told_;
};

/// Schemas that the result is made by, with their roots.
std::vector<const schema::Element*> target_roots(const TranslationView& view) {
  std::vector<const schema::Element*> roots;
  if (view.translation.plan == nullptr) return roots;
  if (view.to_bim())
    roots.push_back(view.translation.plan->bim_root);
  else
    for (const auto& plan : view.translation.variant->documents) roots.push_back(plan.root);
  return roots;
}

}  // namespace

std::vector<ExplainedAbsence> why_not(const TranslationView& view, const PathQuery& place) {
  if (view.translation.plan == nullptr) return {};
  const bool back = view.to_bim();
  Search search(place, back);
  if (back) {
    const std::string root = '/' + view.translation.plan->bim_kind->root.local;
    for (std::size_t i = 0; i < view.sources.size(); ++i)
      if (const auto* plan = view.translation.document_plans[i])
        search.rules(plan->rules, *view.sources[i], 0, root);
    search.rules(view.translation.variant->rules, *view.sources.front(), 0, root);
    return search.found;
  }
  const auto& made = view.translation.document_plans;
  for (const auto& plan : view.translation.variant->documents) {
    const std::string root = '/' + plan.kind->root.local;
    if (std::find(made.begin(), made.end(), &plan) != made.end()) {
      search.rules(plan.rules, *view.sources.front(), 0, root);
    } else if (search.mentions(plan.rules, root)) {
      Text words = in_words(plan.when);
      if (plan.when.empty())
        words = {"the message has a record for it", "meldingen har en forekomst som hører til der"};
      search.tell(plan.def->origin, {fmt::format("{} is made only when {}", plan.kind->root.local, words.en),
                                     fmt::format("{} lages bare når {}", plan.kind->root.local, words.nb)});
    }
  }
  return search.found;
}

std::vector<std::string> similar_places(const TranslationView& view, std::string_view asked) {
  const auto slash = asked.rfind('/');
  const std::string name(slash == std::string_view::npos ? asked : asked.substr(slash + 1));
  std::vector<std::string> names;
  std::vector<std::string> paths;
  for (const auto* root : target_roots(view))
    for (const auto& leaf : leaves_of(*root)) {
      const auto last = leaf.path.rfind('/');
      names.push_back(last == std::string::npos ? leaf.path : leaf.path.substr(last + 1));
      paths.push_back('/' + root->name.local + '/' + leaf.path);
    }
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string_view nearest = text::did_you_mean(name, known);
  std::vector<std::string> similar;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == nearest && std::find(similar.begin(), similar.end(), paths[i]) == similar.end())
      similar.push_back(paths[i]);
  constexpr std::size_t most = 5;
  if (similar.size() > most) similar.resize(most);
  return similar;
}

}  // namespace cimgate::mapping
