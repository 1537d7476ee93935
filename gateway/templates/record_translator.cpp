#include "gateway/templates/record_translator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <numeric>
#include <utility>

#include "gateway/document/paths.hpp"
#include "gateway/json/out.hpp"
#include "gateway/mapping/translation_findings.hpp"
#include "gateway/templates/template_builder.hpp"
#include "gateway/xml/out.hpp"

namespace cimgate::templates {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

/// Messages whose records are all different gain nothing by more.
constexpr std::size_t most_templates = 4096;

void add_use(const mapping::Correspondence* rule, std::size_t document, const std::string& text,
             const Document& batch, NodeId node, Piece& piece) {
  for (auto& use : piece.policies)
    if (use.rule == rule) {
      ++use.times;
      return;
    }
  document::Paths paths(batch);
  piece.policies.push_back({rule, document, 1, text,
                            mapping::finding_at("translation.policy", Severity::info, paths, node, rule)});
}

/// Where rows have the value: they are plain, so the nodes of the layout are those of the part. -1: nowhere,
/// it is the text of an element that has elements.
std::int32_t column_of(const document::RowLayout& layout, const ValueRef& value) {
  const auto first = std::find_if(layout.columns.begin(), layout.columns.end(),
                                  [&](const auto& column) { return column.node == value.node; });
  const auto& node = layout.nodes[value.node];
  if (value.attribute < 0 && !node.has_text) return -1;
  return static_cast<std::int32_t>(first - layout.columns.begin()) +
         (value.attribute < 0 ? static_cast<std::int32_t>(node.attributes) : value.attribute);
}

std::string_view value_of(const document::RowRun& rows, std::size_t row, std::int32_t column) {
  return column < 0 ? std::string_view() : rows.value(row, static_cast<std::size_t>(column));
}

/// The run's node in the batch: the same way down. Rows are all there.
NodeId same_node(const PartRun& run, NodeId node, const Document& batch, NodeId record) {
  if (node == run.record) return record;
  const NodeId parent = run.bim[node].parent;
  if (parent == no_node || parent == 0) return no_node;
  const NodeId above = same_node(run, parent, batch, record);
  if (above == no_node) return no_node;
  NodeId other = batch[above].first_child;
  for (NodeId at = run.bim[parent].first_child; at != node && other != no_node; at = run.bim[at].next)
    other = batch[other].next;
  return other;
}

}  // namespace

void append_entry(const Setting& setting, const document::SupplementEntry& entry, std::string& out) {
  if (!setting.json_entries) {
    xml::append_xml(entry, setting.options, out);
    return;
  }
  json::JsonOut json(setting.options.indent, setting.entry_level);
  json.continue_list();
  json::append_json(entry, json);
  out += json.take_piece();
}

void RecordTranslator::know(std::shared_ptr<const Known> known) {
  known_ = std::move(known);
  std::erase_if(templates_, [](const auto& entry) { return !entry.second->usable; });
}

bool RecordTranslator::translate(const Document& batch, NodeId record, std::uint32_t number, Piece& piece) {
  std::vector<std::size_t> sizes;
  for (const auto& text : piece.texts) sizes.push_back(text.size());
  if (fill_record(batch, record, number, piece)) {
    ++statistics_.filled;
    return true;
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) piece.texts[i].resize(sizes[i]);

  auto run = run_part(setting_, *known_, batch, record, number, {.all = true});
  for (const auto& text : run.texts)
    if (text.fed && !known_->fed[text.document]) return false;
  tell(run, batch, record, number, piece);
  ++statistics_.run;
  for (const auto& text : run.texts) {
    if (!text.fed) continue;
    piece.texts[text.document].append(text.text, text.begin, text.end - text.begin);
    add_to(piece.ranges[text.document], number);
  }
  add_run_entries(run, number, piece);
  return true;
}

PartRun RecordTranslator::run_whole(const Document& batch, NodeId record, std::uint32_t number,
                                    Piece& piece) {
  auto run = run_part(setting_, *known_, batch, record, number, {.all = true});
  tell(run, batch, record, number, piece);
  return run;
}

/// Findings and policies of a run, where they are in the message.
void RecordTranslator::tell(PartRun& run, const Document& batch, NodeId record, std::uint32_t number,
                            Piece& piece) const {
  document::Paths paths(batch);
  for (auto& finding : run.proven.findings) {
    // Where it is in the run, and where in the message.
    bool in_head = false;
    for (NodeId at = 0; at < run.bim.size(); ++at)
      if (finding.line != 0 && run.bim[at].position.line == finding.line &&
          run.bim[at].position.column == finding.column) {
        const NodeId there = same_node(run, at, batch, record);
        in_head = there == no_node;
        if (!in_head) finding.xpath = paths.path(there);
        break;
      }
    // The head goes with every record, and is told once.
    if (!in_head || number == 1) piece.findings.push_back(std::move(finding));
  }
  piece.fault = piece.fault || run.proven.fault;
  if (!run.proven.good()) return;
  for (const auto& note : run.proven.made.notes) {
    if (note.kind != mapping::Note::Kind::policy) continue;
    const NodeId there = same_node(run, note.node, batch, record);
    if (there == no_node) continue;
    const auto document =
        static_cast<std::size_t>(run.proven.made.plans[note.document] - setting_.variant->documents.data());
    add_use(note.rule, document, note.text.en, batch, there, piece);
  }
}

void RecordTranslator::add_run_entries(const PartRun& run, std::uint32_t number, Piece& piece) const {
  if (!run.proven.good()) return;
  std::vector<document::SupplementEntry> found;
  const auto below = [](const std::string& path, const std::string& prefix) {
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
  };
  for (const auto& hint : run.proven.hints)
    if (below(hint.path, run.path)) found.push_back(hint);
  for (const auto& difference : run.proven.differences)
    if (below(difference.entry.path, run.path_here)) {
      found.push_back(difference.entry);
      found.back().path = run.path + found.back().path.substr(run.path_here.size());
    }
  for (auto& entry : mapping::fold(std::move(found))) {
    using Kind = document::SupplementEntry::Kind;
    auto& to = entry.kind == Kind::choice  ? piece.choices
               : entry.kind == Kind::order ? piece.orders
                                           : piece.entries;
    auto rest = entry.path.substr(run.path.size());
    if (rest.find('[') != std::string::npos || entry.kind == Kind::order) {
      append_entry(setting_, entry, to.text());
      continue;
    }
    entry.path = std::move(rest);
    to.add(std::move(entry), number);
  }
}

Template* RecordTranslator::find_template(const Document& batch, NodeId record, std::uint32_t number) {
  const auto at = templates_.find(part_.key);
  if (at != templates_.end()) return at->second.get();
  if (known_->contexts.empty() || templates_.size() >= most_templates) return nullptr;
  ++statistics_.templates;
  return templates_.emplace(part_.key, record_template(setting_, *known_, batch, record, number))
      .first->second.get();
}

/// The template of a row, whose nodes are added to those of all rows; null when there is none to use.
const Template* RecordTranslator::find_row(Template& made, const Document& batch, NodeId record,
                                           std::uint32_t number, NodeId row) {
  for (const auto& seen : seen_rows_)
    if (seen.shape.is_that_of(batch, row)) {
      for (std::size_t i = 0; i < seen.shape.size(); ++i) row_nodes_.push_back(row + static_cast<NodeId>(i));
      return seen.made;
    }
  ++statistics_.rows_looked_at;
  look_at_row(batch, row, *setting_.stream, row_part_);
  if (!row_part_.plain) return nullptr;
  row_nodes_.insert(row_nodes_.end(), row_part_.nodes.begin(), row_part_.nodes.end());
  auto at = made.rows.find(row_part_.key);
  if (at == made.rows.end()) {
    if (made.rows.size() >= most_templates) return nullptr;
    ++statistics_.templates;
    at = made.rows.emplace(row_part_.key, row_template(setting_, *known_, batch, record, number, row)).first;
  }
  if (!at->second->usable) return nullptr;
  // Rows of a record are of one shape, or of a few that take turns.
  constexpr std::size_t most_seen = 4;
  if (seen_rows_.size() == most_seen) seen_rows_.erase(seen_rows_.begin());
  seen_rows_.push_back({{batch, row_part_, *setting_.stream->leaves}, at->second.get()});
  return at->second.get();
}

/// The template of all these rows, when one of their shape was seen; else null.
const Template* RecordTranslator::template_of(const document::RowRun& rows) const {
  const auto seen = std::find_if(seen_rows_.begin(), seen_rows_.end(),
                                 [&](const auto& one) { return one.shape.is_that_of(rows); });
  return seen == seen_rows_.end() ? nullptr : seen->made;
}

bool RecordTranslator::find_rows(Template& made, const Document& batch, NodeId record, std::uint32_t number) {
  rows_.clear();
  row_nodes_.clear();
  if (std::exchange(seen_in_, &made) != &made) seen_rows_.clear();
  const auto next_number = [&](std::uint32_t place) {
    const bool goes_on = !rows_.empty() && rows_.back().place == place;
    return goes_on ? rows_.back().number + rows_.back().count() : 2;
  };
  const auto add_one = [&](NodeId id) {
    const std::size_t first = row_nodes_.size();
    const auto* row = find_row(made, batch, record, number, id);
    if (row == nullptr) return false;
    const auto place = batch[id].place;
    rows_.push_back({row, first, row_nodes_.size(), next_number(place), place, nullptr});
    return true;
  };
  for (const auto& [id, rows] : part_.rows) {
    if (rows == nullptr) {
      if (!add_one(id)) return false;
      continue;
    }
    // What the mapping makes of the first may be known from an earlier record, or is seen now.
    const auto* found = template_of(*rows);
    if (found == nullptr) {
      batch.make(*rows);
      for (std::uint32_t i = 0; i < rows->size(); ++i)
        if (!add_one(rows->row(i))) return false;
      continue;
    }
    statistics_.rows_of_columns += rows->size();
    rows_.push_back(
        {found, row_nodes_.size(), row_nodes_.size(), next_number(rows->place()), rows->place(), rows});
  }
  return true;
}

bool RecordTranslator::fill_record(const Document& batch, NodeId record, std::uint32_t number, Piece& piece) {
  look_at_record(batch, record, *setting_.stream, part_);
  if (!part_.plain) return false;
  Template* made = find_template(batch, record, number);
  if (made == nullptr || !made->usable || !find_rows(*made, batch, record, number)) return false;
  const Filling filling{batch, part_.nodes, number, fmt::format("{}[{}]", setting_.stream->name, number)};
  for (const auto& fragment : made->fragments)
    if (!fill_text(fragment, filling, batch, piece.texts[fragment.document])) return false;
  for (const auto& fragment : made->fragments) add_to(piece.ranges[fragment.document], number);
  fill_entries(*made, &Template::choices, filling, piece.choices);
  fill_entries(*made, &Template::entries, filling, piece.entries);
  add_policies(*made, filling, piece);
  for (const auto& row : rows_) {
    if (row.made->policies.empty()) continue;
    std::span<const NodeId> nodes{row_nodes_.data() + row.first_node, row.end_node - row.first_node};
    if (row.rows == nullptr) {
      add_policies(*row.made, {batch, nodes, row.number, {}}, piece);
      continue;
    }
    batch.make(*row.rows);
    std::vector<NodeId> own(row.rows->layout().nodes.size());
    for (std::uint32_t i = 0; i < row.rows->size(); ++i) {
      std::iota(own.begin(), own.end(), row.rows->row(i));
      add_policies(*row.made, {batch, own, row.number + i, {}}, piece);
    }
  }
  return true;
}

bool RecordTranslator::fill_text(const Fragment& fragment, const Filling& filling, const Document& batch,
                                 std::string& out) {
  std::size_t done = 0;
  auto rows = fragment.rows.begin();
  const auto rows_until = [&](std::size_t at) {
    for (; rows != fragment.rows.end() && rows->at <= at; ++rows) {
      out.append(fragment.text, done, rows->at - done);
      done = rows->at;
      if (!fill_rows(fragment.document, rows->place, batch, out)) return false;
    }
    return true;
  };
  for (const auto& hole : fragment.holes) {
    if (!rows_until(hole.at)) return false;
    out.append(fragment.text, done, hole.at - done);
    done = hole.at;
    if (!fill(hole, filling, buffer_, out)) return false;
  }
  if (!rows_until(fragment.text.size())) return false;
  out.append(fragment.text, done, fragment.text.size() - done);
  return true;
}

bool RecordTranslator::fill_row(const Row& row, const Fragment& fragment, const Document& batch,
                                std::string& out) {
  const Filling filling{
      batch, {row_nodes_.data() + row.first_node, row.end_node - row.first_node}, row.number, {}};
  return fill_holes(fragment, out, [&](std::size_t number) {
    const auto& hole = fragment.holes[number];
    return hole.kind != Hole::Kind::source && fill(hole, filling, buffer_, out);
  });
}

bool RecordTranslator::fill_run(const Row& row, const Fragment& fragment, std::string& out) {
  const auto& rows = *row.rows;
  columns_.clear();
  bool plain = true;
  for (const auto& hole : fragment.holes) {
    const bool of_row = hole.kind == Hole::Kind::value || hole.kind == Hole::Kind::raw;
    columns_.push_back(of_row ? column_of(rows.layout(), hole.value) : -1);
    plain = plain && takes_as_it_is(hole) && columns_.back() >= 0;
  }
  for (std::uint32_t row_at = 0; row_at < rows.size();) {
    const auto from = row_at;
    if (plain) row_at = fill_plain_rows(rows, fragment, from, out);
    statistics_.rows_as_written += row_at - from;
    if (row_at != from) continue;
    const bool filled = fill_holes(fragment, out, [&](std::size_t number) {
      return fill(fragment.holes[number], value_of(rows, from, columns_[number]), row.number + from, buffer_,
                  out);
    });
    if (!filled) return false;
    ++row_at;
  }
  return true;
}

/// Appends some rows from `first` on, as long as all their values stand as they are. Gives the first that was
/// not appended.
std::uint32_t RecordTranslator::fill_plain_rows(const document::RowRun& rows, const Fragment& fragment,
                                                std::uint32_t first, std::string& out) {
  constexpr std::size_t longest = 18;
  constexpr std::size_t slack = 16;  // texts are copied so many bytes at a time
  constexpr std::uint32_t rows_at_once = 64;
  const auto end = std::min(rows.size(), first + rows_at_once);
  const auto& holes = fragment.holes;
  buffer_.assign(fragment.text);
  buffer_.append(slack, ' ');
  const auto before = out.size();
  const auto most = fragment.text.size() + holes.size() * longest;
  out.resize(before + (end - first) * most + slack);
  char* to = out.data() + before;
  const auto copy = [&to, this](std::size_t from, std::size_t until) {
    for (std::size_t at = from; at < until; at += slack)
      std::memcpy(to + (at - from), buffer_.data() + at, slack);
    to += until - from;
  };
  std::uint32_t row = first;
  for (; row < end; ++row) {
    char* const begin = to;
    std::size_t done = 0;
    std::size_t k = 0;
    for (; k < holes.size(); ++k) {
      const auto value = rows.value(row, static_cast<std::size_t>(columns_[k]));
      if (value.size() > longest || !stands_as_it_is(holes[k], value)) break;
      copy(done, holes[k].at);
      done = holes[k].at;
      for (const char c : value) *to++ = c;
    }
    if (k < holes.size()) {
      to = begin;
      break;
    }
    copy(done, fragment.text.size());
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return row;
}

bool RecordTranslator::fill_rows(std::size_t document, std::uint32_t place, const Document& batch,
                                 std::string& out) {
  for (const auto& row : rows_) {
    if (row.place != place) continue;
    for (const auto& fragment : row.made->fragments) {
      if (fragment.document != document) continue;
      if (row.rows != nullptr ? !fill_run(row, fragment, out) : !fill_row(row, fragment, batch, out))
        return false;
    }
  }
  return true;
}

void RecordTranslator::add_fold(const EntryShape& shape, std::string_view value, std::uint32_t number) {
  for (auto fold = folds_.rbegin(); fold != folds_.rend(); ++fold) {
    const auto& known = *fold->shape;
    // All that is being folded is of one list; that of its first row is said by the record, of the others by
    // the rows.
    if (known.kind != shape.kind || fold->value != value || known.path != shape.path) continue;
    if (fold->last + 1 != number || known.reason != shape.reason) break;
    fold->last = number;
    return;
  }
  folds_.push_back({&shape, value, number, number});
}

void RecordTranslator::add_folds(const Row& row, const std::vector<EntryShape>& shapes,
                                 const Document& batch) {
  if (shapes.empty()) return;
  const Filling inner{
      batch, {row_nodes_.data() + row.first_node, row.end_node - row.first_node}, row.number, {}};
  for (std::uint32_t i = 0; i < row.count(); ++i)
    for (const auto& shape : shapes) {
      std::string_view value = shape.value;
      if (shape.hole)
        value = row.rows == nullptr ? raw_value(inner, *shape.hole)
                                    : value_of(*row.rows, i, column_of(row.rows->layout(), *shape.hole));
      add_fold(shape, value, row.number + i);
    }
}

void RecordTranslator::write_folds(std::uint32_t record, const std::string& list, Entries& out) {
  for (const auto& fold : folds_) {
    auto path = fmt::format("{}[{}]/{}[{}", setting_.stream->name, record, list, fold.first);
    if (fold.last != fold.first) path += ".." + std::to_string(fold.last);
    path += ']' + fold.shape->path;
    append_entry(setting_, {fold.shape->kind, std::move(path), std::string(fold.value), fold.shape->reason},
                 out.text());
  }
  folds_.clear();
}

void RecordTranslator::fill_entries(const Template& made, std::vector<EntryShape> Template::*which,
                                    const Filling& filling, Entries& out) {
  const auto& shapes = made.*which;
  std::size_t row = 0;
  std::size_t at = 0;
  // Lists in the order of the record; what the record itself says stands between them.
  for (;;) {
    const std::uint32_t next_list = row < rows_.size() ? rows_[row].place : no_node;
    std::string list;
    std::uint32_t place = no_node;
    for (; at < shapes.size(); ++at) {
      const auto& shape = shapes[at];
      if (!shape.list.empty()) {
        if (shape.place > next_list || (place != no_node && shape.place != place)) break;
        list = shape.list;
        place = shape.place;
        add_fold(shape, shape.hole ? raw_value(filling, *shape.hole) : std::string_view(shape.value), 1);
        continue;
      }
      if (shape.place > next_list || place != no_node) break;
      const auto value = shape.hole ? std::string(raw_value(filling, *shape.hole)) : shape.value;
      out.add({shape.kind, shape.path, value, shape.reason}, filling.number);
    }
    if (place == no_node) place = next_list;
    if (place == no_node) return;
    if (list.empty()) list = setting_.stream->record->children()[place].element->name.local;
    for (; row < rows_.size() && rows_[row].place == place; ++row)
      add_folds(rows_[row], rows_[row].made->*which, filling.document);
    write_folds(filling.number, list, out);
    if (at == shapes.size() && row == rows_.size()) return;
  }
}

void RecordTranslator::add_policies(const Template& made, const Filling& filling, Piece& piece) {
  for (const auto& policy : made.policies)
    add_use(policy.rule, policy.document, policy.text, filling.document, filling.nodes[policy.node], piece);
}

}  // namespace cimgate::templates
