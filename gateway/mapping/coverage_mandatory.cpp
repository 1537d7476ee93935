#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/coverage_parts.hpp"
#include "gateway/mapping/presence.hpp"

namespace cimgate::mapping {
namespace {

using Given = std::vector<const Path*>;

/// A place below a context: schema places from there, and an attribute at the end.
struct Target {
  std::vector<std::uint32_t> places;
  const schema::Attribute* attribute = nullptr;
  std::string text;
};

bool same_place(const Path& path, const Target& target) {
  if (path.absolute || path.attribute != target.attribute || path.steps.size() != target.places.size())
    return false;
  for (std::size_t i = 0; i < path.steps.size(); ++i)
    if (path.steps[i].place != target.places[i]) return false;
  return true;
}

bool below_place(const Path& path, const std::vector<std::uint32_t>& places) {
  if (path.absolute || path.steps.size() < places.size()) return false;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (path.steps[i].place != places[i]) return false;
  return true;
}

class Mandatory {
 public:
  Mandatory(const VariantPlan& variant, Coverage& coverage) : variant_(variant), coverage_(coverage) {}

  void run() {
    for (const auto& document : variant_.documents) {
      document_ = &document;
      context(document.rules, *document.root, {});
    }
  }

 private:
  void context(const std::vector<Correspondence>& rules, const schema::Element& element, const Given& given) {
    below(rules, element, {}, {}, given);
    inner_contexts(rules, given);
  }

  void inner_contexts(const std::vector<Correspondence>& rules, const Given& given) {
    for (const auto& rule : rules) {
      if (rule.def->kind == CorrespondenceDef::Kind::each && rule.cim) {
        Given inside;
        if (rule.when.has.size() == 1) inside.push_back(&rule.when.has.front());
        context(rule.rules, rule.cim->element(), inside);
      }
      for (const auto& branch : rule.branches) inner_contexts(branch.rules, given);
    }
  }

  /// Mandatory parts of the element at `places` below the context. `because`: a rule that makes the element.
  void below(const std::vector<Correspondence>& rules, const schema::Element& element,
             const std::vector<std::uint32_t>& places, const std::string& path, const Given& given) {
    if (element.text != nullptr && !places.empty()) {
      for (const auto& attribute : element.attributes())
        if (attribute.required)
          demand(rules, {places, &attribute, mapping::below(path, '@' + attribute.name)}, given);
    }
    const auto& children = element.children();
    for (std::uint32_t place = 0; place < children.size(); ++place) {
      const auto& child = children[place];
      auto at = places;
      at.push_back(place);
      const std::string text = mapping::below(path, child.element->name.local);
      const bool made = any_below(rules, at);
      if (child.min > 0 && child.element->text != nullptr) demand(rules, {at, nullptr, text}, given);
      if (child.min > 0 && child.element->text == nullptr && !made) report(text, "nothing is written in it");
      if (made && !made_by_records(rules, at)) below(rules, *child.element, at, text, given);
    }
  }

  void demand(const std::vector<Correspondence>& rules, const Target& target, const Given& given) {
    if (writes(rules, target, given)) return;
    // Not always there: then it must be there whenever something else makes its parent.
    std::vector<std::uint32_t> parent = target.places;
    if (target.attribute == nullptr) parent.pop_back();
    if (!parent.empty() && goes_along(rules, target, parent)) return;
    report(target.text, "it is mandatory, and may find no value: give 'else' or another source");
  }

  /// True when some rule writes the target whenever the context exists.
  bool writes(const std::vector<Correspondence>& rules, const Target& target, const Given& given) {
    return std::any_of(rules.begin(), rules.end(), [&](const Correspondence& rule) {
      switch (rule.def->kind) {
        case CorrespondenceDef::Kind::only:
          return false;
        case CorrespondenceDef::Kind::field:
          return rule.cim && same_place(*rule.cim, target) && has_value(rule, given);
        case CorrespondenceDef::Kind::each:
          return rule.cim && same_place(*rule.cim, target) && rule.when.empty() &&
                 always(rule.bim.front(), given);
        case CorrespondenceDef::Kind::choose:
          break;
      }
      return std::all_of(rule.branches.begin(), rule.branches.end(), [&](const Branch& branch) {
        Given inside = given;
        if (branch.bim.has.size() == 1) inside.push_back(&branch.bim.has.front());
        const bool set =
            std::any_of(branch.cim.is.begin(), branch.cim.is.end(),
                        [&](const Condition::Is& is) { return !is.negated && same_place(is.path, target); });
        return set || writes(branch.rules, target, inside);
      });
    });
  }

  static bool has_value(const Correspondence& rule, const Given& given) {
    const auto certain = [&](const std::vector<Source>& sources) {
      return std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
        return source.kind == SourceDef::Kind::constant || source.kind == SourceDef::Kind::number ||
               (source.kind != SourceDef::Kind::days && always(source.path, given));
      });
    };
    if (certain(rule.from) || certain(rule.otherwise) || rule.def->refuse) return true;
    return rule.from.empty() && !rule.bim.empty() && always(rule.bim.front(), given);
  }

  /// A rule, and what is known where it stands.
  struct Standing {
    const Correspondence* rule;
    const Branch* branch;
    Given given;
  };

  /// Every rule that makes the parent also makes the target.
  bool goes_along(const std::vector<Correspondence>& rules, const Target& target,
                  const std::vector<std::uint32_t>& parent) {
    std::vector<Standing> writers;
    std::vector<Standing> others;
    collect(rules, {nullptr, nullptr, {}}, target, parent, writers, others);
    if (writers.empty()) return false;
    return std::all_of(others.begin(), others.end(), [&](const Standing& other) {
      return std::any_of(writers.begin(), writers.end(), [&](const Standing& writer) {
        if (writer.branch == other.branch && has_value(*writer.rule, writer.given)) return true;
        if (other.rule->bim.empty() || writer.rule->bim.empty()) return !writer.rule->from.empty();
        return implies(other.rule->bim.front(), writer.rule->bim.front());
      });
    });
  }

  static void collect(const std::vector<Correspondence>& rules, const Standing& here, const Target& target,
                      const std::vector<std::uint32_t>& parent, std::vector<Standing>& writers,
                      std::vector<Standing>& others) {
    for (const auto& rule : rules) {
      for (const auto& branch : rule.branches) {
        Standing inside{nullptr, &branch, here.given};
        if (branch.bim.has.size() == 1) inside.given.push_back(&branch.bim.has.front());
        collect(branch.rules, inside, target, parent, writers, others);
      }
      if (!rule.cim || rule.def->kind == CorrespondenceDef::Kind::only) continue;
      Standing standing{&rule, here.branch, here.given};
      if (same_place(*rule.cim, target))
        writers.push_back(std::move(standing));
      else if (below_place(*rule.cim, parent))
        others.push_back(std::move(standing));
    }
  }

  static bool any_below(const std::vector<Correspondence>& rules, const std::vector<std::uint32_t>& places) {
    return std::any_of(rules.begin(), rules.end(), [&](const Correspondence& rule) {
      if (rule.cim && rule.def->kind != CorrespondenceDef::Kind::only && below_place(*rule.cim, places))
        return true;
      return std::any_of(rule.branches.begin(), rule.branches.end(), [&](const Branch& branch) {
        return any_below(branch.rules, places) ||
               std::any_of(branch.cim.is.begin(), branch.cim.is.end(),
                           [&](const Condition::Is& is) { return below_place(is.path, places); });
      });
    });
  }

  /// Repeated elements that a list of records makes: looked at from inside the record.
  static bool made_by_records(const std::vector<Correspondence>& rules,
                              const std::vector<std::uint32_t>& places) {
    return std::any_of(rules.begin(), rules.end(), [&](const Correspondence& rule) {
      if (rule.def->kind == CorrespondenceDef::Kind::each && rule.cim &&
          rule.cim->steps.size() == places.size() && below_place(*rule.cim, places))
        return true;
      return std::any_of(rule.branches.begin(), rule.branches.end(),
                         [&](const Branch& branch) { return made_by_records(branch.rules, places); });
    });
  }

  void report(const std::string& path, std::string_view why) {
    coverage_.problems.push_back(
        {document_->def->origin, fmt::format("{}: '{}': {}", document_->kind->root.local, path, why)});
  }

  const VariantPlan& variant_;
  Coverage& coverage_;
  const DocumentPlan* document_ = nullptr;
};

}  // namespace

void check_mandatory(const VariantPlan& variant, Coverage& coverage) {
  Mandatory(variant, coverage).run();
}

}  // namespace cimgate::mapping
