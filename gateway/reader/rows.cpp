// Rows that are written as one before was.
#include <algorithm>

#include "gateway/reader/characters.hpp"
#include "gateway/reader/xml_engine.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {

using document::NodeId;

namespace {

constexpr std::size_t longest_row = 1000;
constexpr std::size_t most_nodes = 16;

/// Takes a row apart that was read and is valid, beside the nodes that it became.
class RowReader {
 public:
  RowReader(std::string_view text, const document::Document& document, NodeId first,
            const SchemaTables& tables)
      : text_(text), document_(document), first_(first), tables_(tables) {}

  /// False when the row has what a memory cannot hold.
  bool read(RowMemory& row) {
    row_ = &row;
    if (text_.size() > longest_row || document_.size() - first_ > most_nodes) return false;
    for (const char c : text_)
      if (static_cast<unsigned char>(c) >= 0x80 || c == '&' || c == '\r') return false;
    while (at_ < text_.size()) {
      if (is_white(text_[at_])) {
        if (text_[at_] == '\n') {
          ++row.lines;
          row.line_end = here();
        }
        ++at_;
        continue;
      }
      if (text_[at_] != '<' || at_ + 1 == text_.size()) return false;
      const char next = text_[at_ + 1];
      if (next == '!' || next == '?') return false;
      if (next == '/' ? !end_tag() : !start_tag()) return false;
    }
    row.bytes.append(text_.substr(piece_));
    return open_.empty() && row.nodes.size() == document_.size() - first_;
  }

 private:
  RowMemory::Place here() const {
    return {static_cast<std::uint32_t>(row_->values.size()), static_cast<std::uint32_t>(at_ - piece_)};
  }

  bool end_tag() {
    const auto end = text_.find('>', at_);
    if (open_.empty() || end == std::string_view::npos ||
        text_.substr(at_, end - at_).find('\n') != text_.npos)
      return false;
    open_.pop_back();
    at_ = end + 1;
    return true;
  }

  bool start_tag() {
    const auto id = static_cast<NodeId>(first_ + row_->nodes.size());
    if (id >= document_.size()) return false;
    const auto& node = document_[id];
    const auto declared = std::find_if(tables_.declarations.begin(), tables_.declarations.end(),
                                       [&](const auto& one) { return one.element == node.element; });
    if (declared == tables_.declarations.end() || node.nil || node.element->fixed ||
        !node.element->uniques.empty() || node.element->is_message_elsewhere())
      return false;
    RowMemory::Node made;
    made.element = node.element;
    made.place = node.place;
    made.parent = open_.empty() ? 0 : open_.back();
    made.start = here();
    made.lines = row_->lines;
    made.line_end = row_->line_end;
    made.attributes = static_cast<std::uint32_t>(node.attributes.size());
    made.has_text = declared->text != nullptr;
    open_.push_back(static_cast<std::uint32_t>(row_->nodes.size()));
    row_->depth = std::max(row_->depth, static_cast<std::uint32_t>(open_.size()));
    row_->nodes.push_back(made);
    at_ = text_.find_first_of(" \t\n/>", at_);
    for (const auto& attribute : node.attributes)
      if (!take_attribute(*declared, attribute)) return false;
    if (at_ >= text_.size() || text_[at_] != '>') return false;
    ++at_;
    if (!made.has_text) return true;
    const auto end = text_.find('<', at_);
    return end != at_ && end != std::string_view::npos && text_.substr(end, 2) == "</" &&
           take_value(end, node.text, {declared->text, nullptr, 0, 0});
  }

  bool take_attribute(const Declaration& declaration, const document::Attribute& attribute) {
    const auto name = at_ + 1;
    const auto value = name + attribute.name.size() + 2;
    if (text_.substr(at_, 1) != " " || text_.substr(name, attribute.name.size()) != attribute.name ||
        value > text_.size() || text_[value - 2] != '=')
      return false;
    const auto known =
        std::find_if(declaration.attributes.begin(), declaration.attributes.end(),
                     [&](const auto& one) { return one.declaration == attribute.declaration; });
    if (known == declaration.attributes.end() || known->declaration->fixed) return false;
    const char quote = text_[value - 1];
    at_ = value;
    const auto end = text_.find(quote, at_);
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos ||
        !take_value(end, attribute.value,
                    {known->value, known->declaration, 0, static_cast<std::uint32_t>(value - name)}))
      return false;
    ++at_;
    return true;
  }

  bool take_value(std::size_t end, std::string_view value, RowMemory::Value made) {
    if (text_.substr(at_, end - at_) != value || value.find_first_of("\t\n<>\"'") != value.npos) return false;
    row_->bytes.append(text_.substr(piece_, at_ - piece_));
    made.piece_end = static_cast<std::uint32_t>(row_->bytes.size());
    row_->values.push_back(made);
    at_ = piece_ = end;
    return true;
  }

  std::string_view text_;
  const document::Document& document_;
  NodeId first_;
  const SchemaTables& tables_;
  RowMemory* row_ = nullptr;
  std::size_t at_ = 0;
  std::size_t piece_ = 0;  ///< where the piece begins that is being read
  std::vector<std::uint32_t> open_;
};

}  // namespace

/// What ended at here() may come again.
void XmlEngine::learn_row(const Frame& frame) {
  if (frame.begin < base_) return;  // in another window
  const char* const begin = window_.begin() + (frame.begin - base_);
  auto& rows = learned_->rows[frame.state_above];
  if (!rows.wants_another()) return;
  RowMemory row;
  const std::string_view text(begin, static_cast<std::size_t>(at_ - begin));
  if (!RowReader(text, *document_, frame.node, *tables_).read(row)) return;
  row.context = learned_->namespaces.context();
  rows.keep(std::move(row));
}

/// True when another row of the same kind comes, or the kind that came next last time.
bool XmlEngine::expected_row() {
  const Frame& frame = frames_.back();
  if (frames_.size() == 1 || frame.state == no_state) return false;  // records are more than rows
  const State& state = tables_->states[frame.state];
  if (frame.count < state.max && remembered_row(frame.state)) return true;
  const auto guess = learned_->guess[frame.state];
  return guess != no_state && guess != frame.state && frame.count >= state.min && remembered_row(guess);
}

/// True when a row that is known stands at here(), with values that are valid; it is taken then.
bool XmlEngine::remembered_row(std::uint32_t state) {
  auto& rows = learned_->rows[state];
  const auto count = rows.known.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = (rows.last + i) % count;
    const auto& row = rows.known[one];
    if (row.context != learned_->namespaces.context() || !has_row(row)) continue;
    rows.last = one;
    take_row(row, state);
    return true;
  }
  return false;
}

/// Finds the values of a row in values_.
bool XmlEngine::has_row(const RowMemory& row) {
  const char* const stop = window_.end();
  const char* to = at_;
  std::size_t piece = 0;
  values_.clear();
  for (const auto& value : row.values) {
    const auto length = value.piece_end - piece;
    if (static_cast<std::size_t>(stop - to) <= length || !same_bytes(to, row.bytes.data() + piece, length))
      return false;
    to += length;
    const char* const end = window_.special_from(to);
    if (end == stop) return false;
    const std::string_view text(to, static_cast<std::size_t>(end - to));
    if (value.attribute != nullptr && *end != to[-1]) return false;
    if (!forgiving_ && !value.recogniser->accepts(text)) return false;
    values_.push_back(text);
    to = end;
    piece = value.piece_end;
  }
  const auto rest = row.bytes.size() - piece;
  if (static_cast<std::size_t>(stop - to) < rest || !same_bytes(to, row.bytes.data() + piece, rest))
    return false;
  row_end_ = to + rest;
  return !too_long(at_, row_end_) && frames_.size() + row.depth - 1 + depth_outside_ < limits_.depth &&
         document_->size() + row.nodes.size() + elements_outside_ <= limits_.elements;
}

/// The row at here(), whose values has_row() found, becomes nodes.
void XmlEngine::take_row(const RowMemory& row, std::uint32_t state) {
  const auto at = [&](RowMemory::Place place) {
    const char* const piece =
        place.piece == 0 ? at_ : values_[place.piece - 1].data() + values_[place.piece - 1].size();
    return piece + place.offset;
  };
  const auto position = [&](const RowMemory::Node& node, const char* here) {
    if (node.lines == 0) return position_of(here);
    return source::Position{place_.line + node.lines, static_cast<std::uint32_t>(here - at(node.line_end))};
  };
  Frame& above = frames_.back();
  const auto first = static_cast<NodeId>(document_->size());
  std::size_t value = 0;
  for (const auto& node : row.nodes) {
    const NodeId parent = &node == row.nodes.data() ? above.node : first + node.parent;
    const NodeId made = document_->append(parent, *node.element, node.place, position(node, at(node.start)));
    if (node.attributes != 0) {
      auto* const attributes = document_->new_attributes(node.attributes);
      for (std::uint32_t i = 0; i < node.attributes; ++i, ++value) {
        const auto& declared = row.values[value];
        attributes[i] = {declared.attribute, declared.attribute->name, values_[value],
                         position(node, values_[value].data() - declared.name_before)};
      }
      document_->set_kept_attributes(made, {attributes, node.attributes});
    }
    if (node.has_text) document_->set_kept_text(made, values_[value++]);
  }
  step_to(above, state);
  if (row.lines != 0) {
    place_.line += row.lines;
    place_.line_start = at(row.line_end) + 1 - window_.begin();
    place_.continuation = 0;
  }
  go_to(row_end_);
}

}  // namespace cimgate::reader
