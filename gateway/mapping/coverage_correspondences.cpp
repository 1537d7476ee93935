#include <fmt/format.h>

#include <set>

#include "gateway/mapping/coverage_parts.hpp"
#include "gateway/mapping/presence.hpp"
#include "gateway/mapping/type_fit.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::mapping {
namespace {

class Checker {
 public:
  Checker(const schema::Versions* versions, std::vector<yaml::Mistake>& problems)
      : versions_(versions), problems_(problems) {}

  /// `held`: the conditions that are known to hold here.
  void check(const std::vector<Correspondence>& rules, const std::vector<const Condition*>& held) {
    for (const auto& rule : rules) switch (rule.def->kind) {
        case CorrespondenceDef::Kind::field:
          field(rule, held);
          break;
        case CorrespondenceDef::Kind::only:
          break;
        case CorrespondenceDef::Kind::each:
          records(rule);
          check(rule.rules, {&rule.when});
          break;
        case CorrespondenceDef::Kind::choose:
          for (const auto& branch : rule.branches) {
            auto inside = held;
            inside.push_back(&branch.bim);
            check(branch.rules, inside);
          }
          break;
      }
  }

 private:
  void report(const Correspondence& rule, std::string text) {
    // A block that several messages use is reported once a place.
    std::string key = fmt::format("{}:{} {}", rule.def->origin.file, rule.def->origin.line, text);
    if (seen_.insert(std::move(key)).second) problems_.push_back({rule.def->origin, std::move(text)});
  }

  /// A condition with one path says that it exists.
  static std::vector<const Path*> existing(const std::vector<const Condition*>& held) {
    std::vector<const Path*> paths;
    for (const auto* condition : held)
      if (condition->has.size() == 1) paths.push_back(&condition->has.front());
    return paths;
  }

  void needs_loss(const Correspondence& rule, const std::string& why) {
    if (rule.loss() != nullptr || rule.def->refuse || why.empty()) return;
    report(rule, fmt::format("'{}' may not come back: {}; say so with 'loss'", rule.bim.front().text, why));
  }

  void field(const Correspondence& rule, const std::vector<const Condition*>& held) {
    const auto given = existing(held);
    codes_exist(rule);
    if (rule.bim.empty()) return;
    const Path& bim = rule.bim.front();
    if (rule.def->supplement) return;
    if (rule.cim) {
      needs_loss(rule, rule.def->join ? "several values are joined" : "");
      if (!rule.def->join && bim.type() != nullptr && rule.cim->type() != nullptr) {
        needs_loss(rule, misfit(rule.conversion, *bim.type(), *rule.cim->type()));
        needs_loss(rule, irreversible(rule.conversion, *bim.type()));
      }
      if (!rule.otherwise.empty() && !always(bim, given))
        needs_loss(rule, "the document has a value when the message has none");
    } else {
      if (!always(bim, given) && bim.attribute == nullptr)
        needs_loss(rule, "a default is set when the message has none");
      if (bim.attribute != nullptr && !bim.attribute->required)
        needs_loss(rule, "the attribute may be absent");
      const auto codes = schema::codes_of(*bim.type());
      const bool single = (codes && codes->size() == 1) || bim.element().fixed;
      if (!single && !is_known_value(rule, held)) needs_loss(rule, "the default may not be the value");
    }
    for (const auto& step : bim.steps)
      if (step.filter_place >= 0) needs_loss(rule, "only the first of its kind is taken");
    if (const auto* repeated = first_repeated(bim))
      needs_loss(rule, fmt::format("'{}' may be repeated and only the first is taken", repeated->name.local));
  }

  /// A default inside an alternative that is taken for that very value.
  static bool is_known_value(const Correspondence& rule, const std::vector<const Condition*>& held) {
    for (const auto* condition : held)
      for (const auto& is : condition->is)
        if (!is.negated && is.values.size() == 1 && is.path.text == rule.bim.front().text)
          return rule.defaults.front().kind == SourceDef::Kind::constant &&
                 rule.defaults.front().constant == is.values.front();
    return false;
  }

  void records(const Correspondence& rule) {
    if (rule.bim.empty() || !rule.cim || rule.cim->steps.empty() || rule.bim.front().steps.empty()) return;
    const auto& from = child_at(rule.bim.front(), rule.bim.front().steps.size() - 1);
    const auto& to = child_at(*rule.cim, rule.cim->steps.size() - 1);
    if (to.max < from.max && rule.loss() == nullptr)
      report(rule, fmt::format("'{}' may come {} times, '{}' takes {}", rule.bim.front().text, from.max,
                               rule.cim->text, to.max));
  }

  void codes_exist(const Correspondence& rule) {
    if (rule.conversion.kind == Conversion::Kind::codes && !rule.bim.empty()) {
      entries_exist(rule, rule.conversion, rule.bim.front().type());
      if (rule.cim && rule.cim->type() != nullptr) targets_fit(rule, rule.conversion, *rule.cim->type());
    }
    for (const auto& sources : {&rule.from, &rule.otherwise, &rule.defaults})
      for (const auto& source : *sources)
        if (source.conversion.kind == Conversion::Kind::codes) {
          entries_exist(rule, source.conversion, source.path.type());
          const auto* target = sources == &rule.defaults ? rule.bim.front().type() : rule.cim->type();
          targets_fit(rule, source.conversion, *target);
        }
  }

  /// A loss that is declared is no excuse for a code that does not exist.
  void targets_fit(const Correspondence& rule, const Conversion& conversion,
                   const schema::SimpleType& target) {
    for (const auto& [code, entry] : conversion.codes->entries())
      if (const auto wrong = schema::check_value(target, entry.to))
        report(rule, fmt::format("table '{}' gives '{}' for '{}': expected {}", conversion.table->name,
                                 entry.to, code, wrong->expected));
  }

  void entries_exist(const Correspondence& rule, const Conversion& conversion,
                     const schema::SimpleType* type) {
    if (type == nullptr || !schema::codes_of(*type)) return;
    for (const auto& [code, entry] : conversion.codes->entries())
      if (!is_in_list(*type, code) && !is_of_other_version(*type, code))
        report(rule, fmt::format("table '{}' has an entry for '{}', which is not a code of '{}'",
                                 conversion.table->name, code, schema::name_of(*type)));
  }

  /// True for the codes that an element takes, and for those of the list that it takes some of.
  static bool is_in_list(const schema::SimpleType& type, const std::string& code) {
    for (const auto* at = &type; at != nullptr; at = at->derived_from)
      if (schema::codes_of(*at) && schema::allows_code(*at, code)) return true;
    return false;
  }

  bool is_of_other_version(const schema::SimpleType& type, const std::string& code) const {
    for (const auto* at = &type; at != nullptr && versions_ != nullptr; at = at->derived_from)
      if (versions_->changes_code(at->name.local, code)) return true;
    return false;
  }

  const schema::Versions* versions_;
  std::vector<yaml::Mistake>& problems_;
  std::set<std::string> seen_;
};

}  // namespace

void check_rules(const Plan& plan, const VariantPlan& variant, Coverage& coverage) {
  Checker checker(plan.versions, coverage.problems);
  checker.check(variant.rules, {});
  for (const auto& document : variant.documents) checker.check(document.rules, {});
}

}  // namespace cimgate::mapping
