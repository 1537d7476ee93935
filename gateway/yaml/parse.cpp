#include "gateway/yaml/parse.hpp"

#include <yaml.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <new>

namespace cimgate::yaml {
namespace {

constexpr std::size_t deepest = 200;
/// Nodes of a tree, each counted as often as it is referred to.
constexpr std::uint64_t most_nodes = 50'000'000;

/// libyaml holds every directive (%TAG) against all before it, and tells none before it has read all.
constexpr std::ptrdiff_t most_directives = 100;
bool has_too_many_directives(std::string_view text) {
  std::ptrdiff_t count = 0;
  for (std::size_t at = 0; at < text.size();
       at = std::min(text.find_first_of("\r\n", at), text.size() - 1) + 1)
    if (text[at] == '%' && ++count > most_directives) return true;
  return false;
}

std::string_view text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

/// Words that stand for no value (YAML 1.1, the null type).
bool says_null(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// Turns the events of libyaml into tables. Members of a list or map are gathered while it is open, and get
/// their links, which lie side by side, when it ends.
class Builder {
 public:
  explicit Builder(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;
  ~Builder() { yaml_parser_delete(&parser_); }

  tl::expected<OwnTables, Mistake> build() {
    while (!done_) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) return tl::make_unexpected(of_parser());
      const std::unique_ptr<yaml_event_t, decltype(&yaml_event_delete)> owner(&event, yaml_event_delete);
      if (auto fault = take(event); !fault.text.empty()) return tl::make_unexpected(std::move(fault));
    }
    if (auto fault = nothing_more(); !fault.text.empty()) return tl::make_unexpected(std::move(fault));
    if (made_.items.empty()) made_.items.push_back({Item::Kind::null, 1, 0, 0, 1, 1});
    return std::move(made_);
  }

 private:
  struct Open {
    std::uint32_t item;
    std::string anchor;
    std::vector<std::uint32_t> members;
  };

  static Mistake fault_at(const yaml_mark_t& mark, std::string text) {
    return {{{}, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)},
            std::move(text)};
  }

  Mistake of_parser() const {
    // Faults in the encoding have no mark of their own; the parser has got this far.
    const auto& mark = parser_.error == YAML_READER_ERROR ? parser_.mark : parser_.problem_mark;
    std::string text = parser_.problem != nullptr ? parser_.problem : "it cannot be read";
    if (parser_.context != nullptr)
      text +=
          std::string(", ") + parser_.context + " from line " + std::to_string(parser_.context_mark.line + 1);
    return fault_at(mark, std::move(text));
  }

  Mistake take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_SCALAR_EVENT:
        return scalar(event);
      case YAML_SEQUENCE_START_EVENT:
        return open(event, Item::Kind::list, event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
                    event.data.sequence_start.anchor);
      case YAML_MAPPING_START_EVENT:
        return open(event, Item::Kind::map, event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
                    event.data.mapping_start.anchor);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return close(event);
      case YAML_ALIAS_EVENT:
        return alias(event);
      case YAML_DOCUMENT_END_EVENT:
        done_ = true;
        return {};
      case YAML_STREAM_END_EVENT:
        done_ = ended_ = true;
        return {};
      case YAML_NO_EVENT:
      case YAML_STREAM_START_EVENT:
      case YAML_DOCUMENT_START_EVENT:
        return {};
    }
    return {};
  }

  /// What stood in a second document would be read by nobody.
  Mistake nothing_more() {
    if (ended_) return {};
    yaml_event_t event;
    if (yaml_parser_parse(&parser_, &event) == 0) return of_parser();
    const std::unique_ptr<yaml_event_t, decltype(&yaml_event_delete)> owner(&event, yaml_event_delete);
    if (event.type == YAML_STREAM_END_EVENT) return {};
    return fault_at(event.start_mark, "a second document begins, where one is read");
  }

  std::uint32_t add(const yaml_event_t& event, Item::Kind kind, bool plain) {
    Item item;
    item.kind = kind;
    item.plain = plain ? 1 : 0;
    item.line = static_cast<std::uint32_t>(event.start_mark.line + 1);
    item.column = static_cast<std::uint32_t>(event.start_mark.column + 1);
    made_.items.push_back(item);
    weights_.push_back(1);
    const auto id = static_cast<std::uint32_t>(made_.items.size() - 1);
    link(id);
    return id;
  }

  void link(std::uint32_t id) {
    if (!open_.empty()) open_.back().members.push_back(id);
  }

  Mistake scalar(const yaml_event_t& event) {
    const auto& given = event.data.scalar;
    const std::string_view text(reinterpret_cast<const char*>(given.value), given.length);
    const bool plain = given.style == YAML_PLAIN_SCALAR_STYLE && given.tag == nullptr;
    const auto id = add(event, plain && says_null(text) ? Item::Kind::null : Item::Kind::scalar, plain);
    made_.items[id].begin = static_cast<std::uint32_t>(made_.chars.size());
    made_.items[id].size = static_cast<std::uint32_t>(text.size());
    made_.chars += text;
    if (given.anchor != nullptr) anchors_[std::string(text_of(given.anchor))] = id;
    return {};
  }

  Mistake open(const yaml_event_t& event, Item::Kind kind, bool flow, const yaml_char_t* anchor) {
    if (open_.size() == deepest) return fault_at(event.start_mark, "it is nested too deep");
    const auto id = add(event, kind, flow);
    open_.push_back({id, std::string(text_of(anchor)), {}});
    return {};
  }

  Mistake close(const yaml_event_t& event) {
    auto& item = made_.items[open_.back().item];
    const auto& members = open_.back().members;
    item.begin = static_cast<std::uint32_t>(made_.links.size());
    item.size = static_cast<std::uint32_t>(members.size());
    made_.links.insert(made_.links.end(), members.begin(), members.end());
    if (item.kind == Item::Kind::map)
      if (auto fault = repeated_key(members); !fault.text.empty()) return fault;
    // Only now, so that nothing can hold itself.
    if (!open_.back().anchor.empty()) anchors_[open_.back().anchor] = open_.back().item;
    // References to what holds references grow by powers for whoever walks the tree.
    std::uint64_t weight = 1;
    for (const auto member : members) weight = std::min(most_nodes + 1, weight + weights_[member]);
    weights_[open_.back().item] = weight;
    open_.pop_back();
    if (weight > most_nodes) return fault_at(event.start_mark, "its references say too much");
    return {};
  }

  /// Of a key that a map has twice, readers take the one or the other (YAML 1.1, 3.2.1.3: keys are unique).
  Mistake repeated_key(const std::vector<std::uint32_t>& members) const {
    std::vector<std::pair<std::string_view, std::uint32_t>> keys;
    for (std::size_t i = 0; i < members.size(); i += 2) {
      const auto& key = made_.items[members[i]];
      if (key.kind == Item::Kind::scalar)
        keys.emplace_back(std::string_view(made_.chars).substr(key.begin, key.size), members[i]);
    }
    // The members of a map are made in their order, so equal keys stay in it.
    std::sort(keys.begin(), keys.end());
    const auto again = std::adjacent_find(
        keys.begin(), keys.end(), [](const auto& one, const auto& next) { return one.first == next.first; });
    if (again == keys.end()) return {};
    const auto& first = made_.items[again->second];
    const auto& second = made_.items[std::next(again)->second];
    return {{{}, second.line, second.column},
            "the key '" + std::string(again->first) + "' is there a second time, after line " +
                std::to_string(first.line)};
  }

  Mistake alias(const yaml_event_t& event) {
    const std::string name(text_of(event.data.alias.anchor));
    const auto at = anchors_.find(name);
    if (at == anchors_.end())
      return fault_at(event.start_mark, "there is no anchor '" + name + "' that ends before this");
    link(at->second);
    return {};
  }

  yaml_parser_t parser_{};
  OwnTables made_;
  std::vector<std::uint64_t> weights_;  ///< of the items: how many nodes each stands for
  std::vector<Open> open_;
  std::map<std::string, std::uint32_t> anchors_;
  bool done_ = false;   ///< with the document
  bool ended_ = false;  ///< and with the text
};

/// A tree that owns its tables.
struct OwnTree {
  OwnTables own;
  Tables tables;
};

}  // namespace

tl::expected<OwnTables, Mistake> parse_tables(std::string_view text) {
  if (has_too_many_directives(text))
    return tl::make_unexpected(Mistake{{{}, 1, 1}, "it has too many directives"});
  return Builder(text).build();
}

tl::expected<Node, Mistake> parse(std::string_view text) {
  auto made = parse_tables(text);
  if (!made) return tl::make_unexpected(made.error());
  const auto tree = std::make_shared<OwnTree>();
  tree->own = *std::move(made);
  tree->tables = tree->own.tables();
  return Node(std::shared_ptr<const Tables>(tree, &tree->tables));
}

}  // namespace cimgate::yaml
