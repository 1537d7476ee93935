#include "gateway/document/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gateway/document/content_diagnosis.hpp"
#include "gateway/document/content_model.hpp"
#include "gateway/document/personal_data.hpp"
#include "gateway/document/unique_check.hpp"
#include "gateway/schema/nearest.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::document {
namespace {

using Kind = Violation::Kind;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// True when xsi:type names the type that the element has anyway. (Naming a type derived from it would be
/// allowed, too; no message needs that, and then the parser's verdict decides.)
bool restates_type(const schema::Element& element, std::string_view value) {
  const std::string_view declared = element.type != nullptr   ? std::string_view(element.type->name.local)
                                    : element.text != nullptr ? std::string_view(element.text->name.local)
                                                              : std::string_view();
  const auto end = value.find_last_not_of(" \t\r\n");
  if (end == std::string_view::npos || declared.empty()) return false;
  value = value.substr(0, end + 1);
  return value.substr(value.find(':') + 1) == declared;
}

/// What one node may add to the count; bounds memory.
constexpr std::size_t most_counted_at_a_node = 1'000'000;

/// Walks the tree once, in document order, without recursion.
class Checker {
 public:
  /// `whole`: goes on when the limit is reached, and counts.
  Checker(const Document& document, std::size_t limit, bool whole)
      : document_(document),
        limit_(limit),
        node_limit_(whole ? std::max(limit, most_counted_at_a_node) : limit),
        whole_(whole),
        unique_check_(document) {}

  AllViolations run() {
    AllViolations all;
    NodeId at = 0;
    while (at != no_node && (whole_ || found_.size() < limit_)) {
      const bool known = check_node(at);
      at = known && document_[at].first_child != no_node ? document_[at].first_child : next_after(at);
      if (found_.size() <= limit_) continue;
      all.left_out += found_.size() - limit_;
      found_.resize(limit_);
    }
    all.kept = std::move(found_);
    return all;
  }

 private:
  /// The next node in document order that is not below `at`.
  NodeId next_after(NodeId at) const {
    while (at != no_node && document_[at].next == no_node) at = document_[at].parent;
    return at == no_node ? no_node : document_[at].next;
  }

  Violation& tell(Kind kind, NodeId node, std::string_view found, std::string_view en, std::string_view nb) {
    Violation made;
    made.kind = kind;
    made.node = node;
    made.found = found;
    made.expected = en;
    made.expected_nb = nb;
    return found_.emplace_back(std::move(made));
  }

  /// What was found out about a node when its parent was looked at comes out in its turn.
  void put_off(std::vector<Violation> violations, NodeId here) {
    for (auto& violation : violations)
      if (violation.node == here)
        found_.push_back(std::move(violation));
      else
        later_.emplace(violation.node, std::move(violation));
  }

  void tell_put_off(NodeId node) {
    const auto [first, last] = later_.equal_range(node);
    for (auto at = first; at != last; ++at) found_.push_back(std::move(at->second));
    later_.erase(first, last);
  }

  /// False when the schema does not know the node, so that nothing can be said about what is in it.
  bool check_node(NodeId id) {
    if (!later_.empty()) tell_put_off(id);
    const Node& node = document_[id];
    if (node.element == nullptr) return false;
    check_attributes(id, node);
    if (node.nil) {
      check_nil(id, node);
      return true;
    }
    if (node.element->text != nullptr) {
      if (node.first_child != no_node)
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
    if (!content_fits(node)) put_off(diagnose_content(document_, id, node_limit_), id);
    for (const auto& unique : node.element->uniques)
      put_off(unique_check_.check(id, unique, node_limit_), id);
    return true;
  }

  bool content_fits(const Node& node) {
    model_.start(node.element->type->content);
    for (NodeId at = node.first_child; at != no_node; at = document_[at].next) {
      const auto* child = document_[at].element;
      if (child == nullptr || !model_.accept(*child)) return false;
    }
    return model_.can_end();
  }

  void tell_no_elements(const Node& node) {
    std::set<std::string_view> told;
    for (NodeId at = node.first_child; at != no_node; at = document_[at].next) {
      if (!told.insert(document_[at].name).second) continue;
      Violation made;
      made.kind = Kind::unexpected_element;
      made.node = at;
      made.found = document_[at].name;
      made.expected = "only text, no elements";
      made.expected_nb = "bare tekst, ingen elementer";
      later_.emplace(at, std::move(made));
    }
  }

  void check_nil(NodeId id, const Node& node) {
    if (!node.element->nillable)
      tell(Kind::bad_nil, id, "nil", "a value: this element cannot be nil",
           "en verdi: dette elementet kan ikke være nil");
    else if (node.first_child != no_node || !node.text.empty() || node.element->fixed)
      tell(Kind::bad_nil, id, "nil", "no content in an element that is nil",
           "ikke noe innhold i et element som er nil");
  }

  void check_text(NodeId id, const Node& node) {
    const schema::Element& element = *node.element;
    if (node.text.empty() && element.implied_text() != nullptr) return;
    if (const auto error = schema::check_value(*element.text, node.text)) {
      tell(Kind::bad_value, id, quotable(*element.text, node.text), error->expected, error->expected_nb);
      return;
    }
    if (element.fixed && !schema::equal_values(*element.text, node.text, *element.fixed))
      tell(Kind::bad_value, id, quotable(*element.text, node.text), *element.fixed, *element.fixed);
  }

  void check_attributes(NodeId id, const Node& node) {
    const auto& declared = node.element->attributes();
    for (const auto& declaration : declared)
      if (declaration.required &&
          std::none_of(node.attributes.begin(), node.attributes.end(),
                       [&](const Attribute& a) { return a.declaration == &declaration; }))
        tell_missing_attribute(id, node, declaration);
    for (std::size_t i = 0; i < node.attributes.size(); ++i) check_attribute(id, node, i);
  }

  /// A required attribute that was misspelt is told where the misspelt one is.
  void tell_missing_attribute(NodeId id, const Node& node, const schema::Attribute& declaration) {
    for (const auto& attribute : node.attributes)
      if (attribute.declaration == nullptr && meant_by(node, attribute.name) == declaration.name) return;
    tell(Kind::missing_attribute, id, {}, declaration.name, declaration.name);
  }

  static std::string_view meant_by(const Node& node, std::string_view name) {
    std::vector<std::string_view> free;
    for (const auto& declaration : node.element->attributes())
      if (std::none_of(node.attributes.begin(), node.attributes.end(),
                       [&](const Attribute& a) { return a.declaration == &declaration; }))
        free.push_back(declaration.name);
    return schema::did_you_mean(name, free);
  }

  void check_attribute(NodeId id, const Node& node, std::size_t index) {
    const Attribute& attribute = node.attributes[index];
    if (attribute.declaration == nullptr) {
      if (attribute.name == "xsi:type" && restates_type(*node.element, attribute.value)) return;
      tell_unknown_attribute(id, node, attribute.name);
    } else if (const auto error = schema::check_value(*attribute.declaration->type, attribute.value)) {
      tell(Kind::bad_value, id, quotable(*attribute.declaration->type, attribute.value), error->expected,
           error->expected_nb);
    } else if (attribute.declaration->fixed &&
               !schema::equal_values(*attribute.declaration->type, attribute.value,
                                     *attribute.declaration->fixed)) {
      const auto& fixed = *attribute.declaration->fixed;
      tell(Kind::bad_value, id, quotable(*attribute.declaration->type, attribute.value), fixed, fixed);
    } else {
      return;
    }
    found_.back().attribute = static_cast<std::int32_t>(index);
  }

  void tell_unknown_attribute(NodeId id, const Node& node, std::string_view name) {
    std::string names;
    for (const auto& declaration : node.element->attributes())
      names += (names.empty() ? "" : ", ") + declaration.name;
    auto& made = names.empty()
                     ? tell(Kind::unexpected_attribute, id, name, "no attributes", "ingen attributter")
                     : tell(Kind::unexpected_attribute, id, name, names, names);
    made.meant = meant_by(node, name);
  }

  const Document& document_;
  std::size_t limit_;
  std::size_t node_limit_;
  bool whole_;
  std::vector<Violation> found_;
  std::multimap<NodeId, Violation> later_;
  ContentModel model_;
  UniqueCheck unique_check_;
};

}  // namespace

std::vector<Violation> check_document(const Document& document, std::size_t limit) {
  return Checker(document, limit, false).run().kept;
}

AllViolations check_whole_document(const Document& document, std::size_t limit) {
  return Checker(document, limit, true).run();
}

}  // namespace cimgate::document
