#include "gateway/stream/template_builder.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "gateway/mapping/path.hpp"
#include "gateway/mapping/type_fit.hpp"

namespace cimgate::stream {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using mapping::Conversion;
using mapping::SourceDef;
using mapping::Trace;
using Place = std::tuple<std::size_t, NodeId, const schema::Attribute*>;  ///< document, node, attribute

bool has_facets(const schema::SimpleType& type) {
  for (const auto* at = &type; at != nullptr; at = at->derived_from)
    if (!at->patterns.empty() || !at->enumeration.empty() || at->minimum || at->maximum ||
        !at->members.empty())
      return true;
  return false;
}

/// The whole numbers that a type takes, when its bounds are all it asks for.
std::optional<std::pair<std::int64_t, std::int64_t>> range_of(const schema::SimpleType& type) {
  constexpr std::int64_t large = 1'000'000'000;
  std::pair<std::int64_t, std::int64_t> range{0, large};
  if (type.base != schema::Base::integer) return std::nullopt;
  for (const auto* at = &type; at != nullptr; at = at->derived_from) {
    if (!at->patterns.empty() || !at->enumeration.empty() || !at->members.empty() || at->total_digits)
      return std::nullopt;
    for (const auto* bound : {&at->minimum, &at->maximum}) {
      if (!*bound) continue;
      std::int64_t number = 0;
      const auto& text = (*bound)->text;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
      const std::int64_t step = (*bound)->inclusive ? 0 : 1;
      if (bound == &at->minimum)
        range.first = std::max(range.first, number + step);
      else
        range.second = std::min(range.second, number - step);
    }
  }
  return range;
}

class Builder {
 public:
  Builder(const Setting& setting, const PartRun& run, NodeId root)
      : setting_(setting), run_(run), root_(root) {
    const bool row = root != run.record;
    if (row)
      look_at_row(run.bim, root, *setting.stream, part_);
    else
      look_at_record(run.bim, root, *setting.stream, part_);
    for (std::size_t i = 0; i < part_.nodes.size(); ++i)
      ordinals_[part_.nodes[i]] = static_cast<std::uint32_t>(i);
    weight_ = row ? LeafUse::Weight::always : LeafUse::Weight::first_row;
    for (const auto& trace : run.proven.made.traces)
      traces_[{trace.document, trace.target, trace.attribute}] = &trace;
    for (const auto& found : run.proven.differences)
      differences_[{0, found.wanted, found.attribute}] = &found;
    for (const auto& trace : run.proven.back.traces) back_[{0, trace.target, trace.attribute}] = &trace;
  }

  /// What the part becomes between `begin` and `end` of a document.
  bool fragment(const PartRun::Text& text, std::size_t begin, std::size_t end, Fragment& out) {
    out.document = text.document;
    std::size_t copied = begin;
    auto values = text.log.values;
    std::sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    for (const auto& value : values) {
      if (value.begin < begin || value.end > end) continue;
      Hole hole;
      bool variable = false;
      if (!hole_of(text, value, hole, variable)) return false;
      if (!variable) continue;
      out.text.append(text.text, copied, value.begin - copied);
      hole.at = out.text.size();
      out.holes.push_back(hole);
      copied = value.end;
      shifts_.push_back({value.end, out.text.size()});
    }
    out.text.append(text.text, copied, end - copied);
    end_ = {copied, out.text.size() - (end - copied)};
    return true;
  }

  /// Where a place of the written text is in the fragment that was made last.
  std::size_t moved(std::size_t at, std::size_t begin) const {
    std::size_t from = begin;
    std::size_t to = 0;
    for (const auto& [source, target] : shifts_)
      if (source <= at) std::tie(from, to) = std::make_pair(source, target);
    return to + (at - from);
  }
  void forget_shifts() { shifts_.clear(); }

  /// Every value that only goes where it goes must come back from there, or be in the supplement.
  bool values_return() const {
    for (const NodeId id : part_.nodes) {
      const auto& node = run_.bim[id];
      if (node.element->text != nullptr && !returns(id, node.element, nullptr, node.text)) return false;
      for (const auto& attribute : node.attributes)
        if (!returns(id, node.element, attribute.declaration, attribute.value)) return false;
    }
    return true;
  }

  /// Reference to a value of the part that the key does not hold.
  std::optional<ValueRef> free_value(NodeId id, const schema::Attribute* attribute) const {
    const auto at = ordinals_.find(id);
    if (at == ordinals_.end()) return std::nullopt;
    const auto& node = run_.bim[id];
    const auto weight = setting_.stream->leaves->weight(node.element, attribute);
    if (weight != LeafUse::Weight::none && weight >= weight_) return std::nullopt;
    ValueRef ref{at->second, -1};
    if (attribute == nullptr) return ref;
    for (std::size_t i = 0; i < node.attributes.size(); ++i)
      if (node.attributes[i].declaration == attribute) {
        ref.attribute = static_cast<std::int32_t>(i);
        return ref;
      }
    return std::nullopt;
  }

  const Part& part() const { return part_; }
  std::optional<std::uint32_t> ordinal(NodeId id) const {
    const auto at = ordinals_.find(id);
    return at == ordinals_.end() ? std::nullopt : std::optional(at->second);
  }

 private:
  Hole::Form form_of(const PartRun::Text& text, const document::WriteLog::Value& value) const {
    if (!setting_.json) return value.attribute != nullptr ? Hole::Form::xml_attribute : Hole::Form::xml_text;
    if (value.attribute != nullptr) return Hole::Form::json_string;
    switch (document::json_kind_of(*run_.proven.made.documents[text.made][value.node].element)) {
      case document::JsonKind::number:
        return Hole::Form::json_number;
      case document::JsonKind::boolean:
        return Hole::Form::json_boolean;
      case document::JsonKind::string:
        break;
    }
    return Hole::Form::json_string;
  }

  bool hole_of(const PartRun::Text& text, const document::WriteLog::Value& value, Hole& hole,
               bool& variable) {
    const auto at = traces_.find({text.made, value.node, value.attribute});
    if (at == traces_.end()) return true;
    const Trace& trace = *at->second;
    if (trace.how == Trace::How::alternative) return true;
    hole.form = form_of(text, value);
    hole.to = trace.rule->cim->type();
    if (trace.how == Trace::How::value) return value_hole(trace, hole, variable);
    return source_hole(trace, hole, variable);
  }

  bool value_hole(const Trace& trace, Hole& hole, bool& variable) {
    const auto& path = trace.rule->bim.front();
    const auto ref = free_value(trace.source, path.attribute);
    if (!ref) return true;
    if (trace.rule->def->join || trace.rule->conversion.kind == Conversion::Kind::codes) return false;
    hole.kind = Hole::Kind::value;
    hole.value = *ref;
    hole.conversion = trace.rule->conversion;
    hole.from = path.type();
    hole.fits = mapping::misfit(hole.conversion, *hole.from, *hole.to).empty();
    if (const auto range = range_of(*hole.to)) std::tie(hole.least, hole.most) = *range;
    hole.returns = mapping::irreversible(hole.conversion, *hole.from).empty() && !has_facets(*hole.from);
    variable = true;
    return true;
  }

  /// What a source computes stays the same when it looks at nothing but the head and values of the key.
  bool source_hole(const Trace& trace, Hole& hole, bool& variable) {
    const auto& source = *trace.computed;
    if (source.kind == SourceDef::Kind::constant) return true;
    const bool here = trace.context == root_;
    hole.source = &source;
    if (source.kind == SourceDef::Kind::number) {
      hole.kind = Hole::Kind::number;
      variable = here;
      return true;
    }
    if (source.path.absolute && !source.path.steps.empty() &&
        source.path.steps.front().place == setting_.stream->place)
      return false;
    bool open = source.kind == SourceDef::Kind::uuid;
    for (const auto* path : {&source.path, &source.until}) {
      if (path->context == nullptr) continue;
      const NodeId node = mapping::find(run_.bim, trace.context, *path);
      open = open || (node != no_node && free_value(node, path->attribute));
    }
    if (!open) return true;
    hole.kind = Hole::Kind::source;
    variable = true;
    return here;
  }

  bool returns(NodeId id, const schema::Element* element, const schema::Attribute* attribute,
               std::string_view text) const {
    (void)element;
    if (text.empty() || !free_value(id, attribute)) return true;
    const auto difference = differences_.find({0, id, attribute});
    const NodeId given = run_.proven.given[id];
    const auto at = given == no_node ? back_.end() : back_.find({0, given, attribute});
    if (at == back_.end())
      return difference != differences_.end() &&
             difference->second->entry.kind == document::SupplementEntry::Kind::value;
    if (difference != differences_.end() || at->second->how != Trace::How::value) return false;
    const auto source =
        traces_.find({at->second->document, at->second->source, at->second->rule->cim->attribute});
    return source != traces_.end() && source->second->how == Trace::How::value &&
           source->second->source == id && source->second->rule->bim.front().attribute == attribute;
  }

  const Setting& setting_;
  const PartRun& run_;
  NodeId root_;
  Part part_;
  LeafUse::Weight weight_ = LeafUse::Weight::always;
  std::map<NodeId, std::uint32_t> ordinals_;
  std::map<Place, const Trace*> traces_;
  std::map<Place, const Trace*> back_;
  std::map<Place, const mapping::Difference*> differences_;
  std::vector<std::pair<std::size_t, std::size_t>> shifts_;  ///< place in the text → in the fragment
  std::pair<std::size_t, std::size_t> end_;
};

/// "…/Observation[1]/x" below a record: the list and the rest, when it is about the first row of one.
void split_row(const StreamPlan& plan, EntryShape& shape) {
  const auto open = shape.path.find('[');
  const auto slash = shape.path.find('/');
  const std::string first = shape.path.substr(0, std::min(open, slash));
  const auto place = plan.record->child_index(first);
  shape.place = place < 0 ? 0 : static_cast<std::uint32_t>(place);
  if (place < 0 || !plan.row_places[shape.place] || open > slash) return;
  const auto close = shape.path.find(']');
  shape.list = first;
  shape.path = shape.path.substr(std::min(close + 1, shape.path.size()));
}

/// What follows `prefix` in a path that leads to it or below it; nothing for any other path.
std::optional<std::string> below(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  if (!path.empty() && path.front() != '/') return std::nullopt;
  return std::string(path);
}

/// Entries and choices of the part at these paths; a record's may not be about lists inside it that are no
/// rows, for those are folded among each other.
bool add_entries(const Setting& setting, const PartRun& run, const Builder& builder, const std::string& path,
                 const std::string& path_here, bool record, Template& out) {
  const auto add = [&](std::string rest, EntryShape shape, std::vector<EntryShape>& to) {
    if (record && !rest.empty()) {
      shape.path = rest.substr(1);
      split_row(*setting.stream, shape);
      if (shape.list.empty()) shape.path = '/' + shape.path;
    } else {
      shape.path = std::move(rest);
    }
    if (shape.path.find('[') != std::string::npos) return false;
    to.push_back(std::move(shape));
    return true;
  };
  for (const auto& hint : run.proven.hints) {
    auto rest = below(hint.path, path);
    if (!rest) continue;
    if (hint.kind == document::SupplementEntry::Kind::order) return false;
    if (!add(std::move(*rest), {hint.kind, {}, 0, {}, hint.value, {}, hint.reason}, out.choices))
      return false;
  }
  for (const auto& found : run.proven.differences) {
    auto rest = below(found.entry.path, path_here);
    if (!rest) continue;
    EntryShape shape{found.entry.kind, {}, 0, {}, found.entry.value, {}, found.entry.reason};
    if (found.entry.kind == document::SupplementEntry::Kind::value) {
      shape.hole = builder.free_value(found.wanted, found.attribute);
      if (shape.hole) shape.value.clear();
    }
    if (!add(std::move(*rest), std::move(shape), out.entries)) return false;
  }
  return true;
}

void add_policies(const PartRun& run, const Builder& builder, Template& out) {
  for (const auto& note : run.proven.made.notes)
    if (note.kind == mapping::Note::Kind::policy)
      if (const auto node = builder.ordinal(note.node))
        out.policies.push_back({note.rule,
                                static_cast<std::size_t>(run.proven.made.plans[note.document] -
                                                         run.proven.made.variant->documents.data()),
                                note.text, *node});
}

bool is_good(const PartRun& run) {
  return run.proven.good() && !run.proven.made.turned_on_a_value;
}

/// Where a row's element stands in a document.
const document::WriteLog::Element* row_in(const PartRun& run, const PartRun::Text& text, NodeId row) {
  const document::WriteLog::Element* found = nullptr;
  for (const auto& placed : run.proven.made.records)
    if (placed.document == text.made && placed.bim == row)
      for (const auto& element : text.log.elements)
        if (element.node == placed.cim) {
          if (found != nullptr) return nullptr;
          found = &element;
        }
  return found;
}

NodeId first_row(const PartRun& run) {
  NodeId at = run.bim[run.record].first_child;
  while (run.bim[at].place != run.bim[run.row].place) at = run.bim[at].next;
  return at;
}

std::string number_of_row(const PartRun& run) {
  const auto& node = run.bim[run.row];
  std::uint32_t number = 0;
  for (NodeId at = run.bim[run.record].first_child; at != no_node; at = run.bim[at].next)
    if (run.bim[at].place == node.place) ++number;
  return '/' + std::string(node.name) + '[' + std::to_string(number) + ']';
}

}  // namespace

std::unique_ptr<Template> record_template(const Setting& setting, const Known& known, const Document& batch,
                                          NodeId record, std::uint32_t number) {
  auto made = std::make_unique<Template>();
  const auto run = run_part(setting, known, batch, record, number, {});
  if (!is_good(run)) return made;
  Builder builder(setting, run, run.record);
  if (!builder.part().plain || !builder.values_return()) return made;
  for (const auto& text : run.texts) {
    if (!text.fed) continue;
    if (!known.fed[text.document]) return made;
    Fragment fragment;
    builder.forget_shifts();
    if (!builder.fragment(text, text.begin, text.end, fragment)) return made;
    std::uint32_t last = no_node;
    for (NodeId child = run.bim[run.record].first_child; child != no_node; child = run.bim[child].next) {
      const auto place = run.bim[child].place;
      if (!setting.stream->row_places[place] || place == last) continue;
      last = place;
      if (const auto* row = row_in(run, text, child))
        fragment.rows.push_back({builder.moved(row->end, text.begin), place});
    }
    std::sort(fragment.rows.begin(), fragment.rows.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
    made->fragments.push_back(std::move(fragment));
  }
  if (!add_entries(setting, run, builder, run.path, run.path_here, true, *made)) return made;
  add_policies(run, builder, *made);
  made->usable = true;
  return made;
}

std::unique_ptr<Template> row_template(const Setting& setting, const Known& known, const Document& batch,
                                       NodeId record, std::uint32_t number, NodeId row) {
  auto made = std::make_unique<Template>();
  const auto alone = run_part(setting, known, batch, record, number, {});
  const auto run = run_part(setting, known, batch, record, number, {.all = false, .also = row});
  if (!is_good(run) || !is_good(alone) || alone.texts.size() != run.texts.size()) return made;
  Builder builder(setting, run, run.row);
  if (!builder.part().plain || !builder.values_return()) return made;
  for (std::size_t i = 0; i < run.texts.size(); ++i) {
    const auto& text = run.texts[i];
    const auto* place = row_in(run, text, run.row);
    const std::size_t begin = place == nullptr ? text.end : place->begin;
    const std::size_t end = place == nullptr ? text.end : place->end;
    // Without the row, everything is as it was before.
    if (text.text.substr(0, begin) + text.text.substr(end) != alone.texts[i].text) return made;
    if (place == nullptr) continue;
    const auto* first = row_in(run, text, first_row(run));
    if (first == nullptr || first->end != begin) return made;
    Fragment fragment;
    builder.forget_shifts();
    if (!builder.fragment(text, begin, end, fragment)) return made;
    made->fragments.push_back(std::move(fragment));
  }
  const auto suffix = number_of_row(run);
  if (!add_entries(setting, run, builder, run.path + suffix, run.path_here + suffix, false, *made))
    return made;
  const auto entries = [](const PartRun& of) {
    return of.proven.hints.size() + of.proven.differences.size();
  };
  if (entries(run) != entries(alone) + made->entries.size() + made->choices.size()) return made;
  add_policies(run, builder, *made);
  made->usable = true;
  return made;
}

}  // namespace cimgate::stream
