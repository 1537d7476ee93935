#include "gateway/json/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/document/paths.hpp"
#include "gateway/json/number.hpp"
#include "gateway/json/shape.hpp"

namespace cimgate::json {
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

/// Members that the schema does not know are kept to be told: this many, or as many as are.
constexpr std::size_t most_unknown = 10'000;

class Filler {
 public:
  Filler(const JsonTree& json, document::Document& document, JsonFindings& findings)
      : json_(json), document_(document), findings_(findings) {}

  void fill_root(JsonId id) {
    fill(id, 0);
    // Only now: the numbers in a path depend on the siblings that come later.
    document::Paths paths(document_);
    for (const auto& place : places_) {
      auto& path = findings_[place.finding].xpath;
      path = paths.path(place.node);
      if (!place.child.empty()) path.append("/").append(place.child);
    }
  }

 private:
  void fill(JsonId id, document::NodeId node) {
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

  void take_text(JsonId id, document::NodeId node) {
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

  void take_wrapped(JsonId id, document::NodeId node) {
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
    keep_attributes(node);
    if (found) return;
    report("schema.json-value-missing", value.position, node, [&] {
      return Told{{fmt::format("'{}' is an object without the member 'value'.", element.name.local),
                   fmt::format("'{}' er et objekt uten medlemmet 'value'.", element.name.local)},
                  advice_for(element)};
    });
  }

  /// The value of the member "value".
  void take_inner(const JsonValue& value, document::NodeId node) {
    const auto& element = *document_[node].element;
    if (value.kind == Kind::null) {
      if (element.nillable)
        document_.set_nil(node, true);
      else
        tell_null(value, node, element.name.local);
      return;
    }
    if (!is_wanted(value.kind, element)) wrong_inner(value, node);
    if (is_scalar(value.kind)) set_text(value, node);
  }

  void take_attribute(const JsonValue& value, document::NodeId node) {
    if (value.kind == Kind::null) return tell_null(value, node, value.name);
    if (value.kind != Kind::string)
      report("schema.json-shape", value.position, node, [&] {
        return Told{wrong_shape(value.name, describe(value.kind), describe(Kind::string)),
                    {"Put the value in quotes.", "Sett verdien i anførselstegn."}};
      });
    if (!is_scalar(value.kind)) return;
    check_characters(value, node);
    const auto& element = *document_[node].element;
    const auto declared = element.attribute_index(value.name);
    if (declared < 0 && is_beyond()) {
      findings_.leave_out();
      return;
    }
    document::Attribute& made = attributes_.emplace_back();
    if (declared >= 0) made.declaration = &element.attributes()[static_cast<std::size_t>(declared)];
    made.name = made.declaration != nullptr ? std::string_view(made.declaration->name)
                                            : document_.keep_text(value.name);
    made.value = document_.keep_text(value.text);
    made.position = value.position;
  }

  /// The attributes that were taken become those of the node. (Members of an object have different names.)
  void keep_attributes(document::NodeId node) {
    if (attributes_.empty()) return;
    document::Attribute* const all = document_.new_attributes(attributes_.size());
    std::copy(attributes_.begin(), attributes_.end(), all);
    document_.set_kept_attributes(node, {all, static_cast<std::uint32_t>(attributes_.size())});
    attributes_.clear();
  }

  /// Counts what the schema does not know. Nobody is told more of it than the limit, so no more is kept.
  bool is_beyond() { return ++unknown_ > std::max(findings_.limit(), most_unknown); }

  void add_children(JsonId id, document::NodeId node) {
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
    keep_attributes(node);
    if (!sorted)
      std::stable_sort(members.begin(), members.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [rank, member] : members)
      if (rank == known)
        add_unknown(json_[member], node);
      else
        add_known(member, node, element.children()[rank]);
  }

  void add_known(JsonId id, document::NodeId parent, const schema::Child& child) {
    const JsonValue& value = json_[id];
    const auto name = std::string_view(child.element->name.local);
    if (value.kind != Kind::array) {
      if (is_json_array(child) && value.kind != Kind::null)
        report(
            "schema.json-shape", value.position, parent,
            [&] {
              return Told{wrong_shape(value.name, describe(value.kind), describe(Kind::array)),
                          {"Put it in [ ], also when there is only one.",
                           "Sett det i [ ], også når det bare er ett."}};
            },
            name);
      return add_one(id, parent, child);
    }
    // Of more than one where one can stand, the second shows it.
    std::uint32_t most = value.count;
    if (!is_json_array(child)) {
      most = std::min(most, 2U);
      report(
          "schema.json-shape", value.position, parent,
          [&] {
            return Told{wrong_shape(value.name, describe(value.kind), describe_form(*child.element)),
                        {"Leave out the [ ]; this element comes at most once.",
                         "Utelat [ ]; dette elementet forekommer høyst én gang."}};
          },
          name);
    }
    for (JsonId at = value.first; most > 0; at = json_[at].next, --most) add_one(at, parent, child);
  }

  void add_one(JsonId id, document::NodeId parent, const schema::Child& child) {
    const auto& element = *child.element;
    const JsonValue& value = json_[id];
    if (value.kind == Kind::null && !element.nillable)
      return tell_null(value, parent, element.name.local, element.name.local);
    const document::NodeId node =
        document_.append(parent, element.name.local, element.name.ns, value.position);
    if (value.kind == Kind::null)
      document_.set_nil(node, true);
    else
      fill(id, node);
  }

  /// The check against the schema will report it, so only its place and a plain text are kept.
  void add_unknown(const JsonValue& value, document::NodeId parent) {
    if (is_beyond()) return;
    const document::NodeId node =
        document_.append(parent, value.name, document_.root().ns, value.name_position);
    if (is_scalar(value.kind)) document_.set_text(node, value.text);
  }

  void set_text(const JsonValue& value, document::NodeId node) {
    // What an empty element of XML stands for, an empty text of JSON does not.
    const auto& element = *document_[node].element;
    if (value.text.empty() && element.implied_text() != nullptr)
      report("schema.json-shape", value.position, node, [&] {
        return Told{
            wrong_shape(element.name.local, {"an empty text", "en tom tekst"}, describe_form(element)),
            {fmt::format("Write the value: \"{}\".", *element.implied_text()),
             fmt::format("Skriv verdien: \"{}\".", *element.implied_text())}};
      });
    const bool number = value.kind == Kind::number && json_kind_of(element) == JsonKind::number;
    const auto written =
        number ? in_xml_form(value.text, element.text->base == schema::Base::integer) : std::nullopt;
    document_.set_text(node, written ? std::string_view(*written) : value.text);
    document_.set_position(node, value.position);
    check_characters(value, node);
  }

  void check_characters(const JsonValue& value, document::NodeId node) {
    if (value.kind != Kind::string || !holds_foreign_character(value.text)) return;
    report("schema.json-character", value.position, node, [&] {
      const auto name = document_[node].name;
      return Told{{fmt::format("'{}' holds a control character that XML does not allow.", name),
                   fmt::format("'{}' har et kontrolltegn som XML ikke tillater.", name)},
                  {"Remove the character; the market's messages cannot carry it.",
                   "Fjern tegnet; meldingene i markedet kan ikke ha det."}};
    });
  }

  void tell_null(const JsonValue& value, document::NodeId node, std::string_view name,
                 std::string_view child = {}) {
    report(
        "schema.json-null", value.position, node,
        [&] {
          return Told{is_null(name), advice_to_omit()};
        },
        child);
  }

  void wrong_form(const JsonValue& value, document::NodeId node) {
    report("schema.json-shape", value.position, node, [&] {
      const auto& element = *document_[node].element;
      return Told{wrong_shape(element.name.local, describe(value.kind), describe_form(element)),
                  advice_for(element)};
    });
  }

  /// Of the plain value inside {"value": …}.
  void wrong_inner(const JsonValue& value, document::NodeId node) {
    report("schema.json-shape", value.position, node, [&] {
      const auto& element = *document_[node].element;
      return Told{wrong_shape(element.name.local, describe(value.kind), describe_value_of(element)),
                  advice_for(element)};
    });
  }

  static Text advice_for(const schema::Element& element) {
    const Text form = describe_form(element);
    return {fmt::format("Write \"{}\": {}.", element.name.local, form.en),
            fmt::format("Skriv \"{}\": {}.", element.name.local, form.nb)};
  }

  struct Told {
    Text text;
    Text advice;
  };

  /// `child`: the finding is about a child of `node` that has no node. `words` are only made when needed.
  template <class Words>
  void report(const char* rule, source::Position position, document::NodeId node, const Words& words,
              std::string_view child = {}) {
    if (findings_.is_only_counted()) return;
    Told told = words();
    if (findings_.add(rule, position, std::move(told.text), std::move(told.advice)))
      places_.push_back({findings_.last(), node, child});
  }

  struct Place {
    std::size_t finding = 0;
    document::NodeId node = document::no_node;
    std::string_view child;
  };

  const JsonTree& json_;
  document::Document& document_;
  JsonFindings& findings_;
  std::vector<Place> places_;
  std::vector<document::Attribute> attributes_;  ///< of the node that is being filled
  std::size_t unknown_ = 0;
};

}  // namespace

void fill_from_json(const JsonTree& json, JsonId value, document::Document& document,
                    JsonFindings& findings) {
  Filler(json, document, findings).fill_root(value);
}

}  // namespace cimgate::json
