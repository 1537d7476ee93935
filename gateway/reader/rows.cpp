// Rows that are written as one before was.
#include <algorithm>

#include "gateway/reader/characters.hpp"
#include "gateway/reader/xml_engine.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {

using document::NodeId;
using document::RowLayout;

namespace {

constexpr std::size_t longest_row = 1000;
constexpr std::size_t most_nodes = 16;
/// Fewer become nodes at once: that costs less than to see later that they are rows.
constexpr std::size_t fewest_rows = 4;

/// Takes a row apart that was read and is valid, beside the nodes that it became.
class RowReader {
 public:
  RowReader(std::string_view text, const document::Document& document, NodeId first,
            const SchemaTables& tables)
      : text_(text), document_(document), first_(first), tables_(tables) {}

  /// False when the row has what a memory cannot hold.
  bool read(RowMemory& row) {
    row_ = &row;
    if (text_.size() > longest_row || document_.node_count() - first_ > most_nodes) return false;
    for (const char c : text_)
      if (static_cast<unsigned char>(c) >= 0x80 || c == '&' || c == '\r') return false;
    while (at_ < text_.size()) {
      if (is_white(text_[at_])) {
        row.has_lines = row.has_lines || text_[at_] == '\n';
        ++at_;
        continue;
      }
      if (text_[at_] != '<' || at_ + 1 == text_.size()) return false;
      const char next = text_[at_ + 1];
      if (next == '!' || next == '?') return false;
      if (next == '/' ? !end_tag() : !start_tag()) return false;
    }
    row.bytes.append(text_.substr(piece_));
    if (!open_.empty() || row.values.empty() || layout_.nodes.size() != document_.node_count() - first_)
      return false;
    layout_.before_first = row.values.front().piece_end;
    row.layout = std::make_shared<const RowLayout>(std::move(layout_));
    return true;
  }

 private:
  RowLayout::Place here() const {
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
    const auto index = static_cast<std::uint32_t>(layout_.nodes.size());
    const auto id = static_cast<NodeId>(first_ + index);
    if (id >= document_.node_count()) return false;
    const auto& node = document_[id];
    const auto declared = std::find_if(tables_.declarations.begin(), tables_.declarations.end(),
                                       [&](const auto& one) { return one.element == node.element; });
    if (declared == tables_.declarations.end() || node.nil || node.element->fixed ||
        !node.element->uniques.empty() || node.element->is_message_elsewhere())
      return false;
    RowLayout::Node made;
    made.element = node.element;
    made.place = node.place;
    made.parent = open_.empty() ? 0 : open_.back();
    made.start = here();
    made.attributes = static_cast<std::uint32_t>(node.attributes.size());
    made.has_text = declared->text != nullptr;
    open_.push_back(index);
    row_->depth = std::max(row_->depth, static_cast<std::uint32_t>(open_.size()));
    layout_.nodes.push_back(made);
    at_ = text_.find_first_of(" \t\n/>", at_);
    for (const auto& attribute : node.attributes)
      if (!take_attribute(*declared, attribute, index)) return false;
    if (at_ >= text_.size() || text_[at_] != '>') return false;
    ++at_;
    if (!made.has_text) return true;
    const auto end = text_.find('<', at_);
    return end != at_ && end != std::string_view::npos && text_.substr(end, 2) == "</" &&
           take_value(end, node.text, *declared->text, {nullptr, index, 0});
  }

  bool take_attribute(const Declaration& declaration, const document::Attribute& attribute,
                      std::uint32_t node) {
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
        !take_value(end, attribute.value, *known->value,
                    {known->declaration, node, static_cast<std::uint32_t>(value - name)}))
      return false;
    ++at_;
    return true;
  }

  bool take_value(std::size_t end, std::string_view value, const Recogniser& recogniser,
                  const RowLayout::Column& column) {
    if (text_.substr(at_, end - at_) != value || value.find_first_of("\t\n<>\"'") != value.npos) return false;
    row_->bytes.append(text_.substr(piece_, at_ - piece_));
    layout_.columns.push_back(column);
    row_->values.push_back(
        {&recogniser, column.attribute != nullptr, static_cast<std::uint32_t>(row_->bytes.size())});
    at_ = piece_ = end;
    return true;
  }

  std::string_view text_;
  const document::Document& document_;
  NodeId first_;
  const SchemaTables& tables_;
  RowMemory* row_ = nullptr;
  RowLayout layout_;
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

/// True when rows that are known stand at here(), with values that are valid; they are taken then.
bool XmlEngine::remembered_row(std::uint32_t state) {
  auto& rows = learned_->rows[state];
  const auto count = rows.known.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = (rows.last + i) % count;
    const auto& row = rows.known[one];
    values_.clear();
    if (row.context != learned_->namespaces.context() || !has_row(row, at_) ||
        frames_.size() + row.depth - 1 + depth_outside_ >= limits_.depth || room_for_rows(row) == 0)
      continue;
    rows.last = one;
    take_rows(row, state);
    return true;
  }
  return false;
}

/// How many more a limit allows.
std::size_t XmlEngine::room_for_rows(const RowMemory& row) const {
  const auto elements = document_->node_count() + elements_outside_;
  return elements > limits_.elements ? 0 : (limits_.elements - elements) / row.layout->nodes.size();
}

/// Adds the values of a row that stands there to values_, and notes its end.
bool XmlEngine::has_row(const RowMemory& row, const char* from) {
  const char* const stop = window_.end();
  const auto before = values_.size();
  const auto none = [&] {
    values_.resize(before);
    return false;
  };
  const char* to = from;
  std::size_t piece = 0;
  for (const auto& value : row.values) {
    const auto length = value.piece_end - piece;
    if (static_cast<std::size_t>(stop - to) <= length || !same_bytes(to, row.bytes.data() + piece, length))
      return none();
    to += length;
    const char* end = value.recogniser->end_of_number(to, stop);
    const bool is_number = end != nullptr && *end == (value.quoted ? to[-1] : '<');
    if (!is_number) end = window_.special_from(to);
    if (end == stop) return none();
    const std::string_view text(to, static_cast<std::size_t>(end - to));
    if (!is_number && ((value.quoted && *end != to[-1]) || (!forgiving_ && !value.recogniser->accepts(text))))
      return none();
    values_.push_back(text);
    to = end;
    piece = value.piece_end;
  }
  const auto rest = row.bytes.size() - piece;
  if (static_cast<std::size_t>(stop - to) < rest || !same_bytes(to, row.bytes.data() + piece, rest) ||
      too_long(from, to + rest))
    return none();
  row_end_ = to + rest;
  return true;
}

/// The row at here(), which has_row() found, and those behind it that are written like it. The first of a
/// list becomes nodes: what a record is, is seen by that.
void XmlEngine::take_rows(const RowMemory& row, std::uint32_t state) {
  Frame& above = frames_.back();
  const bool first_of_list = above.state != state;
  const auto position = position_of(at_);
  step_to(above, state);
  bool has_lines = row.has_lines;
  if (!first_of_list) {
    const auto most =
        std::min<std::size_t>(room_for_rows(row), tables_->states[state].max - above.count + std::size_t{1});
    for (std::size_t count = 1; count < most; ++count, ++above.count) {
      const char* next = row_end_;
      for (; next != window_.end() && (*next == '\n' || *next == ' ' || *next == '\t'); ++next)
        has_lines = has_lines || *next == '\n';
      if (too_long(row_end_, next) || !has_row(row, next)) break;
    }
  }
  document_->append_rows(above.node, row.layout, values_, position);
  if (values_.size() < fewest_rows * row.values.size()) document_->make_last_rows();
  if (has_lines) pass(at_, row_end_);
  go_to(row_end_);
}

}  // namespace cimgate::reader
