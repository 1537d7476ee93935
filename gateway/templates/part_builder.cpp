#include "gateway/templates/part_builder.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/mapping/path.hpp"
#include "gateway/mapping/type_fit.hpp"

namespace cimgate::templates {
namespace {

using document::no_node;
using document::NodeId;
using mapping::SourceDef;
using mapping::Trace;

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

/// A default, or something that another value may be equal to.
bool has_value(const document::Document& document, NodeId id, const schema::Attribute* attribute) {
  return attribute != nullptr ? document.attribute(id, attribute->name).has_value()
                              : !document.effective_text(id).empty();
}

}  // namespace

void cut(std::string_view text, std::size_t begin, std::size_t end, std::vector<Spot> spots, Fragment& out,
         std::vector<std::pair<std::size_t, std::size_t>>* shifts) {
  std::sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) { return a.begin < b.begin; });
  std::size_t copied = begin;
  for (auto& spot : spots) {
    out.text.append(text, copied, spot.begin - copied);
    spot.hole.at = out.text.size();
    out.holes.push_back(std::move(spot.hole));
    copied = spot.end;
    if (shifts != nullptr) shifts->emplace_back(spot.end, out.text.size());
  }
  out.text.append(text, copied, end - copied);
}

PartBuilder::PartBuilder(const Setting& setting, const document::Document& bim, const mapping::Proven& proven,
                         Part part, LeafUse::Weight weight, bool whole)
    : setting_(setting), bim_(bim), proven_(proven), part_(std::move(part)), weight_(weight), whole_(whole) {
  for (std::size_t i = 0; i < part_.nodes.size(); ++i)
    ordinals_[part_.nodes[i]] = static_cast<std::uint32_t>(i);
  for (const auto& trace : proven.made.traces)
    traces_[{trace.document, trace.target, trace.attribute}] = &trace;
  for (const auto& found : proven.differences) differences_[{0, found.wanted, found.attribute}] = &found;
  for (const auto& trace : proven.back.traces) {
    back_[{0, trace.target, trace.attribute}] = &trace;
    if (trace.how == Trace::How::value && trace.rule->cim)
      readers_.emplace(Place{trace.document, trace.source, trace.rule->cim->attribute},
                       std::pair(trace.rule, true));
  }
  for (const auto& note : proven.back.notes)
    if (note.kind == mapping::Note::Kind::unplaced && note.rule != nullptr && note.rule->cim)
      readers_.emplace(Place{note.document, note.node, note.rule->cim->attribute},
                       std::pair(note.rule, false));
}

bool PartBuilder::add_spots(std::size_t made, const document::WriteLog& log, std::vector<Spot>& out) const {
  for (const auto& value : log.values) {
    Hole hole;
    bool variable = false;
    if (!hole_of(made, value, hole, variable)) return false;
    if (variable) out.push_back({value.begin, value.end, std::move(hole)});
  }
  return true;
}

bool PartBuilder::values_return() const {
  for (const NodeId id : part_.nodes) {
    const auto& node = bim_[id];
    if (!returns(id, nullptr, node.text)) return false;
    for (const auto& attribute : node.attributes)
      if (!returns(id, attribute.declaration, attribute.value)) return false;
  }
  return true;
}

std::optional<ValueRef> PartBuilder::free_value(NodeId id, const schema::Attribute* attribute) const {
  const auto at = ordinals_.find(id);
  if (at == ordinals_.end()) return std::nullopt;
  const auto& node = bim_[id];
  if (setting_.stream->leaves->weight(node.element, attribute) >= weight_) return std::nullopt;
  ValueRef ref{at->second, -1};
  if (attribute == nullptr) return ref;
  for (std::size_t i = 0; i < node.attributes.size(); ++i)
    if (node.attributes[i].declaration == attribute) {
      ref.attribute = static_cast<std::int32_t>(i);
      return ref;
    }
  return std::nullopt;
}

std::optional<std::uint32_t> PartBuilder::ordinal(NodeId id) const {
  const auto at = ordinals_.find(id);
  return at == ordinals_.end() ? std::nullopt : std::optional(at->second);
}

Hole::Form PartBuilder::form_of(std::size_t made, const document::WriteLog::Value& value) const {
  if (!setting_.json) return value.attribute != nullptr ? Hole::Form::xml_attribute : Hole::Form::xml_text;
  if (value.attribute != nullptr) return Hole::Form::json_string;
  switch (json::json_kind_of(*proven_.made.documents[made][value.node].element)) {
    case json::JsonKind::number:
      return Hole::Form::json_number;
    case json::JsonKind::boolean:
      return Hole::Form::json_boolean;
    case json::JsonKind::string:
      break;
  }
  return Hole::Form::json_string;
}

bool PartBuilder::hole_of(std::size_t made, const document::WriteLog::Value& value, Hole& hole,
                          bool& variable) const {
  const auto at = traces_.find({made, value.node, value.attribute});
  if (at == traces_.end()) return true;
  const Trace& trace = *at->second;
  if (trace.how == Trace::How::alternative) return true;
  hole.form = form_of(made, value);
  hole.to = trace.rule->cim->type();
  const bool known =
      trace.how == Trace::How::value ? value_hole(trace, hole, variable) : source_hole(trace, hole, variable);
  if (known && variable) add_readers(trace, made, value, hole);
  return known;
}

/// That a value comes back by the correspondence that put it there is looked at when it is filled in; and who
/// takes every value of its type needs not be asked.
void PartBuilder::add_readers(const Trace& trace, std::size_t made, const document::WriteLog::Value& value,
                              Hole& hole) const {
  const auto reads_all = [&](const mapping::Correspondence& reader) {
    using mapping::Conversion;
    if (trace.how != Trace::How::value) return false;
    return &reader == trace.rule || (hole.conversion.kind == Conversion::Kind::copy &&
                                     reader.conversion.kind == Conversion::Kind::copy &&
                                     mapping::misfit(*hole.from, *reader.bim.front().type()).empty());
  };
  const auto [from, to] = readers_.equal_range({made, value.node, value.attribute});
  for (auto at = from; at != to; ++at)
    if (!reads_all(*at->second.first)) hole.readers.push_back(at->second);
}

bool PartBuilder::value_hole(const Trace& trace, Hole& hole, bool& variable) const {
  const auto& path = trace.rule->bim.front();
  const auto ref = free_value(trace.source, path.attribute);
  if (!ref) return true;
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

/// What a source computes stays the same when it looks at nothing but values of the key and, for a record,
/// the head of the message.
bool PartBuilder::source_hole(const Trace& trace, Hole& hole, bool& variable) const {
  const auto& source = *trace.computed;
  const bool here = trace.context == part_.nodes.front();
  hole.source = &source;
  if (source.kind == SourceDef::Kind::number) {
    hole.kind = Hole::Kind::number;
    variable = here && !whole_;
    return true;
  }
  if (!whole_ && source.path.absolute && !source.path.steps.empty() &&
      source.path.steps.front().place == setting_.stream->place)
    return false;
  bool open = source.kind == SourceDef::Kind::uuid;
  for (const auto* path : {&source.path, &source.until}) {
    if (path->context == nullptr) continue;
    const NodeId node = mapping::find(bim_, trace.context, *path);
    open = open || (node != no_node && free_value(node, path->attribute));
  }
  if (!open) return true;
  hole.kind = Hole::Kind::source;
  variable = true;
  return here || (whole_ && find_context(trace.context, hole));
}

bool PartBuilder::find_context(NodeId context, Hole& hole) const {
  const auto ordinal = this->ordinal(context);
  if (!ordinal) return false;
  for (const auto& placed : proven_.made.records) {
    if (placed.bim != context) continue;
    hole.context = *ordinal;
    hole.path = placed.path;
    hole.number = placed.number;
    return true;
  }
  return false;
}

bool PartBuilder::returns(NodeId id, const schema::Attribute* attribute, std::string_view text) const {
  if (text.empty() || !free_value(id, attribute)) return true;
  const auto difference = differences_.find({0, id, attribute});
  const NodeId given = proven_.given[id];
  const auto at = given == no_node ? back_.end() : back_.find({0, given, attribute});
  if (at == back_.end())
    return difference != differences_.end() &&
           difference->second->entry.kind == document::SupplementEntry::Kind::value &&
           (given == no_node || !has_value(proven_.back.message, given, attribute));
  if (difference != differences_.end() || at->second->how != Trace::How::value) return false;
  const auto source =
      traces_.find({at->second->document, at->second->source, at->second->rule->cim->attribute});
  return source != traces_.end() && source->second->how == Trace::How::value &&
         source->second->source == id && source->second->rule->bim.front().attribute == attribute;
}

}  // namespace cimgate::templates
