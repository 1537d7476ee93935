#include <algorithm>
#include <deque>
#include <tuple>

#include "gateway/document/paths.hpp"
#include "gateway/mapping/convert.hpp"
#include "gateway/mapping/engine.hpp"
#include "gateway/schema/date_time.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::mapping {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

struct At {
  NodeId bim;
  NodeId cim;
  std::string path;  ///< of the BIM context, from the root, with numbers
};

/// A duration can be written in many ways, and a code list has one or two: PT3600S is PT1H.
std::string as_code(const schema::SimpleType& type, std::string duration) {
  const auto codes = schema::codes_of(type);
  if (!codes || schema::allows_code(type, duration)) return duration;
  const auto key = schema::duration_key(duration);
  for (const auto* code : *codes)
    if (key && schema::duration_key(code->value) == key) return code->value;
  return duration;
}

class Run {
 public:
  Run(Backward& out, const Hints& hints, const RecordNumbers* numbers, std::size_t documents, Tracing tracing)
      : bim_(out.message),
        hints_(hints),
        numbers_(numbers),
        tracing_(tracing),
        several_(documents > 1),
        notes_(out.notes),
        traces_(out.traces) {}

  void document(const PlannedDocument& planned, std::size_t index) {
    cim_ = planned.document;
    index_ = index;
    paths_.emplace_back(*cim_);
    rules(planned.plan->rules, {0, 0, {}});
    written_before_ = written_.size();
    std::sort(written_.begin(), written_.end());
  }

  /// Rules of the message as a whole.
  void message(const std::vector<Correspondence>& rules_of_message) { rules(rules_of_message, {0, 0, {}}); }

  std::map<std::string, std::uint32_t> records() { return std::move(taken_); }

  /// Last round: what the documents do not say and a default is stated for, in the order of the rules.
  void defaults() {
    for (const auto& [rule, context] : open_)
      if (!exists(bim_, context, rule->bim.front())) set_default(*rule, context);
  }

 private:
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
    if (!rule.defaults.empty() && !rule.bim.empty()) open_.emplace_back(&rule, at.bim);
    if (rule.bim.size() != 1 || !rule.cim || rule.def->join || !rule.from.empty()) return;
    const auto text = read(*cim_, at.cim, *rule.cim);
    if (!text) return;
    const Path& target = rule.bim.front();
    Text problem;
    const auto made = value_in_bim(rule, *text, problem);
    if (!made)
      note(Note::Kind::unplaced, rule, at, std::move(problem));
    else if (write(bim_, at.bim, target, *made))
      add_trace(rule, at.bim,
                {.source = find(*cim_, at.cim, *rule.cim), .document = static_cast<std::uint32_t>(index_)});
    else if (index_ > 0 && !schema::equal_values(*target.type(), *made, *read(bim_, at.bim, target)))
      contradicted(rule, at);
  }

  void note(Note::Kind kind, const Correspondence& rule, const At& at, Text text) {
    Note note;
    note.kind = kind;
    note.rule = &rule;
    note.bim_path = message_path(rule.bim.front(), at.path);
    note.node = find(*cim_, at.cim, *rule.cim);
    note.document = index_;
    note.text = std::move(text);
    notes_.push_back(std::move(note));
  }

  /// An earlier document gave another value; within one document the first of several places counts.
  void contradicted(const Correspondence& rule, const At& at) {
    const Written wanted = {find(bim_, at.bim, rule.bim.front()), rule.bim.front().attribute, 0, 0};
    const auto end = written_.begin() + static_cast<std::ptrdiff_t>(written_before_);
    const auto found = std::lower_bound(written_.begin(), end, wanted);
    if (found != end && found->target == wanted.target && found->attribute == wanted.attribute &&
        found->document != index_) {
      const auto path = paths_[found->document].path(found->source);
      note(Note::Kind::contradicted, rule, at, {path, path});
    }
  }

  void add_trace(const Correspondence& rule, NodeId context, Trace trace) {
    const bool kept = tracing_ == Tracing::yes || trace.how == Trace::How::standard;
    if (!kept && !several_) return;
    trace.target = find(bim_, context, rule.bim.front());
    trace.attribute = rule.bim.front().attribute;
    trace.rule = &rule;
    if (several_) written_.push_back({trace.target, trace.attribute, trace.document, trace.source});
    if (kept) traces_.push_back(trace);
  }

  void each(const Correspondence& rule, const At& at) {
    const Path& from = *rule.cim;
    const NodeId parent = find_parent(*cim_, at.cim, from);
    if (parent == no_node) return;
    const Path& to = rule.bim.front();
    const std::string list = below(at.path, schema_path(to));
    const auto order = hints_.orders.find(list);
    std::uint32_t seen = 0;
    for (NodeId record = (*cim_)[parent].first_child; record != no_node; record = (*cim_)[record].next) {
      const auto& node = (*cim_)[record];
      if (node.element == nullptr || node.place != from.steps.back().place) continue;
      if (seen++ < from.steps.back().index) continue;
      const std::uint32_t nth = taken_[list]++;
      const std::uint32_t number =
          order != hints_.orders.end() && nth < order->second.size() ? order->second[nth] : nth;
      const NodeId above = ensure_parent(bim_, at.bim, to);
      const auto& last = to.steps.back();
      const NodeId target = bim_.ensure(above, last.place, last.index + number);
      const bool listed = numbers_ != nullptr && above == 0 && last.place == numbers_->place &&
                          number < numbers_->numbers.size();
      const std::uint32_t told = listed ? numbers_->numbers[number] : number + 1;
      rules(rule.rules, {target, record, list + '[' + std::to_string(told) + ']'});
    }
  }

  void choose(const Correspondence& rule, const At& at) {
    const Branch* taken = nullptr;
    if (const auto hint = hints_.choices.find(at.path); hint != hints_.choices.end())
      for (const auto& branch : rule.branches)
        if (hint->second.contains(branch.def->name)) taken = &branch;
    for (const auto& branch : rule.branches)
      if (taken == nullptr && holds(branch.cim, *cim_, at.cim)) taken = &branch;
    for (const auto& branch : rule.branches)
      if (taken == nullptr && branch.def->otherwise) taken = &branch;
    if (taken != nullptr) rules(taken->rules, at);
  }

  void set_default(const Correspondence& rule, NodeId context) {
    const Path& target = rule.bim.front();
    // An attribute goes with its element: none is made for the attribute's sake.
    if (target.attribute != nullptr && find(bim_, context, target) == no_node) return;
    for (const auto& source : rule.defaults) {
      std::optional<std::string> text;
      if (source.kind == SourceDef::Kind::constant) {
        text = source.constant;
      } else if (const auto value = read(bim_, context, source.path)) {
        text = to_cim(source.conversion, *value);
      }
      if (!text || schema::check_value(*target.type(), *text)) continue;
      if (write(bim_, context, target, *text))
        add_trace(rule, context, {.how = Trace::How::standard, .computed = &source});
      return;
    }
  }

  /// Where a value came from, for those that another document contradicts.
  struct Written {
    NodeId target = 0;
    const schema::Attribute* attribute = nullptr;
    std::uint32_t document = 0;
    NodeId source = 0;

    bool operator<(const Written& other) const {
      return std::tie(target, attribute, document, source) <
             std::tie(other.target, other.attribute, other.document, other.source);
    }
  };

  Document& bim_;
  const Hints& hints_;
  const RecordNumbers* numbers_;
  Tracing tracing_;
  bool several_;  ///< documents
  std::vector<Note>& notes_;
  Traces& traces_;
  std::vector<Written> written_;    ///< of several documents; sorted up to the present one
  std::size_t written_before_ = 0;  ///< of them, those of the documents before
  const Document* cim_ = nullptr;
  std::deque<document::Paths> paths_;  ///< of the documents so far
  std::size_t index_ = 0;
  std::map<std::string, std::uint32_t> taken_;
  std::vector<std::pair<const Correspondence*, NodeId>>
      open_;  ///< rules with a default, and where they were met
};

}  // namespace

std::optional<std::string> value_in_bim(const Correspondence& rule, std::string_view value, Text& problem) {
  const auto& type = *rule.bim.front().type();
  std::string buffer;
  auto made = to_bim(rule.conversion, schema::normalize(*rule.cim->type(), value, buffer), problem);
  if (made && rule.cim->type()->base == schema::Base::duration) made = as_code(type, *std::move(made));
  const auto wrong = made ? schema::check_value(type, *made) : std::nullopt;
  if (wrong)
    problem = {"the BIM schema expects " + wrong->expected, "BIM-skjemaet forventer " + wrong->expected_nb};
  if (made && !wrong) return made;
  if (problem.en.empty()) problem = {"the value cannot be converted", "verdien kan ikke omregnes"};
  return std::nullopt;
}

Backward backward(const Plan& plan, const VariantPlan& variant, const std::vector<PlannedDocument>& documents,
                  const Hints& hints, const RecordNumbers* numbers, Tracing tracing) {
  Backward out{Document(plan.bim_schema, *plan.bim_root), {}, {}, {}};
  std::size_t nodes = 0;
  for (const auto& document : documents) nodes += document.document->size();
  out.message.reserve(2 * nodes);
  Run run(out, hints, numbers, documents.size(), tracing);
  for (std::size_t i = 0; i < documents.size(); ++i) run.document(documents[i], i);
  run.message(variant.rules);
  run.defaults();
  out.records = run.records();
  return out;
}

}  // namespace cimgate::mapping
