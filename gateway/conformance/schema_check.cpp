#include "gateway/conformance/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gateway/conformance/content_diagnosis.hpp"
#include "gateway/conformance/content_model.hpp"
#include "gateway/conformance/unique_check.hpp"
#include "gateway/document/personal_data.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::conformance {
namespace {

using Kind = Violation::Kind;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Walks the tree once, in document order, without recursion.
class Checker {
 public:
  /// `whole`: goes on when the limit is reached, and counts.
  Checker(const document::Document& document, std::size_t limit, bool whole)
      : document_(document), limit_(limit), whole_(whole), unique_check_(document) {}

  Violations run() {
    Violations all;
    document::NodeId at = 0;
    while (at != document::no_node && (whole_ || !is_full())) {
      const bool known = check_node(at);
      at = known && document_[at].first_child != document::no_node ? document_[at].first_child
                                                                   : next_after(at);
    }
    all.kept = std::move(found_);
    all.left_out = left_out_;
    return all;
  }

 private:
  /// The next node in document order that is not below `at`.
  document::NodeId next_after(document::NodeId at) const {
    while (at != document::no_node && document_[at].next == document::no_node) at = document_[at].parent;
    return at == document::no_node ? document::no_node : document_[at].next;
  }

  bool is_full() const { return found_.size() >= limit_; }
  std::size_t room() const { return limit_ - std::min(limit_, found_.size()); }

  /// What is beyond the limit costs no more than this.
  bool is_only_counted() {
    if (!is_full()) return false;
    ++left_out_;
    return true;
  }

  void tell(Violation violation) {
    if (!is_only_counted()) found_.push_back(std::move(violation));
  }

  void tell(Kind kind, document::NodeId node, std::string_view found, std::string_view en,
            std::string_view nb) {
    if (is_only_counted()) return;
    Violation& made = found_.emplace_back();
    made.kind = kind;
    made.node = node;
    made.found = found;
    made.expected = en;
    made.expected_nb = nb;
  }

  /// What was found out about a node when its parent was looked at comes out in its turn.
  void put_off(Violations some, document::NodeId here) {
    left_out_ += some.left_out;
    for (auto& violation : some.kept)
      if (violation.node == here)
        tell(std::move(violation));
      else if (!is_only_counted())
        later_.emplace(violation.node, std::move(violation));
  }

  void tell_put_off(document::NodeId node) {
    const auto [first, last] = later_.equal_range(node);
    for (auto at = first; at != last; ++at) tell(std::move(at->second));
    later_.erase(first, last);
  }

  /// False when the schema does not know the node, so that nothing can be said about what is in it.
  bool check_node(document::NodeId id) {
    const bool is_later = document_.is_later_part();
    if (is_later && document_.is_of_head(id)) return false;
    if (!later_.empty()) tell_put_off(id);
    const document::Node& node = document_[id];
    if (node.element == nullptr) return false;
    if (id != 0 || !is_later) check_attributes(id, node);
    if (node.nil) {
      check_nil(id, node);
      return true;
    }
    if (node.element->text != nullptr) {
      if (node.first_child != document::no_node)
        tell_no_elements(node);
      else
        check_text(id, node);
      return true;
    }
    if (node.element->type == nullptr) {  // a declaration without a type takes nothing
      tell_no_elements(node);
      return true;
    }
    if (!node.text.empty() && !is_blank(node.text))
      tell(Kind::unexpected_text, id, {}, "only elements, no text between them",
           "bare elementer, uten tekst mellom dem");
    if (!content_fits(node)) put_off(content_of(id), id);
    for (const auto& unique : node.element->uniques) put_off(unique_check_.check(id, unique, room()), id);
    return true;
  }

  bool content_fits(const document::Node& node) {
    model_.start(node.element->type->content);
    for (document::NodeId at = node.first_child; at != document::no_node; at = document_[at].next) {
      const auto* child = document_[at].element;
      if (child == nullptr || !model_.accept(*child)) return false;
    }
    return model_.can_end();
  }

  /// What a later part of a message lacks are records, which stand in those before it: behind them nothing
  /// has to be there.
  Violations content_of(document::NodeId id) {
    auto all = diagnose_content(document_, id, room());
    if (id == 0 && document_.is_later_part())
      std::erase_if(all.kept,
                    [](const Violation& one) { return one.kind == Kind::missing_element && one.node == 0; });
    return all;
  }

  void tell_no_elements(const document::Node& node) {
    std::set<std::string_view> told;
    for (document::NodeId at = node.first_child; at != document::no_node; at = document_[at].next) {
      if (!told.insert(document_[at].name).second || is_only_counted()) continue;
      Violation made;
      made.kind = Kind::unexpected_element;
      made.node = at;
      made.found = document_[at].name;
      made.expected = "only text, no elements";
      made.expected_nb = "bare tekst, ingen elementer";
      later_.emplace(at, std::move(made));
    }
  }

  std::string quoted(const schema::SimpleType& type, std::string_view value) const {
    return document::quotable(type, value, document_.dialect().personal_numbers);
  }

  void check_nil(document::NodeId id, const document::Node& node) {
    if (!node.element->nillable)
      tell(Kind::bad_nil, id, "nil", "a value: this element cannot be nil",
           "en verdi: dette elementet kan ikke være nil");
    else if (node.first_child != document::no_node || !node.text.empty() || node.element->fixed)
      tell(Kind::bad_nil, id, "nil", "no content in an element that is nil",
           "ikke noe innhold i et element som er nil");
  }

  void check_text(document::NodeId id, const document::Node& node) {
    const schema::Element& element = *node.element;
    if (node.text.empty() && element.implied_text() != nullptr) return;
    if (const auto error = schema::check_value(*element.text, node.text)) {
      tell(Kind::bad_value, id, quoted(*element.text, node.text), error->expected, error->expected_nb);
      return;
    }
    if (element.fixed && !schema::equal_values(*element.text, node.text, *element.fixed))
      tell(Kind::bad_value, id, quoted(*element.text, node.text), *element.fixed, *element.fixed);
  }

  void check_attributes(document::NodeId id, const document::Node& node) {
    const auto& declared = node.element->attributes();
    for (const auto& declaration : declared)
      if (declaration.required &&
          std::none_of(node.attributes.begin(), node.attributes.end(),
                       [&](const document::Attribute& a) { return a.declaration == &declaration; }))
        tell_missing_attribute(id, node, declaration);
    for (std::size_t i = 0; i < node.attributes.size(); ++i) check_attribute(id, node, i);
  }

  /// A required attribute that was misspelt is told where the misspelt one is.
  void tell_missing_attribute(document::NodeId id, const document::Node& node,
                              const schema::Attribute& declaration) {
    if (is_only_counted()) return;
    for (const auto& attribute : node.attributes)
      if (attribute.declaration == nullptr && meant_by(node, attribute.name) == declaration.name) return;
    tell(Kind::missing_attribute, id, {}, declaration.name, declaration.name);
  }

  static std::string_view meant_by(const document::Node& node, std::string_view name) {
    std::vector<std::string_view> free;
    for (const auto& declaration : node.element->attributes())
      if (std::none_of(node.attributes.begin(), node.attributes.end(),
                       [&](const document::Attribute& a) { return a.declaration == &declaration; }))
        free.push_back(declaration.name);
    return text::did_you_mean(name, free);
  }

  void check_attribute(document::NodeId id, const document::Node& node, std::size_t index) {
    const document::Attribute& attribute = node.attributes[index];
    const auto before = found_.size();
    if (attribute.declaration == nullptr) {
      tell_unknown_attribute(id, node, attribute.name);
    } else if (const auto error = schema::check_value(*attribute.declaration->type, attribute.value)) {
      tell(Kind::bad_value, id, quoted(*attribute.declaration->type, attribute.value), error->expected,
           error->expected_nb);
    } else if (attribute.declaration->fixed &&
               !schema::equal_values(*attribute.declaration->type, attribute.value,
                                     *attribute.declaration->fixed)) {
      const auto& fixed = *attribute.declaration->fixed;
      tell(Kind::bad_value, id, quoted(*attribute.declaration->type, attribute.value), fixed, fixed);
    }
    if (found_.size() > before) found_.back().attribute = static_cast<std::int32_t>(index);
  }

  void tell_unknown_attribute(document::NodeId id, const document::Node& node, std::string_view name) {
    if (is_only_counted()) return;
    std::string names;
    for (const auto& declaration : node.element->attributes())
      names += (names.empty() ? "" : ", ") + declaration.name;
    const bool none = names.empty();
    tell(Kind::unexpected_attribute, id, name, none ? "no attributes" : names,
         none ? "ingen attributter" : names);
    found_.back().meant = meant_by(node, name);
  }

  const document::Document& document_;
  std::size_t limit_;
  bool whole_;
  std::size_t left_out_ = 0;
  std::vector<Violation> found_;
  std::multimap<document::NodeId, Violation> later_;
  ContentModel model_;
  UniqueCheck unique_check_;
};

}  // namespace

std::vector<Violation> check_document(const document::Document& document, std::size_t limit) {
  return Checker(document, limit, false).run().kept;
}

Violations check_whole_document(const document::Document& document, std::size_t limit) {
  return Checker(document, limit, true).run();
}

}  // namespace cimgate::conformance
