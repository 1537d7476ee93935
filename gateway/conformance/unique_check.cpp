#include "gateway/conformance/unique_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/document/personal_data.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::conformance {
namespace {

/// A whole number as everybody writes it, which is its own key.
bool is_plain_number(std::string_view text) {
  return !text.empty() && (text.front() != '0' || text.size() == 1) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_space(std::string_view text) {
  return text.find_first_of(" \t\r\n") != std::string_view::npos;
}

bool is_text(schema::Base base) {
  return base == schema::Base::string || base == schema::Base::token || base == schema::Base::nmtoken;
}

}  // namespace

std::string_view UniqueCheck::keep_key(const schema::SimpleType& type, std::string_view text) {
  const bool is_own_key = (type.base == schema::Base::integer && is_plain_number(text)) ||
                          (is_text(type.base) && !text.empty() && !has_space(text));
  if (is_own_key) return text;
  return made_.emplace_back(schema::value_key(type, text));
}

/// False when the element has no value for the field: then it need not differ from others.
bool UniqueCheck::read_key(document::NodeId selected, const schema::Unique& unique, Key& key) {
  key = {};
  key.selected = selected;
  if (unique.field_element == nullptr) {
    const auto& attributes = document_[selected].attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      if (attributes[i].declaration == nullptr || attributes[i].name != unique.field_attribute) continue;
      key.holder = selected;
      key.attribute = static_cast<std::int32_t>(i);
      key.type = attributes[i].declaration->type;
      key.text = keep_key(*key.type, attributes[i].value);
      return true;
    }
    return false;
  }
  for (document::NodeId at = document_[selected].first_child; at != document::no_node;
       at = document_[at].next) {
    const document::Node& node = document_[at];
    if (node.element == nullptr || node.element->name != unique.field_element->name) continue;
    if (node.nil || node.element->text == nullptr) return false;
    key.holder = at;
    key.type = node.element->text;
    key.text = keep_key(*key.type, document_.effective_text(at));
    return true;
  }
  return false;
}

void UniqueCheck::collect(document::NodeId owner, const schema::Unique& unique) {
  keys_.clear();
  made_.clear();
  Key key;
  for (document::NodeId at = document_[owner].first_child; at != document::no_node; at = document_[at].next) {
    const auto* element = document_[at].element;
    if (element == nullptr || (element != unique.selector && element->name != unique.selector->name))
      continue;
    if (read_key(at, unique, key)) keys_.push_back(key);
  }
}

std::optional<UniqueCheck::Value> UniqueCheck::key_of(document::NodeId selected,
                                                      const schema::Unique& unique) {
  made_.clear();
  Key key;
  if (!read_key(selected, unique, key)) return std::nullopt;
  return Value{key.text, key.holder};
}

Violations UniqueCheck::check(document::NodeId owner, const schema::Unique& unique, std::size_t limit) {
  if (unique.selector == nullptr) return {};
  collect(owner, unique);
  // Numbers that count upwards are the common case, and then this order is the document's.
  const auto less = [](const Key& a, const Key& b) {
    return a.text.size() != b.text.size() ? a.text.size() < b.text.size() : a.text < b.text;
  };
  const auto not_greater = [&](const Key& a, const Key& b) { return !less(a, b); };
  if (std::adjacent_find(keys_.begin(), keys_.end(), not_greater) == keys_.end()) return {};
  std::vector<std::size_t> order(keys_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return less(keys_[a], keys_[b]); });
  std::vector<std::pair<std::size_t, std::size_t>> repeated;  // the key, and the first that is equal to it
  for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
    if (keys_[order[i]].text != keys_[order[first]].text)
      first = i;
    else
      repeated.emplace_back(order[i], order[first]);
  }
  Violations found;
  if (repeated.size() > limit) {
    found.left_out = repeated.size() - limit;
    std::nth_element(repeated.begin(), repeated.begin() + static_cast<std::ptrdiff_t>(limit), repeated.end());
    repeated.resize(limit);
  }
  std::sort(repeated.begin(), repeated.end());
  for (const auto& [again, first] : repeated) {
    const Key& key = keys_[again];
    const document::Node& holder = document_[key.holder];
    const auto& name = document_[key.selected].name;
    Violation made;
    made.kind = Violation::Kind::not_unique;
    made.node = key.holder;
    made.attribute = key.attribute;
    made.found = document::quotable(
        *key.type,
        key.attribute < 0 ? holder.text : holder.attributes[static_cast<std::size_t>(key.attribute)].value,
        document_.dialect().personal_numbers);
    const auto line = document_[keys_[first].holder].position.line;
    made.expected = fmt::format("a value that no other {} has", name);
    made.expected_nb = fmt::format("en verdi som ingen annen {} har", name);
    if (line != 0) {
      made.expected += fmt::format(" (the same is in line {})", line);
      made.expected_nb += fmt::format(" (den samme står på linje {})", line);
    }
    found.kept.push_back(std::move(made));
  }
  return found;
}

}  // namespace cimgate::conformance
