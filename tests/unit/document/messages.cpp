#include "tests/unit/document/messages.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <utility>
#include <vector>

#include "gateway/json/shape.hpp"

namespace cimgate::test {
namespace {

using document::Document;
using document::Message;
using document::NodeId;
using json::JsonKind;

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  void fill(Document& document, NodeId id, std::uint32_t depth) {
    const auto& element = *document[id].element;
    for (const auto& attribute : element.attributes())
      if (attribute.required || one_in(2)) document.set_attribute(id, attribute.name, any_text());
    if (element.text != nullptr) {
      document.set_text(id, text_of(element));
      return;
    }
    std::vector<std::pair<std::int32_t, std::uint32_t>> taken;  // choice and the branch that was taken
    for (std::uint32_t place = 0; place < element.children().size(); ++place) {
      const auto& child = element.children()[place];
      if (child.choice >= 0) {
        const auto known = std::find_if(taken.begin(), taken.end(),
                                        [&](const auto& entry) { return entry.first == child.choice; });
        if (known != taken.end() || one_in(2)) continue;
        taken.emplace_back(child.choice, place);
      }
      const std::uint32_t most = depth > 8 ? child.min : std::min(child.max, child.min + 3);
      const std::uint32_t count = number(child.min, most);
      for (std::uint32_t index = 0; index < count; ++index)
        fill(document, document.ensure(id, place, index), depth + 1);
    }
  }

 private:
  std::uint32_t number(std::uint32_t from, std::uint32_t to) {
    return from + static_cast<std::uint32_t>(random_()) % (to - from + 1);
  }
  bool one_in(std::uint32_t n) { return number(1, n) == 1; }

  std::string text_of(const schema::Element& element) {
    switch (json::json_kind_of(element)) {
      case JsonKind::boolean:
        return one_in(2) ? "true" : "false";
      case JsonKind::number: {
        std::string text = one_in(4) ? "-" : "";
        text += std::to_string(number(0, 100000));
        if (element.text->base == schema::Base::decimal && one_in(2))
          text += '.' + std::to_string(number(0, 999)) + '0';
        return text;
      }
      case JsonKind::string:
        break;
    }
    auto text = any_text();
    // An empty element would stand for its default.
    if (text.empty() && element.implied_text() != nullptr) text = "x";
    return text;
  }

  std::string any_text() {
    static constexpr std::array<std::string_view, 20> pieces = {
        "a",  "Z", "7",  " ",  "\"", "'",   "<", ">", "&",    "]]>",
        "\\", "/", "\n", "\t", "\r", "æøå", "€", "😀", "\x7F", "\xEF\xBF\xBC"};
    std::string text;
    for (auto n = number(0, 12); n > 0; --n) text += pieces[number(0, pieces.size() - 1)];
    return text;
  }

  std::mt19937 random_;
};

void dump(const Document& document, NodeId id, std::uint32_t level, std::string& out) {
  const auto& node = document[id];
  out.append(level, ' ').append(node.ns).append("#").append(node.name);
  if (node.element == nullptr) out += " unknown";
  if (node.nil) out += " nil";
  std::vector<document::Attribute> attributes(node.attributes.begin(), node.attributes.end());
  std::sort(attributes.begin(), attributes.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (const auto& attribute : attributes) {
    out.append(" @").append(attribute.name).append("=[").append(attribute.value).append("]");
    if (attribute.declaration == nullptr) out += " unknown";
  }
  out.append(" [").append(node.text).append("]\n");
  for (NodeId at = node.first_child; at != document::no_node; at = document[at].next)
    dump(document, at, level + 1, out);
}

}  // namespace

const schema::Catalog& catalog() {
  static const auto opened = schema::Catalog::open(resources::built_in());
  REQUIRE_MESSAGE(opened.has_value(), opened.error());
  return **opened;
}

Message make_message(std::string_view set_id, std::string_view root) {
  const auto* set = catalog().set(set_id);
  REQUIRE(set != nullptr);
  const auto* kind = set->find(root);
  REQUIRE(kind != nullptr);
  auto schema = catalog().schema(*set, *kind);
  REQUIRE_MESSAGE(schema.has_value(), schema.error());
  const auto* element = (*schema)->root(kind->root);
  REQUIRE(element != nullptr);
  return {set, kind, Document(*schema, *element)};
}

NodeId node_at(Message& message, std::string_view path) {
  NodeId at = 0;
  while (!path.empty()) {
    const auto length = std::min(path.find('/'), path.size());
    auto step = path.substr(0, length);
    path.remove_prefix(std::min(length + 1, path.size()));
    std::uint32_t index = 1;
    if (const auto bracket = step.find('['); bracket != std::string_view::npos) {
      std::from_chars(step.data() + bracket + 1, step.data() + step.size(), index);
      step = step.substr(0, bracket);
    }
    const auto place = message.document[at].element->child_index(step);
    REQUIRE_MESSAGE(place >= 0, std::string(step));
    at = message.document.ensure(at, static_cast<std::uint32_t>(place), index - 1);
  }
  return at;
}

void put(Message& message, std::string_view path, std::string_view value) {
  if (const auto at = path.find("/@"); at != std::string_view::npos)
    message.document.set_attribute(node_at(message, path.substr(0, at)), path.substr(at + 2), value);
  else
    message.document.set_text(node_at(message, path), value);
}

Message random_message(std::string_view set, std::string_view root, std::uint32_t seed) {
  auto message = make_message(set, root);
  Generator(seed).fill(message.document, 0, 0);
  return message;
}

std::string dump(const Document& document) {
  std::string out;
  dump(document, 0, 0, out);
  return out;
}

}  // namespace cimgate::test
