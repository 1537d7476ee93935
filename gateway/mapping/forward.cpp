#include "gateway/mapping/convert.hpp"
#include "gateway/mapping/engine.hpp"
#include "gateway/mapping/presence.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::mapping {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

/// Where rules are run: a pair of contexts, and the path of the BIM one from the root.
struct At {
  NodeId bim;
  NodeId cim;
  std::string path;
  std::uint32_t number = 0;  ///< of the record, from 1
};

std::optional<std::string> converted(const Document& bim, NodeId context, const Conversion& conversion,
                                     const Path& path, Text& problem) {
  const auto text = read(bim, context, path);
  if (!text) return std::nullopt;
  std::string buffer;
  auto made = to_cim(conversion, schema::normalize(*path.type(), *text, buffer));
  if (!made)
    problem = {"there is nothing in the documents that corresponds",
               "det finnes ikke noe i dokumentene som svarer til den"};
  return made;
}

class Run {
 public:
  Run(const Document& bim, const RecordNumbers* numbers, Tracing tracing, Forward& out)
      : bim_(bim), numbers_(numbers), tracing_(tracing), out_(out) {}

  void document(const DocumentPlan& plan) {
    plan_ = &plan;
    index_ = out_.documents.size();
    // Room that is not used costs nothing, and to grow costs a copy.
    out_.documents.emplace_back(plan.schema, *plan.root).reserve(2 * bim_.size());
    out_.plans.push_back(&plan);
    records_ = 0;
    const std::size_t traces = out_.traces.size();
    const std::size_t notes = out_.notes.size();
    const std::size_t placed = out_.records.size();
    rules(plan.rules, {0, 0, {}, 0});
    if (records_ > 0 || !plan.only_with_records()) return;
    // Its records are all in other documents: it would say nothing.
    out_.documents.pop_back();
    out_.plans.pop_back();
    out_.traces.resize(traces);
    out_.notes.resize(notes);
    out_.records.resize(placed);
  }

  /// Records whose order the documents do not keep.
  void finish() {
    for (auto& [path, order] : taken_) {
      bool natural = true;
      for (std::size_t i = 0; i < order.size(); ++i) natural = natural && order[i] == i;
      if (!natural) out_.hints.orders[path] = order;
    }
  }

 private:
  Document& cim() { return out_.documents[index_]; }

  void rules(const std::vector<Correspondence>& rules, const At& at) {
    for (const auto& rule : rules) switch (rule.def->kind) {
        case CorrespondenceDef::Kind::field:
          field(rule, at);
          break;
        case CorrespondenceDef::Kind::only:
          break;
        case CorrespondenceDef::Kind::each:
          each(rule, at);
          break;
        case CorrespondenceDef::Kind::choose:
          choose(rule, at);
          break;
      }
  }

  void field(const Correspondence& rule, const At& at) {
    if (!rule.cim) return;
    if (!rule.from.empty()) {
      first_of(rule, rule.from, at, Trace::How::computed);
      return;
    }
    Text problem;
    const auto text = value(rule, at, problem);
    if (text && fits(*rule.cim, *text, problem) && comes_back(rule, at, *text, problem)) {
      put(rule, at, *text, {.source = find(bim_, at.bim, rule.bim.front())});
      return;
    }
    if (!problem.en.empty()) out_.turned_on_a_value = true;
    if (first_of(rule, rule.otherwise, at, Trace::How::otherwise)) return;
    if (rule.def->refuse && (!problem.en.empty() || always(*rule.cim, {})))
      note(Note::Kind::unplaced, rule, at, {*rule.def->refuse, rule.def->nb.refuse});
    else if (!problem.en.empty() && rule.loss() == nullptr)
      note(Note::Kind::unplaced, rule, at, problem);
  }

  std::optional<std::string> value(const Correspondence& rule, const At& at, Text& problem) {
    if (rule.def->join) {
      std::string joined;
      for (const auto& path : rule.bim)
        if (const auto part = read(bim_, at.bim, path)) {
          if (!joined.empty()) joined += *rule.def->join;
          joined += *part;
        }
      if (joined.empty()) return std::nullopt;
      return joined;
    }
    return converted(bim_, at.bim, rule.conversion, rule.bim.front(), problem);
  }

  /// A correspondence that refuses does not take a value that would come back as another one.
  bool comes_back(const Correspondence& rule, const At& at, const std::string& made, Text& problem) {
    if (!rule.def->refuse) return true;
    const auto& path = rule.bim.front();
    std::string buffer;  // the document has the value, whatever white space it is written with
    const auto back = to_bim(rule.conversion, schema::normalize(*rule.cim->type(), made, buffer), problem);
    if (back && schema::equal_values(*path.type(), *read(bim_, at.bim, path), *back)) return true;
    if (problem.en.empty())
      problem = {"it would come back as another value", "den ville komme tilbake som en annen verdi"};
    return false;
  }

  static bool fits(const Path& target, const std::string& text, Text& problem) {
    const auto wrong = schema::check_value(*target.type(), text);
    if (wrong)
      problem = {"the document expects " + wrong->expected, "dokumentet forventer " + wrong->expected_nb};
    return !wrong;
  }

  bool first_of(const Correspondence& rule, const std::vector<Source>& sources, const At& at,
                Trace::How how) {
    for (const auto& source : sources) {
      Text problem;
      const auto text = compute(source, bim_, at.bim, at.path, at.number, problem);
      if (!text || !fits(*rule.cim, *text, problem)) {
        if (!problem.en.empty()) out_.turned_on_a_value = true;
        continue;
      }
      const bool from_message =
          source.kind != SourceDef::Kind::constant && source.kind != SourceDef::Kind::number;
      put(rule, at, *text,
          {.source = from_message ? find(bim_, at.bim, source.path) : no_node,
           .how = how,
           .computed = &source});
      if (how == Trace::How::otherwise && !rule.def->policy.empty())
        note(Note::Kind::policy, rule, at, {rule.def->policy, rule.def->nb.policy});
      return true;
    }
    return false;
  }

  void put(const Correspondence& rule, const At& at, std::string_view text, Trace trace) {
    if (write(cim(), at.cim, *rule.cim, text)) add_trace(rule, at, *rule.cim, trace);
  }

  void add_trace(const Correspondence& rule, const At& at, const Path& target, Trace trace) {
    if (tracing_ == Tracing::no) return;
    trace.document = static_cast<std::uint32_t>(index_);
    trace.context = at.bim;
    trace.target = find(cim(), at.cim, target);
    trace.attribute = target.attribute;
    trace.rule = &rule;
    out_.traces.push_back(trace);
  }

  void each(const Correspondence& rule, const At& at) {
    const Path& path = rule.bim.front();
    const NodeId parent = find_parent(bim_, at.bim, path);
    if (parent == no_node) return;
    const auto& last = path.steps.back();
    const std::string list = below(at.path, schema_path(path));
    NodeId cim_parent = no_node;
    std::uint32_t made = rule.cim->steps.back().index;
    std::uint32_t number = 0;
    for (NodeId record = bim_[parent].first_child; record != no_node; record = bim_[record].next) {
      if (bim_[record].element == nullptr || bim_[record].place != last.place) continue;
      const std::uint32_t seen = number++;
      if (seen < last.index || !holds(rule.when, bim_, record)) continue;
      if (cim_parent == no_node) cim_parent = ensure_parent(cim(), at.cim, *rule.cim);
      const NodeId target = cim().ensure(cim_parent, rule.cim->steps.back().place, made++);
      taken_[list].push_back(seen);
      if (at.cim == 0) ++records_;
      const std::uint32_t told = numbers_ != nullptr && parent == 0 && last.place == numbers_->place
                                     ? numbers_->numbers[seen]
                                     : number;
      const At inside{record, target, list + '[' + std::to_string(told) + ']', told};
      out_.records.push_back({index_, record, target, inside.path, told});
      rules(rule.rules, inside);
    }
  }

  void choose(const Correspondence& rule, const At& at) {
    for (const auto& branch : rule.branches) {
      if (!holds(branch.bim, bim_, at.bim)) continue;
      rules(branch.rules, at);
      // What the way back knows the alternative by, unless a rule has said it more exactly.
      for (const auto& is : branch.cim.is)
        if (!is.negated && write(cim(), at.cim, is.path, is.values.front()))
          add_trace(rule, at, is.path, {.how = Trace::How::alternative, .branch = &branch});
      if (&branch != readable_as(rule, at)) out_.hints.choices[at.path].insert(branch.def->name);
      return;
    }
  }

  /// The alternative that the way back would take from what is written now.
  const Branch* readable_as(const Correspondence& rule, const At& at) {
    const Branch* otherwise = nullptr;
    for (const auto& branch : rule.branches) {
      if (holds(branch.cim, cim(), at.cim)) return &branch;
      if (branch.def->otherwise) otherwise = &branch;
    }
    return otherwise;
  }

  void note(Note::Kind kind, const Correspondence& rule, const At& at, Text text) {
    Note made;
    made.kind = kind;
    made.rule = &rule;
    if (!rule.bim.empty()) {
      made.bim_path = message_path(rule.bim.front(), at.path);
      made.node = find(bim_, at.bim, rule.bim.front());
    }
    if (made.node == no_node) made.node = at.bim;
    made.document = index_;
    made.text = std::move(text);
    out_.notes.push_back(std::move(made));
  }

  const Document& bim_;
  const RecordNumbers* numbers_;
  Tracing tracing_;
  Forward& out_;
  const DocumentPlan* plan_ = nullptr;
  std::size_t index_ = 0;
  std::size_t records_ = 0;  ///< of the document that is being written
  std::map<std::string, std::vector<std::uint32_t>>
      taken_;  ///< records by list, in the order they are written
};

}  // namespace

std::optional<std::string> compute(const Source& source, const Document& bim, NodeId context,
                                   const std::string& path, std::uint32_t number, Text& problem) {
  switch (source.kind) {
    case SourceDef::Kind::constant:
      return source.constant;
    case SourceDef::Kind::number:
      return std::to_string(number);
    case SourceDef::Kind::bim:
      return converted(bim, context, source.conversion, source.path, problem);
    case SourceDef::Kind::uuid: {
      const auto scope = read(bim, context, source.path);
      if (!scope) return std::nullopt;
      return name_based_uuid(*scope, path.empty() ? source.name : source.name + ' ' + path);
    }
    case SourceDef::Kind::days: {
      const auto from = read(bim, context, source.path);
      const auto until = read(bim, context, source.until);
      if (!from || !until) return std::nullopt;
      auto days = days_between(*from, *until, bim.dialect().calendar);
      if (!days) problem = {"the period is not whole days", "perioden er ikke hele døgn"};
      return days;
    }
  }
  return std::nullopt;
}

const VariantPlan* variant_for(const Plan& plan, const Document& bim) {
  const VariantPlan* fitting = nullptr;
  for (const auto& variant : plan.variants) {
    if (!variant.when.empty() && !holds(variant.when, bim, 0)) continue;
    if (fitting == nullptr || !variant.when.empty()) fitting = &variant;
    if (!variant.when.empty()) break;
  }
  return fitting;
}

Forward forward(const Plan& plan, const Document& bim, const RecordNumbers* numbers, Tracing tracing) {
  Forward out;
  out.variant = variant_for(plan, bim);
  if (out.variant == nullptr) return out;
  Run run(bim, numbers, tracing, out);
  for (const auto& document : out.variant->documents)
    if (holds(document.when, bim, 0)) run.document(document);
  run.finish();
  return out;
}

}  // namespace cimgate::mapping
