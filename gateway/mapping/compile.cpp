#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gateway/mapping/loss_index.hpp"
#include "gateway/mapping/plan.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::mapping {
namespace {

/// The element a rule's paths start from, and the root for absolute paths.
struct Side {
  const schema::Element* context;
  const schema::Element* root;
};

class Compiler {
 public:
  /// `versions`: those that the BIM set is one of; null when there are none.
  Compiler(const MappingFiles& files, const std::string& profile, const schema::Versions* versions,
           std::string_view version)
      : files_(files), profile_(profile), versions_(versions), version_(version) {}

  std::vector<yaml::Mistake> errors;

  std::vector<Correspondence> rules(const std::vector<CorrespondenceDef>& defs, Side bim, const Side* cim) {
    std::vector<Correspondence> made;
    made.reserve(defs.size());
    for (const auto& def : defs)
      if (is_of_version(def)) made.push_back(rule(def, bim, cim));
    return made;
  }

  Condition condition(const ConditionDef& def, Side side) {
    Condition made;
    for (const auto& text : def.has)
      if (auto p = path(text, side, def.origin)) made.has.push_back(std::move(*p));
    for (const auto& text : def.lacks)
      if (auto p = path(text, side, def.origin)) made.lacks.push_back(std::move(*p));
    for (const auto& is : def.is) {
      auto p = path(is.path, side, is.origin);
      if (!p) continue;
      Condition::Is test{std::move(*p), {}, is.negated};
      for (const auto& value : is.values) {
        test.values.push_back(of_profile(value));
        check_constant(test.values.back(), test.path, is.origin);
      }
      made.is.push_back(std::move(test));
    }
    for (const auto& one : def.any) made.any.push_back(condition(one, side));
    return made;
  }

  void error(const Origin& origin, std::string text) { errors.push_back({origin, std::move(text)}); }

 private:
  bool is_of_version(const CorrespondenceDef& def) {
    for (const auto& named : {def.since, def.until})
      if (!named.empty() && (versions_ == nullptr || versions_->find(named) == nullptr))
        error(def.origin, fmt::format("there is no version '{}'", named));
    if (versions_ == nullptr) return true;
    const auto rank = versions_->rank(version_);
    return (def.since.empty() || rank >= versions_->rank(def.since)) &&
           (def.until.empty() || rank < versions_->rank(def.until));
  }

  std::string of_profile(const ProfileText& value) const {
    const auto at = value.by_profile.find(profile_);
    return at == value.by_profile.end() ? value.text : at->second;
  }

  std::optional<Path> path(const std::string& text, Side side, const Origin& origin) {
    auto resolved = resolve_path(text, *side.context, *side.root);
    if (resolved) return std::move(*resolved);
    error(origin, resolved.error());
    return std::nullopt;
  }

  void check_constant(const std::string& value, const Path& target, const Origin& origin) {
    const auto* type = target.type();
    if (type == nullptr) {
      error(origin, fmt::format("'{}' has no text of its own", target.text));
    } else if (const auto wrong = schema::check_value(*type, value)) {
      error(origin,
            fmt::format("'{}' is not a value of '{}': expected {}", value, target.text, wrong->expected));
    }
  }

  Conversion conversion(const std::string& as, const std::string& codes, const Origin& origin) {
    Conversion made;
    if (!codes.empty()) {
      made.kind = Conversion::Kind::codes;
      const auto at = files_.codes.find(codes);
      if (at == files_.codes.end()) {
        std::vector<std::string> names;
        for (const auto& [name, table] : files_.codes) names.push_back(name);
        error(origin, fmt::format("there is no code table '{}'{}", codes, text::did_you_mean(codes, names)));
      } else {
        made.table = &at->second;
        made.codes = at->second.table(profile_);
      }
      return made;
    }
    if (as == "instant")
      made.kind = Conversion::Kind::instant;
    else if (as == "minute")
      made.kind = Conversion::Kind::minute;
    else if (as == "from-zero")
      made.kind = Conversion::Kind::from_zero;
    else if (as == "short-id")
      made.kind = Conversion::Kind::short_id;
    else if (!as.empty() && as != "copy")
      error(origin,
            fmt::format("unknown conversion '{}'{} expected copy, instant, minute, from-zero or short-id", as,
                        text::did_you_mean(as, {"copy", "instant", "minute", "from-zero", "short-id"})));
    return made;
  }

  /// `target`: what a constant must fit; null when it is not known.
  std::vector<Source> sources(const std::vector<SourceDef>& defs, Side bim, const Path* target) {
    std::vector<Source> made;
    for (const auto& def : defs) {
      Source source;
      source.kind = def.kind;
      if (def.kind == SourceDef::Kind::constant) {
        source.constant = of_profile(def.constant);
        if (target != nullptr) check_constant(source.constant, *target, def.origin);
      } else if (def.kind != SourceDef::Kind::number) {
        auto p = path(def.path, bim, def.origin);
        if (!p) continue;
        source.path = std::move(*p);
        source.name = def.name;
        if (def.kind == SourceDef::Kind::days) {
          auto until = path(def.until, bim, def.origin);
          if (!until) continue;
          source.until = std::move(*until);
        }
        source.conversion = conversion(def.as, def.codes, def.origin);
      }
      made.push_back(std::move(source));
    }
    return made;
  }

  Correspondence rule(const CorrespondenceDef& def, Side bim, const Side* cim) {
    Correspondence made;
    made.def = &def;
    for (const auto& text : def.bim)
      if (auto p = path(text, bim, def.origin)) made.bim.push_back(std::move(*p));
    if (!def.cim.empty()) {
      if (cim == nullptr)
        error(def.origin, "'cim' has no document here: put it under a document");
      else
        made.cim = path(def.cim, *cim, def.origin);
    }
    switch (def.kind) {
      case CorrespondenceDef::Kind::field:
        compile_field(made, bim);
        break;
      case CorrespondenceDef::Kind::only:
        break;
      case CorrespondenceDef::Kind::each:
        compile_each(made, bim, cim);
        break;
      case CorrespondenceDef::Kind::choose:
        compile_choose(made, bim, cim);
        break;
    }
    return made;
  }

  void compile_field(Correspondence& made, Side bim) {
    const auto& def = *made.def;
    made.conversion = conversion(def.as, def.codes, def.origin);
    const Path* target = made.cim ? &*made.cim : nullptr;
    made.from = sources(def.from, bim, target);
    made.otherwise = sources(def.otherwise, bim, target);
    made.defaults = sources(def.defaults, bim, made.bim.empty() ? nullptr : &made.bim.front());
    if (target != nullptr && target->type() == nullptr)
      error(def.origin, fmt::format("'{}' has no text of its own", target->text));
    if (!def.supplement)
      for (const auto& source : made.bim)
        if (source.type() == nullptr)
          error(def.origin, fmt::format("'{}' has no text of its own", source.text));
  }

  void compile_each(Correspondence& made, Side bim, const Side* cim) {
    if (made.bim.empty() || cim == nullptr) return;
    if (!made.cim) {
      if (made.def->cim.empty()) error(made.def->origin, "'cim' is missing: say what each record becomes");
      return;
    }
    const Side inner_bim{&made.bim.front().element(), bim.root};
    const Side inner_cim{&made.cim->element(), cim->root};
    made.when = condition(made.def->when, inner_bim);
    made.rules = rules(made.def->fields, inner_bim, &inner_cim);
  }

  void compile_choose(Correspondence& made, Side bim, const Side* cim) {
    std::set<std::string> names;
    for (const auto& def : made.def->branches) {
      if (!names.insert(def.name).second)
        error(def.origin, fmt::format("there are two alternatives '{}'", def.name));
      Branch branch;
      branch.def = &def;
      branch.bim = condition(def.bim, bim);
      if (cim != nullptr) branch.cim = condition(def.cim, *cim);
      branch.rules = rules(def.fields, bim, cim);
      made.branches.push_back(std::move(branch));
    }
  }

  const MappingFiles& files_;
  const std::string& profile_;
  const schema::Versions* versions_;
  std::string_view version_;
};

}  // namespace

tl::expected<std::shared_ptr<const Plan>, std::vector<yaml::Mistake>> compile(
    const MappingDef& mapping, const MappingFiles& files, const schema::Catalog& catalog,
    const schema::SchemaSet* bim_set, const std::string& profile) {
  const auto fail = [](const Origin& origin, std::string text) {
    return tl::make_unexpected(std::vector<yaml::Mistake>{{origin, std::move(text)}});
  };
  auto plan = std::make_shared<Plan>();
  plan->def = &mapping;
  plan->bim_set = bim_set;
  plan->cim_set = catalog.set(profile);
  if (plan->bim_set == nullptr)
    return fail(mapping.origin, "there is no schema set '" + mapping.schema + "'");
  if (plan->cim_set == nullptr) return fail(mapping.origin, "there is no profile '" + profile + "'");
  plan->bim_kind = plan->bim_set->find(mapping.message);
  if (plan->bim_kind == nullptr) {
    std::vector<std::string> names;
    for (const auto& message : plan->bim_set->messages) names.push_back(message.root.local);
    return fail(mapping.origin, fmt::format("there is no message '{}' in {}{}", mapping.message, bim_set->id,
                                            text::did_you_mean(mapping.message, names)));
  }
  auto bim_schema = catalog.schema(*plan->bim_set, *plan->bim_kind);
  if (!bim_schema) return fail(mapping.origin, bim_schema.error());
  plan->bim_schema = *bim_schema;
  plan->bim_root = plan->bim_schema->root(plan->bim_kind->root);
  const Side bim{plan->bim_root, plan->bim_root};

  plan->versions = catalog.versions(*bim_set);
  Compiler compiler(files, profile, plan->versions, bim_set->id);
  for (const auto& variant : mapping.variants) {
    VariantPlan made;
    made.def = &variant;
    made.when = compiler.condition(variant.when, bim);
    for (const auto& def : variant.documents) {
      DocumentPlan document;
      document.def = &def;
      document.kind = plan->cim_set->find(def.root);
      if (document.kind == nullptr) {
        std::vector<std::string> names;
        for (const auto& message : plan->cim_set->messages) names.push_back(message.root.local);
        compiler.error(def.origin, fmt::format("there is no document '{}' in {}{}", def.root, profile,
                                               text::did_you_mean(def.root, names)));
        continue;
      }
      auto cim_schema = catalog.schema(*plan->cim_set, *document.kind);
      if (!cim_schema) {
        compiler.error(def.origin, cim_schema.error());
        continue;
      }
      document.schema = *cim_schema;
      document.root = document.schema->root(document.kind->root);
      document.when = compiler.condition(def.when, bim);
      const Side cim{document.root, document.root};
      document.recognise = compiler.condition(def.recognise, cim);
      document.rules = compiler.rules(def.fields, bim, &cim);
      made.documents.push_back(std::move(document));
    }
    made.rules = compiler.rules(variant.fields, bim, nullptr);
    if (!made.documents.empty()) {
      const auto* first = made.documents.front().root;
      made.recognise = compiler.condition(variant.recognise, {first, first});
    }
    plan->variants.push_back(std::move(made));
  }
  if (!compiler.errors.empty()) return tl::make_unexpected(std::move(compiler.errors));
  for (auto& variant : plan->variants) variant.losses = std::make_shared<const LossIndex>(variant);
  return plan;
}

bool DocumentPlan::only_with_records() const {
  bool any = false;
  for (const auto& rule : rules)
    if (rule.def->kind == CorrespondenceDef::Kind::each) {
      any = true;
      if (rule.when.empty()) return false;
    }
  return any;
}

bool holds(const Condition& condition, const document::Document& document, document::NodeId context) {
  if (!condition.has.empty()) {
    bool any = false;
    for (const auto& path : condition.has) any = any || exists_any(document, context, path);
    if (!any) return false;
  }
  for (const auto& path : condition.lacks)
    if (exists_any(document, context, path)) return false;
  for (const auto& is : condition.is) {
    const auto value = read(document, context, is.path);
    bool equal = false;
    if (value)
      for (const auto& wanted : is.values)
        equal = equal || schema::equal_values(*is.path.type(), *value, wanted);
    if (equal == is.negated) return false;
  }
  return condition.any.empty() ||
         std::any_of(condition.any.begin(), condition.any.end(),
                     [&](const Condition& one) { return holds(one, document, context); });
}

}  // namespace cimgate::mapping
