// What repeats at the top of a message, and keys.
#include <algorithm>

#include "gateway/reader/message_stream.hpp"
#include "gateway/reader/xml_engine.hpp"

namespace cimgate::reader {

using document::NodeId;

namespace {

/// A plain number that is greater than the last one.
bool counts_on(std::string_view text, std::uint64_t& last) {
  if (text.empty() || text.size() > 18 || text.front() == '0') return false;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (number <= last) return false;
  last = number;
  return true;
}

/// True when the keys are attributes with plain numbers, each greater than the one before: the usual case, in
/// which nothing need be kept.
bool counts_upwards(const document::Document& document, NodeId owner, const schema::Unique& unique) {
  if (unique.field_element != nullptr || unique.selector == nullptr) return false;
  const auto is_field = [&](const schema::Attribute& declared) {
    return declared.name == unique.field_attribute && declared.type->base == schema::Base::integer;
  };
  std::uint64_t last = 0;
  for (NodeId at = document[owner].first_child; at != document::no_node;) {
    if (const auto* rows = document.rows_at(at)) {
      if (&rows->element() == unique.selector) {
        const auto& layout = rows->layout();
        if (layout.nodes.front().attributes != 1 || !is_field(*layout.columns.front().attribute))
          return false;
        for (std::uint32_t row = 0; row < rows->size(); ++row)
          if (!counts_on(rows->value(row, 0), last)) return false;
      } else if (rows->element().name.local == unique.selector->name.local) {
        return false;
      }
      at = document.next_after(*rows);
      continue;
    }
    const auto& node = document[at];
    at = node.next;
    if (node.element != unique.selector) {
      if (node.name == unique.selector->name.local) return false;
      continue;
    }
    if (node.attributes.size() != 1 || !is_field(*node.attributes[0].declaration) ||
        !counts_on(node.attributes[0].value, last))
      return false;
  }
  return true;
}

}  // namespace

std::optional<std::uint32_t> record_place(const schema::Element& root) {
  std::optional<std::uint32_t> found;
  const auto& children = root.children();
  for (std::uint32_t place = 0; place < children.size(); ++place) {
    const auto& child = children[place];
    if (child.max == 1 || child.element->children().empty()) continue;
    if (!found || child.max >= children[*found].max) found = place;
  }
  // What has to be there behind them would be missing in every part but the last.
  for (auto place = found ? *found + 1 : 0; found && place < children.size(); ++place)
    if (children[place].min > 0) return std::nullopt;
  return found;
}

bool XmlEngine::is_unique(NodeId owner, const schema::Element& element) {
  return std::all_of(element.uniques.begin(), element.uniques.end(), [&](const schema::Unique& unique) {
    return counts_upwards(*document_, owner, unique) || uniques_->check(owner, unique, 1).kept.empty();
  });
}

XmlEngine::Result XmlEngine::close_record() {
  ++records_;
  if (batch_bytes_ == 0) return Result::ok;
  const auto& uniques = frames_.front().declaration->element->uniques;
  record_keys_.resize(uniques.size());
  keys_of_batch_.resize(uniques.size());
  const NodeId record = document_->root().last_child;
  for (std::size_t i = 0; i < uniques.size(); ++i)
    if (const auto key = uniques_->key_of(record, uniques[i])) {
      const auto line = (*document_)[key->holder].position.line;
      const auto before = record_keys_[i].add(key->text, line);
      if (before && !forgiving_) {
        repeated_ = Repeated{i, *before};
        return Result::refused;
      }
      // What repeats within one batch is found when that is checked.
      if (forgiving_ && !keys_of_batch_[i].add(key->text, line) && before) ++repeated_elsewhere_;
    }
  batch_full_ = batch_read_ + static_cast<std::size_t>(at_ - batch_start_) >= batch_bytes_;
  return Result::ok;
}

std::vector<XmlEngine::Repeated> XmlEngine::add_record(const document::Document& document, NodeId record) {
  const auto& uniques = document.root().element->uniques;
  record_keys_.resize(uniques.size());
  conformance::UniqueCheck check(document);
  std::vector<Repeated> repeated;
  for (std::size_t i = 0; i < uniques.size(); ++i)
    if (const auto key = check.key_of(record, uniques[i]))
      if (const auto line = record_keys_[i].add(key->text, document[key->holder].position.line))
        repeated.push_back({i, *line});
  return repeated;
}

std::string_view XmlEngine::record_name() const {
  if (!record_place_) return {};
  if (frames_.size() > 1) return frames_[1].name;
  const std::string_view text(at_, static_cast<std::size_t>(window_.end() - at_));
  if (text.size() < 2 || text.front() != '<' || text[1] == '/' || text[1] == '!' || text[1] == '?') return {};
  return text.substr(1, text.find_first_of(" \t\r\n/>") - 1);
}

bool XmlEngine::skip_to(const char* end, std::size_t records) {
  if (!record_place_ || record_state_ == no_state) return false;
  if (frames_.size() > 1) {
    learned_->namespaces.set_context(frames_[1].context);
    frames_.resize(1);
    unknown_names_.clear();
  } else if (!repeated_) {
    step_to(frames_.front(), record_state_);
  }
  records_ = records;
  repeated_.reset();
  pass(at_, end);
  go_to(end);
  return true;
}

}  // namespace cimgate::reader
