#include "gateway/mapping/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "gateway/document/paths.hpp"
#include "gateway/mapping/explain_steps.hpp"
#include "gateway/mapping/residual.hpp"

namespace cimgate::mapping {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using Entry = document::SupplementEntry;

using Place = std::tuple<std::size_t, NodeId, const schema::Attribute*>;

std::string with_attribute(const std::string& path, const schema::Attribute* attribute) {
  return attribute == nullptr ? path : path + "/@" + attribute->name;
}

std::string value_at(const Document& document, NodeId node, const schema::Attribute* attribute) {
  if (attribute == nullptr) return std::string(document.effective_text(node));
  return std::string(document.attribute(node, attribute->name).value_or(std::string_view()));
}

class Explainer {
 public:
  Explainer(const TranslationView& view, const PathQuery* place, const TakeExplained& take)
      : view_(view), place_(place), take_(take) {
    for (const auto* source : view.sources) source_paths_.emplace_back(*source);
    const bool back = view.to_bim();
    traces_.reserve(view.translation.traces.size());
    for (const auto& trace : view.translation.traces) traces_.push_back(&trace);
    std::stable_sort(traces_.begin(), traces_.end(),
                     [&](const Trace* a, const Trace* b) { return place_of(*a, back) < place_of(*b, back); });
    if (!back || view.supplement == nullptr) return;
    auto entries = view.supplement->entries;
    std::string ignored;
    if (!unfold(entries, ignored)) return;
    for (auto& entry : entries)
      if (entry.kind == Entry::Kind::value || entry.kind == Entry::Kind::present)
        supplied_[entry.path] = entry.reason;
  }

  std::size_t run() {
    const auto& documents = view_.translation.documents;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      document_ = &documents[i].document;
      index_ = i;
      document::Paths paths(*document_);
      walk(0, {}, paths);
    }
    if (!view_.to_bim() && view_.translation.supplement) own_supplement();
    return values_;
  }

 private:
  void walk(NodeId node, const std::string& entry_path, document::Paths& paths) {
    const auto& at = (*document_)[node];
    const bool has_text = at.element->text != nullptr && !document_->effective_text(node).empty();
    if (has_text || !at.attributes.empty()) {
      const std::string path = paths.path(node);
      if (has_text) value(node, nullptr, path, entry_path);
      for (const auto& attribute : at.attributes)
        if (attribute.declaration != nullptr) value(node, attribute.declaration, path, entry_path);
    }
    std::uint32_t place = 0;
    std::uint32_t number = 0;
    for (NodeId child = at.first_child; child != no_node; child = (*document_)[child].next) {
      const auto& below_it = (*document_)[child];
      number = number > 0 && below_it.place == place ? number + 1 : 1;
      place = below_it.place;
      std::string name(below_it.name);
      if (at.element->children()[place].max > 1) name += fmt::format("[{}]", number);
      walk(child, below(entry_path, name), paths);
    }
  }

  void value(NodeId node, const schema::Attribute* attribute, const std::string& path,
             const std::string& entry_path) {
    ExplainedValue made;
    made.path = with_attribute(path, attribute);
    const Trace* const trace = trace_of({index_, node, attribute});
    if (trace != nullptr) add_source(*trace, made);
    if (place_ != nullptr && !place_->matches(made.path) && !place_->matches(made.source_path)) return;
    made.value = value_at(*document_, node, attribute);
    const auto supplied = supplied_.find(with_attribute(entry_path, attribute));
    if (supplied != supplied_.end()) {
      made.how = "supplement";
      made.source_path.clear();
      made.reason = supplied->second;
      made.steps = {{"the supplement gives it", "tillegget oppgir den"}};
    } else if (trace != nullptr) {
      describe(*trace, view_.to_bim(), made);
    } else {
      made.how = "constant";
      made.steps = {{"the default of the schema", "standardverdien i skjemaet"}};
    }
    give(std::move(made));
  }

  static Place place_of(const Trace& trace, bool back) {
    return {back ? 0 : trace.document, trace.target, trace.attribute};
  }

  /// The last that wrote there; null when no rule did.
  const Trace* trace_of(const Place& place) const {
    const bool back = view_.to_bim();
    const auto behind = std::upper_bound(
        traces_.begin(), traces_.end(), place,
        [&](const Place& wanted, const Trace* trace) { return wanted < place_of(*trace, back); });
    if (behind == traces_.begin() || place_of(**(behind - 1), back) != place) return nullptr;
    return *(behind - 1);
  }

  void give(ExplainedValue made) {
    ++values_;
    take_(std::move(made));
  }

  void add_source(const Trace& trace, ExplainedValue& made) {
    if (trace.source == no_node) return;
    const std::size_t index = view_.to_bim() ? trace.document : 0;
    const Document& source = *view_.sources[index];
    const Path* path = nullptr;
    if (trace.how == Trace::How::value)
      path = view_.to_bim() ? &*trace.rule->cim : &trace.rule->bim.front();
    else if (trace.computed != nullptr)
      path = &trace.computed->path;
    const auto* attribute = path == nullptr ? nullptr : path->attribute;
    made.source_path = with_attribute(source_paths_[index].path(trace.source), attribute);
    made.source_value = value_at(source, trace.source, attribute);
    const auto& position = source[trace.source].position;
    made.line = position.line;
    made.column = position.column;
  }

  /// BIM → CIM: what goes to the supplement.
  void own_supplement() {
    const Document& source = *view_.sources.front();
    const auto& root = *source.root().element;
    auto entries = view_.translation.supplement->entries;
    std::string ignored;
    if (!unfold(entries, ignored)) return;
    for (const auto& entry : entries) {
      if (entry.kind != Entry::Kind::value && entry.kind != Entry::Kind::present) continue;
      ExplainedValue made;
      made.path = "/supplement/" + entry.path;
      if (const auto path = resolve_path(entry.path, root, root)) {
        const NodeId node = find(source, 0, *path);
        if (node != no_node) {
          made.source_path = with_attribute(source_paths_.front().path(node), path->attribute);
          made.line = source[node].position.line;
          made.column = source[node].position.column;
        }
      }
      if (place_ != nullptr && !place_->matches(made.path) && !place_->matches(made.source_path)) continue;
      made.how = "supplement";
      made.value = entry.value;
      made.source_value = entry.value;
      made.reason = entry.reason;
      made.steps = {{"the documents alone would not give it back, so it travels beside them",
                     "dokumentene alene ville ikke gi den tilbake, så den følger ved siden av"}};
      give(std::move(made));
    }
  }

  const TranslationView& view_;
  const PathQuery* place_;
  const TakeExplained& take_;
  std::vector<document::Paths> source_paths_;
  std::vector<const Trace*> traces_;             ///< by place
  std::map<std::string, std::string> supplied_;  ///< path of a supplement → reason
  const Document* document_ = nullptr;
  std::size_t index_ = 0;
  std::size_t values_ = 0;
};

}  // namespace

bool TranslationView::to_bim() const {
  return !translation.documents.empty() &&
         translation.documents.front().set->side == schema::SchemaSet::Side::bim;
}

std::size_t explain(const TranslationView& view, const PathQuery* place, const TakeExplained& take) {
  return Explainer(view, place, take).run();
}

}  // namespace cimgate::mapping
