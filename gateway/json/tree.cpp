#include "gateway/json/tree.hpp"
#include "gateway/source/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace cimgate::json {

using Kind = JsonToken::Kind;

namespace {

/// Values have names in documents, and so a length: without this, a list of digits would become a hundred
/// times as large in memory.
std::size_t most_values(std::string_view text, const source::Limits& limits) {
  constexpr std::size_t few = 1000;
  constexpr std::size_t shortest = 6;  // bytes of a value, on average
  return std::min<std::size_t>(limits.elements, few + text.size() / shortest);
}

}  // namespace

/// Keeps the open objects and arrays on a stack of its own, so that depth costs no call stack.
class JsonParser {
 public:
  JsonParser(std::string_view text, const source::Limits& limits)
      : depth_(limits.depth),
        most_(most_values(text, limits)),
        by_length_(most_ < limits.elements),
        tokenizer_(text, limits, *tree_.texts_) {}

  tl::expected<JsonTree, JsonError> parse() {
    token_ = tokenizer_.next();
    if (!value()) return failed();
    while (!open_.empty())
      if (!next_in(open_.back())) return failed();
    if (token_.kind != Kind::end) {
      expected({"the end of the input", "slutten av inndata"});
      return failed();
    }
    return std::move(tree_);
  }

 private:
  struct Open {
    JsonId id = no_json;
    JsonId last = no_json;
  };

  /// A value that begins with the present token; objects and arrays are only opened.
  bool value() {
    JsonValue value;
    value.position = token_.position;
    value.text = token_.text;
    value.name = name_;
    value.name_position = name_position_;
    switch (token_.kind) {
      case Kind::begin_object:
        value.kind = JsonValue::Kind::object;
        break;
      case Kind::begin_array:
        value.kind = JsonValue::Kind::array;
        break;
      case Kind::string:
        value.kind = JsonValue::Kind::string;
        break;
      case Kind::number:
        value.kind = JsonValue::Kind::number;
        break;
      case Kind::true_value:
      case Kind::false_value:
        value.kind = JsonValue::Kind::boolean;
        break;
      case Kind::null:
        value.kind = JsonValue::Kind::null;
        break;
      default:
        return expected({"a value", "en verdi"});
    }
    if (tree_.values_.size() == most_) return too_many();
    const auto id = static_cast<JsonId>(tree_.values_.size());
    tree_.values_.push_back(value);
    if (!open_.empty()) {
      Open& above = open_.back();
      (above.last == no_json ? tree_.values_[above.id].first : tree_.values_[above.last].next) = id;
      above.last = id;
      ++tree_.values_[above.id].count;
    }
    if (value.kind == JsonValue::Kind::object || value.kind == JsonValue::Kind::array) {
      if (open_.size() == depth_) return too_deep();
      open_.push_back({id, no_json});
    }
    token_ = tokenizer_.next();
    return true;
  }

  /// The next member or item of what is open, or its end.
  bool next_in(Open open) {
    const bool object = tree_.values_[open.id].kind == JsonValue::Kind::object;
    const Kind end = object ? Kind::end_object : Kind::end_array;
    const bool first = open.last == no_json;
    if (token_.kind == end) return close(open.id);
    if (!first) {
      if (token_.kind != Kind::comma)
        return object ? expected({"',' or '}'", "',' eller '}'"}) : expected({"',' or ']'", "',' eller ']'"});
      token_ = tokenizer_.next();
      if (token_.kind == end)
        return expected({"one more after the comma", "én til etter kommaet"},
                        {"Remove the comma before the bracket.", "Fjern kommaet før parentesen."});
    }
    name_ = {};
    if (object && !member_name(first)) return false;
    return value();
  }

  bool member_name(bool first) {
    if (token_.kind != Kind::string)
      return first ? expected({"a member name in quotes or '}'", "et medlemsnavn i anførselstegn eller '}'"})
                   : expected({"a member name in quotes", "et medlemsnavn i anførselstegn"});
    name_ = token_.text;
    name_position_ = token_.position;
    token_ = tokenizer_.next();
    if (token_.kind != Kind::colon) return expected({"':' after the member name", "':' etter medlemsnavnet"});
    token_ = tokenizer_.next();
    return true;
  }

  bool close(JsonId id) {
    if (tree_.values_[id].kind == JsonValue::Kind::object && !names_differ(id)) return false;
    open_.pop_back();
    token_ = tokenizer_.next();
    return true;
  }

  bool names_differ(JsonId object) {
    if (tree_.values_[object].count < 2) return true;
    members_.clear();
    for (JsonId at = tree_.values_[object].first; at != no_json; at = tree_.values_[at].next)
      members_.push_back(at);
    const auto less = [&](JsonId a, JsonId b) {
      return std::pair(tree_.values_[a].name, a) < std::pair(tree_.values_[b].name, b);
    };
    std::sort(members_.begin(), members_.end(), less);
    JsonId second = no_json;  // of the pair that comes first in the text
    for (std::size_t i = 1; i < members_.size(); ++i)
      if (tree_.values_[members_[i]].name == tree_.values_[members_[i - 1]].name)
        second = std::min(second, members_[i]);
    if (second == no_json) return true;
    const auto& value = tree_.values_[second];
    const auto name = source::shown_name(value.name);
    error_ = JsonError{"wellformed.duplicate-member",
                       value.name_position,
                       {fmt::format("The member '{}' comes twice in the same object.", name),
                        fmt::format("Medlemmet '{}' står to ganger i samme objekt.", name)},
                       {"Keep one of them; an element that repeats is an array.",
                        "Behold ett av dem; et element som gjentas, er en liste."}};
    return false;
  }

  bool expected(const Text& what, Text advice = {}) {
    if (token_.kind != Kind::error)
      error_ = json_syntax_error(token_.position, describe(token_.kind), what, std::move(advice));
    return false;
  }

  bool too_deep() {
    error_ = JsonError{"wellformed.depth",
                       token_.position,
                       {fmt::format("Objects and arrays are nested deeper than the limit of {}.", depth_),
                        fmt::format("Objekter og lister er nøstet dypere enn grensen på {}.", depth_)},
                       {"No CIM document needs this depth; check what made the JSON.",
                        "Ingen CIM-dokumenter trenger denne dybden; kontroller hva som laget JSON-teksten."}};
    return false;
  }

  bool too_many() {
    error_ = JsonError{"wellformed.too-many-elements",
                       token_.position,
                       {fmt::format("The document has more than {} values; that is the limit{}.", most_,
                                    by_length_ ? " for its length" : ""),
                        fmt::format("Dokumentet har mer enn {} verdier; det er grensen{}.", most_,
                                    by_length_ ? " for lengden" : "")},
                       {"Split the message into several smaller ones, or raise the limit.",
                        "Del meldingen i flere mindre, eller hev grensen."}};
    return false;
  }

  tl::unexpected<JsonError> failed() { return tl::make_unexpected(error_ ? *error_ : tokenizer_.error()); }

  JsonTree tree_;
  std::size_t depth_;
  std::size_t most_;
  bool by_length_;  ///< of the text, not by what is asked for
  JsonTokenizer tokenizer_;
  JsonToken token_;
  std::string_view name_;
  source::Position name_position_;
  std::vector<Open> open_;
  std::vector<JsonId> members_;
  std::optional<JsonError> error_;
};

JsonId JsonTree::member(JsonId object, std::string_view name) const {
  if (values_[object].kind != JsonValue::Kind::object) return no_json;
  for (JsonId at = values_[object].first; at != no_json; at = values_[at].next)
    if (values_[at].name == name) return at;
  return no_json;
}

tl::expected<JsonTree, JsonError> parse_json(std::string_view text, const source::Limits& limits) {
  return JsonParser(text, limits).parse();
}

}  // namespace cimgate::json
