#include "gateway/mapping/residual.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/path.hpp"
#include "gateway/mapping/record_order.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::mapping {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using Entry = document::SupplementEntry;

class Differ {
 public:
  Differ(const Document& wanted, const Document& given, std::vector<NodeId>* pairs)
      : wanted_(wanted), given_(given), pairs_(pairs) {
    if (pairs != nullptr) pairs->assign(wanted.size(), no_node);
  }

  std::vector<Difference> run() {
    compare(0, 0, {});
    return std::move(found_);
  }

 private:
  void add(Entry::Kind kind, std::string path, std::string_view value, NodeId wanted, NodeId given,
           const schema::Attribute* attribute = nullptr) {
    found_.push_back({{kind, std::move(path), std::string(value), {}}, wanted, given, attribute});
  }

  /// Either node may be missing, not both.
  void compare(NodeId wanted, NodeId given, const std::string& path) {
    if (wanted == no_node) {
      add(Entry::Kind::absent, path, {}, wanted, given);
      return;
    }
    if (pairs_ != nullptr) (*pairs_)[wanted] = given;
    const auto& element = *wanted_[wanted].element;
    const std::size_t before = found_.size();
    if (element.text != nullptr) {
      const auto text = wanted_.effective_text(wanted);
      if (given == no_node || !schema::equal_values(*element.text, text, given_.effective_text(given)))
        add(Entry::Kind::value, path, text, wanted, given);
    }
    compare_attributes(wanted, given, path);
    compare_children(wanted, given, path);
    if (given == no_node && found_.size() == before) add(Entry::Kind::present, path, {}, wanted, given);
  }

  void compare_attributes(NodeId wanted, NodeId given, const std::string& path) {
    for (const auto& attribute : wanted_[wanted].attributes) {
      if (attribute.declaration == nullptr) continue;
      const auto other = given == no_node ? std::nullopt : given_.attribute(given, attribute.name);
      if (!other || !schema::equal_values(*attribute.declaration->type, attribute.value, *other))
        add(Entry::Kind::value, below(path, '@' + std::string(attribute.name)), attribute.value, wanted,
            given, attribute.declaration);
    }
    if (given == no_node) return;
    for (const auto& attribute : given_[given].attributes)
      if (attribute.declaration != nullptr && !wanted_.attribute(wanted, attribute.name))
        add(Entry::Kind::absent, below(path, '@' + std::string(attribute.name)), {}, wanted, given,
            attribute.declaration);
  }

  void compare_children(NodeId wanted, NodeId given, const std::string& path) {
    const auto& children = wanted_[wanted].element->children();
    // Siblings are in schema order on both sides: one walk along both.
    NodeId a = wanted_[wanted].first_child;
    NodeId b = given == no_node ? no_node : given_[given].first_child;
    for (std::uint32_t place = 0; place < children.size(); ++place) {
      std::uint32_t number = 0;
      while (true) {
        const bool has_a = a != no_node && wanted_[a].place == place;
        const bool has_b = b != no_node && given_[b].place == place;
        if (!has_a && !has_b) break;
        ++number;
        std::string child = below(path, children[place].element->name.local);
        if (children[place].max > 1) child += fmt::format("[{}]", number);
        compare(has_a ? a : no_node, has_b ? b : no_node, child);
        if (has_a) a = wanted_[a].next;
        if (has_b) b = given_[b].next;
      }
    }
  }

  const Document& wanted_;
  const Document& given_;
  std::vector<NodeId>* pairs_;
  std::vector<Difference> found_;
};

/// Where the last "[…]" of a path is; npos when there is none.
std::size_t last_bracket(std::string_view path) {
  return path.rfind('[');
}

}  // namespace

std::vector<Difference> difference(const Document& wanted, const Document& given,
                                   std::vector<NodeId>* pairs) {
  return Differ(wanted, given, pairs).run();
}

namespace {

/// The entries that say what is there. Records are looked for from the last one on: out of order each would
/// be looked for from the first one.
std::vector<const Entry*> in_order_of_paths(const std::vector<Entry>& entries) {
  std::vector<const Entry*> sorted;
  for (const auto& entry : entries)
    if (entry.kind != Entry::Kind::choice && entry.kind != Entry::Kind::order) sorted.push_back(&entry);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry* a, const Entry* b) { return RecordOrder()(a->path, b->path); });
  return sorted;
}

}  // namespace

bool apply(Document& document, const std::vector<Entry>& entries, std::string& problem) {
  std::vector<std::pair<NodeId, const schema::Attribute*>> removed;
  const auto& root = *document.root().element;
  for (const auto* at : in_order_of_paths(entries)) {
    const auto& entry = *at;
    const auto path = resolve_path(entry.path, root, root);
    if (!path) {
      problem = fmt::format("'{}': {}", entry.path, path.error());
      return false;
    }
    if (entry.kind == Entry::Kind::absent) {
      const NodeId node = find(document, 0, *path);
      if (node != no_node) removed.emplace_back(node, path->attribute);
      continue;
    }
    const NodeId node = ensure(document, 0, *path);
    if (entry.kind == Entry::Kind::present) continue;
    if (path->attribute != nullptr) {
      document.set_attribute(node, path->attribute->name, entry.value);
    } else if (document[node].element->text != nullptr) {
      document.set_text(node, entry.value);
    } else {
      problem = fmt::format("'{}' has no text of its own", entry.path);
      return false;
    }
  }
  for (const auto& [node, attribute] : removed) {
    if (attribute != nullptr)
      document.remove_attribute(node, attribute->name);
    else
      document.remove(node);
  }
  return true;
}

std::string without_numbers(std::string_view path) {
  std::string text;
  bool inside = false;
  for (const char c : path) {
    if (c == '[') inside = true;
    if (!inside) text += c;
    if (c == ']') inside = false;
  }
  return text;
}

std::vector<Entry> fold(std::vector<Entry> entries, std::vector<std::size_t>* firsts) {
  struct Run {
    std::size_t at;          ///< in the result
    std::uint32_t last = 0;  ///< number the run ends with
    std::uint32_t first = 0;
  };
  std::vector<Entry> folded;
  std::map<std::string, Run> runs;
  const auto keep = [&](Entry& entry) {
    if (firsts != nullptr) firsts->push_back(static_cast<std::size_t>(&entry - entries.data()));
    folded.push_back(std::move(entry));
  };
  for (auto& entry : entries) {
    const auto open = last_bracket(entry.path);
    const auto close = entry.path.find(']', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos || entry.kind == Entry::Kind::order) {
      keep(entry);
      continue;
    }
    const auto number = static_cast<std::uint32_t>(std::stoul(entry.path.substr(open + 1, close - open - 1)));
    const std::string before = entry.path.substr(0, open + 1);
    const std::string after = entry.path.substr(close);
    const std::string key =
        fmt::format("{}\n{}\n{}\n{}", static_cast<int>(entry.kind), before, after, entry.value);
    const auto run = runs.find(key);
    if (run != runs.end() && run->second.last + 1 == number &&
        folded[run->second.at].reason == entry.reason) {
      run->second.last = number;
      folded[run->second.at].path = fmt::format("{}{}..{}{}", before, run->second.first, number, after);
      continue;
    }
    runs[key] = Run{folded.size(), number, number};
    keep(entry);
  }
  return folded;
}

bool unfold(std::vector<Entry>& entries, std::string& problem, std::size_t most) {
  std::vector<Entry> unfolded;
  for (auto& entry : entries) {
    const auto dots = entry.path.find("..");
    if (dots == std::string::npos) {
      unfolded.push_back(std::move(entry));
      continue;
    }
    const auto open = entry.path.rfind('[', dots);
    const auto close = entry.path.find(']', dots);
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    try {
      first = static_cast<std::uint32_t>(std::stoul(entry.path.substr(open + 1, dots - open - 1)));
      last = static_cast<std::uint32_t>(std::stoul(entry.path.substr(dots + 2, close - dots - 2)));
    } catch (const std::exception&) {
      last = 0;
    }
    if (open == std::string::npos || close == std::string::npos || first == 0 || last < first ||
        last - first > most || unfolded.size() + (last - first) > most) {
      problem = fmt::format("'{}' has a range that cannot be read", entry.path);
      return false;
    }
    const std::string before = entry.path.substr(0, open + 1);
    const std::string after = entry.path.substr(close);
    for (std::uint32_t number = first; number <= last; ++number) {
      Entry one = entry;
      one.path = fmt::format("{}{}{}", before, number, after);
      unfolded.push_back(std::move(one));
    }
  }
  entries = std::move(unfolded);
  return true;
}

}  // namespace cimgate::mapping
