#include "gateway/document/json_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/document/json_shape.hpp"

namespace cimgate::document {
namespace {

using Kind = JsonValue::Kind;

bool is_scalar(Kind kind) {
  return kind == Kind::string || kind == Kind::number || kind == Kind::boolean;
}

bool is_wanted(Kind kind, const schema::Element& element) {
  switch (json_kind_of(element)) {
    case JsonKind::string:
      return kind == Kind::string;
    case JsonKind::number:
      return kind == Kind::number;
    case JsonKind::boolean:
      return kind == Kind::boolean;
  }
  return false;
}

/// JSON texts may hold characters that XML, and so the value space of the schemas, does not have.
bool holds_foreign_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return true;
    if (byte == 0xEF && (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF"))
      return true;
  }
  return false;
}

class Filler {
 public:
  Filler(const JsonTree& json, Document& document, JsonFindings& findings)
      : json_(json), document_(document), findings_(findings) {}

  void fill_root(JsonId id) {
    fill(id, 0);
    // Only now: the numbers in a path depend on the siblings that come later.
    for (const auto& place : places_) {
      auto& path = findings_[place.finding].xpath;
      path = document_.path(place.node);
      if (!place.child.empty()) path.append("/").append(place.child);
    }
  }

 private:
  void fill(JsonId id, NodeId node) {
    const auto& element = *document_[node].element;
    const JsonValue& value = json_[id];
    document_.set_position(node, value.position);
    if (element.text == nullptr) {
      if (value.kind == Kind::object)
        add_children(id, node);
      else
        wrong_form(value, node);
    } else if (is_bare_in_json(element)) {
      take_text(id, node);
    } else {
      take_wrapped(id, node);
    }
  }

  void take_text(JsonId id, NodeId node) {
    const auto& element = *document_[node].element;
    const JsonValue& value = json_[id];
    if (!is_wanted(value.kind, element)) wrong_form(value, node);
    if (is_scalar(value.kind)) {
      set_text(value, node);
    } else if (const JsonId inner = json_.member(id, json_value_name);
               inner != no_json && is_scalar(json_[inner].kind)) {
      set_text(json_[inner], node);
    }
  }

  void take_wrapped(JsonId id, NodeId node) {
    const auto& element = *document_[node].element;
    const JsonValue& value = json_[id];
    if (value.kind != Kind::object) {
      wrong_form(value, node);
      if (is_scalar(value.kind)) set_text(value, node);
      return;
    }
    bool found = false;
    for (JsonId at = value.first; at != no_json; at = json_[at].next) {
      if (json_[at].name == json_value_name) {
        found = true;
        take_inner(json_[at], node);
      } else {
        take_attribute(json_[at], node);
      }
    }
    if (found) return;
    report("schema.json-value-missing", value.position, node,
           {fmt::format("'{}' is an object without the member 'value'.", document_[node].name),
            fmt::format("'{}' er et objekt uten medlemmet 'value'.", document_[node].name)},
           advice_for(element));
  }

  /// The value of the member "value".
  void take_inner(const JsonValue& value, NodeId node) {
    const auto& element = *document_[node].element;
    if (value.kind == Kind::null) {
      if (element.nillable)
        document_.set_nil(node, true);
      else
        report("schema.json-null", value.position, node, is_null(document_[node].name), advice_to_omit());
      return;
    }
    if (!is_wanted(value.kind, element)) wrong_inner(value, node);
    if (is_scalar(value.kind)) set_text(value, node);
  }

  void take_attribute(const JsonValue& value, NodeId node) {
    if (value.kind == Kind::null)
      return report("schema.json-null", value.position, node, is_null(value.name), advice_to_omit());
    if (value.kind != Kind::string)
      report("schema.json-shape", value.position, node,
             wrong_shape(value.name, describe(value.kind), describe(Kind::string)),
             {"Put the value in quotes.", "Sett verdien i anførselstegn."});
    if (!is_scalar(value.kind)) return;
    check_characters(value, node);
    document_.set_attribute(node, value.name, value.text, value.position);
  }

  void add_children(JsonId id, NodeId node) {
    const auto& element = *document_[node].element;
    const auto known = static_cast<std::uint32_t>(element.children().size());
    std::vector<std::pair<std::uint32_t, JsonId>> members;
    members.reserve(json_[id].count);
    bool sorted = true;
    for (JsonId at = json_[id].first; at != no_json; at = json_[at].next) {
      const auto place = element.child_index(json_[at].name);
      if (place < 0 && element.attribute_index(json_[at].name) >= 0) {
        take_attribute(json_[at], node);
        continue;
      }
      const auto rank = place < 0 ? known : static_cast<std::uint32_t>(place);
      sorted = sorted && (members.empty() || members.back().first <= rank);
      members.emplace_back(rank, at);
    }
    if (!sorted)
      std::stable_sort(members.begin(), members.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [rank, member] : members)
      if (rank == known)
        add_unknown(json_[member], node);
      else
        add_known(member, node, element.children()[rank]);
  }

  void add_known(JsonId id, NodeId parent, const schema::Child& child) {
    const JsonValue& value = json_[id];
    if (value.kind != Kind::array) {
      if (is_json_array(child) && value.kind != Kind::null)
        report("schema.json-shape", value.position, parent,
               wrong_shape(value.name, describe(value.kind), describe(Kind::array)),
               {"Put it in [ ], also when there is only one.", "Sett det i [ ], også når det bare er ett."},
               child.element->name.local);
      return add_one(id, parent, child);
    }
    if (!is_json_array(child)) {
      report("schema.json-shape", value.position, parent,
             wrong_shape(value.name, describe(value.kind), describe_form(*child.element)),
             {"Leave out the [ ]; this element comes at most once.",
              "Utelat [ ]; dette elementet forekommer høyst én gang."},
             child.element->name.local);
    }
    for (JsonId at = value.first; at != no_json; at = json_[at].next) add_one(at, parent, child);
  }

  void add_one(JsonId id, NodeId parent, const schema::Child& child) {
    const auto& element = *child.element;
    const JsonValue& value = json_[id];
    if (value.kind == Kind::null && !element.nillable)
      return report("schema.json-null", value.position, parent, is_null(element.name.local), advice_to_omit(),
                    element.name.local);
    const NodeId node = document_.append(parent, element.name.local, element.name.ns, value.position);
    if (value.kind == Kind::null)
      document_.set_nil(node, true);
    else
      fill(id, node);
  }

  /// The check against the schema will report it, so only its place and a plain text are kept.
  void add_unknown(const JsonValue& value, NodeId parent) {
    const NodeId node = document_.append(parent, value.name, document_.root().ns, value.name_position);
    if (is_scalar(value.kind)) document_.set_text(node, value.text);
  }

  void set_text(const JsonValue& value, NodeId node) {
    document_.set_text(node, value.text);
    document_.set_position(node, value.position);
    check_characters(value, node);
  }

  void check_characters(const JsonValue& value, NodeId node) {
    if (value.kind != Kind::string || !holds_foreign_character(value.text)) return;
    report("schema.json-character", value.position, node,
           {fmt::format("'{}' holds a control character that XML does not allow.", document_[node].name),
            fmt::format("'{}' har et kontrolltegn som XML ikke tillater.", document_[node].name)},
           {"Remove the character; the market's messages cannot carry it.",
            "Fjern tegnet; meldingene i markedet kan ikke ha det."});
  }

  void wrong_form(const JsonValue& value, NodeId node) {
    const auto& element = *document_[node].element;
    report("schema.json-shape", value.position, node,
           wrong_shape(element.name.local, describe(value.kind), describe_form(element)),
           advice_for(element));
  }

  /// Of the plain value inside {"value": …}.
  void wrong_inner(const JsonValue& value, NodeId node) {
    const auto& element = *document_[node].element;
    report("schema.json-shape", value.position, node,
           wrong_shape(element.name.local, describe(value.kind), describe_value_of(element)),
           advice_for(element));
  }

  static Text advice_for(const schema::Element& element) {
    const Text form = describe_form(element);
    return {fmt::format("Write \"{}\": {}.", element.name.local, form.en),
            fmt::format("Skriv \"{}\": {}.", element.name.local, form.nb)};
  }

  /// `child`: the finding is about a child of `node` that has no node.
  void report(const char* rule, Position position, NodeId node, Text text, Text advice,
              std::string_view child = {}) {
    if (findings_.add(rule, position, std::move(text), std::move(advice)))
      places_.push_back({findings_.last(), node, child});
  }

  struct Place {
    std::size_t finding = 0;
    NodeId node = no_node;
    std::string_view child;
  };

  const JsonTree& json_;
  Document& document_;
  JsonFindings& findings_;
  std::vector<Place> places_;
};

}  // namespace

void fill_from_json(const JsonTree& json, JsonId value, Document& document, JsonFindings& findings) {
  Filler(json, document, findings).fill_root(value);
}

}  // namespace cimgate::document
