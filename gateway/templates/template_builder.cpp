#include "gateway/templates/template_builder.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "gateway/templates/part_builder.hpp"

namespace cimgate::templates {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

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
bool add_entries(const Setting& setting, const PartRun& run, const PartBuilder& builder,
                 const std::string& path, const std::string& path_here, bool record, Template& out) {
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

void add_policies(const PartRun& run, const PartBuilder& builder, Template& out) {
  for (const auto& note : run.proven.made.notes)
    if (note.kind == mapping::Note::Kind::policy)
      if (const auto node = builder.ordinal(note.node))
        out.policies.push_back({note.rule,
                                static_cast<std::size_t>(run.proven.made.plans[note.document] -
                                                         run.proven.made.variant->documents.data()),
                                note.text.en, *node});
}

using Shifts = std::vector<std::pair<std::size_t, std::size_t>>;

/// Where a place of a written text is in the fragment that was cut out of it from `begin` on.
std::size_t moved(const Shifts& shifts, std::size_t at, std::size_t begin) {
  std::size_t from = begin;
  std::size_t to = 0;
  for (const auto& [source, target] : shifts)
    if (source <= at) std::tie(from, to) = std::make_pair(source, target);
  return to + (at - from);
}

/// What the part becomes between `begin` and `end` of a document.
bool add_fragment(const PartBuilder& builder, const PartRun::Text& text, std::size_t begin, std::size_t end,
                  Fragment& out, Shifts& shifts) {
  out.document = text.document;
  document::WriteLog inside;
  for (const auto& value : text.log.values)
    if (value.begin >= begin && value.end <= end) inside.values.push_back(value);
  std::vector<Spot> spots;
  if (!builder.add_spots(text.made, inside, spots)) return false;
  cut(text.text, begin, end, std::move(spots), out, &shifts);
  return true;
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
  Part part;
  look_at_record(run.bim, run.record, *setting.stream, part);
  const PartBuilder builder(setting, run.bim, run.proven, std::move(part), LeafUse::Weight::first_row, false);
  if (!builder.values_return()) return made;
  for (const auto& text : run.texts) {
    if (!text.fed) continue;
    if (!known.fed[text.document]) return made;
    Fragment fragment;
    Shifts shifts;
    if (!add_fragment(builder, text, text.begin, text.end, fragment, shifts)) return made;
    std::uint32_t last = no_node;
    for (NodeId child = run.bim[run.record].first_child; child != no_node; child = run.bim[child].next) {
      const auto place = run.bim[child].place;
      if (!setting.stream->row_places[place] || place == last) continue;
      last = place;
      if (const auto* row = row_in(run, text, child))
        fragment.rows.push_back({moved(shifts, row->end, text.begin), place});
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
  // What is wrong without the row is wrong with it; and without texts then.
  if (!is_good(run) || alone.texts.size() != run.texts.size()) return made;
  Part part;
  look_at_row(run.bim, run.row, *setting.stream, part);
  const PartBuilder builder(setting, run.bim, run.proven, std::move(part), LeafUse::Weight::always, false);
  if (!builder.values_return()) return made;
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
    Shifts shifts;
    if (!add_fragment(builder, text, begin, end, fragment, shifts)) return made;
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

}  // namespace cimgate::templates
