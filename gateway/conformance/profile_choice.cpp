#include "gateway/conformance/profile_choice.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/path.hpp"

namespace cimgate::conformance {
namespace {

using schema::SchemaSet;

/// Enough to compare two profiles by; a document with more is broken in both.
constexpr std::size_t violations_compared = 1000;

std::size_t count_violations(const document::Document& document) {
  return check_document(document, violations_compared).size();
}

/// The message in another set; nothing when the set lacks that document or its schema does not load.
std::optional<document::Message> in_set(const schema::Catalog& catalog, const SchemaSet& set,
                                        const document::Message& message) {
  const auto* kind = set.find(message.kind->root);
  if (kind == nullptr) return std::nullopt;
  const auto schema = catalog.schema(set, *kind);
  if (!schema) return std::nullopt;
  const auto* root = (*schema)->root(kind->root);
  if (root == nullptr) return std::nullopt;
  return document::Message{&set, kind, rebind(message.document, *schema, *root)};
}

/// The messages that belong to another CIM set than `set` and can be had there, with their index.
std::vector<std::pair<std::size_t, document::Message>> moved(const schema::Catalog& catalog,
                                                             const SchemaSet& set,
                                                             const std::vector<document::Message>& messages) {
  std::vector<std::pair<std::size_t, document::Message>> result;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (messages[i].set == &set || messages[i].set->side != SchemaSet::Side::cim) continue;
    if (auto message = in_set(catalog, set, messages[i])) result.emplace_back(i, std::move(*message));
  }
  return result;
}

/// True when the document says that it is of this market.
bool says_so(const document::Document& document, const dialect::Dialect& dialect) {
  const auto& root = *document.root().element;
  return std::any_of(dialect.signs.begin(), dialect.signs.end(), [&](const dialect::Sign& sign) {
    const auto path = document::find_path(sign.at, root, root);
    if (!path) return false;
    const auto text = document::read(document, 0, *path);
    return text && std::find(sign.values.begin(), sign.values.end(), *text) != sign.values.end();
  });
}

void put_back(std::vector<std::pair<std::size_t, document::Message>>&& changed,
              std::vector<document::Message>& messages) {
  for (auto& [index, message] : changed) messages[index] = std::move(message);
}

}  // namespace

KindInSet find_cim_kind(const schema::Catalog& catalog, std::string_view profile,
                        std::string_view root_local) {
  for (const auto& set : catalog.sets()) {
    if (set.side != SchemaSet::Side::cim || (!profile.empty() && set.id != profile)) continue;
    if (const auto* kind = set.find(root_local)) return {&set, kind};
  }
  return {};
}

const SchemaSet* find_profile(const schema::Catalog& catalog, std::string_view id) {
  const auto* set = catalog.set(id);
  return set != nullptr && set->side == SchemaSet::Side::cim ? set : nullptr;
}

std::string_view asked_profile(const document::ReadOptions& options,
                               const std::optional<document::Supplement>& supplement) {
  if (!options.profile.empty() || !supplement) return options.profile;
  return supplement->profile;
}

document::Document rebind(const document::Document& document, std::shared_ptr<const schema::Schema> schema,
                          const schema::Element& root) {
  document::Document copy(std::move(schema), root);
  copy.reserve(document.size());
  const auto copy_content = [&](document::NodeId from, document::NodeId to) {
    const document::Node& node = document[from];
    copy.set_position(to, node.position);
    copy.set_nil(to, node.nil);
    copy.set_text(to, node.text);
    for (const auto& attribute : node.attributes)
      copy.set_attribute(to, attribute.name, attribute.value, attribute.position);
  };
  copy_content(0, 0);
  document::NodeId from = 0;
  document::NodeId to = 0;
  // In document order without recursion: down to the first child, else to the next sibling of the nearest
  // ancestor.
  for (;;) {
    document::NodeId next = document[from].first_child;
    while (next == document::no_node && from != 0) {
      next = document[from].next;
      from = document[from].parent;
      to = copy[to].parent;
    }
    if (next == document::no_node) return copy;
    to = copy.append(to, document[next].name, document[next].ns, document[next].position);
    copy_content(next, to);
    from = next;
  }
}

std::vector<const SchemaSet*> others_to_try(const schema::Catalog& catalog, const SchemaSet& tried,
                                            const schema::QName& root) {
  std::vector<const SchemaSet*> others;
  for (const auto& [set, kind] : catalog.knowing(root))
    if (set != &tried && !set->when_asked && catalog.may_take_more(tried, *set)) others.push_back(set);
  return others;
}

const SchemaSet* choose_version(const schema::Catalog& catalog,
                                const std::vector<document::Message>& messages) {
  const document::Message* first = nullptr;
  for (const auto& message : messages)
    if (first == nullptr && message.set->side == SchemaSet::Side::bim) first = &message;
  if (first == nullptr) return nullptr;
  const auto valid_in = [&](const SchemaSet& set) {
    return std::all_of(messages.begin(), messages.end(), [&](const document::Message& message) {
      if (message.set->side != SchemaSet::Side::bim) return true;
      const auto moved = in_set(catalog, set, message);
      return moved && check_document(moved->document, 1).empty();
    });
  };
  for (const auto* set : others_to_try(catalog, *first->set, first->kind->root))
    if (valid_in(*set)) return set;
  return nullptr;
}

std::vector<const SchemaSet*> those_valid(const schema::Catalog& catalog, const document::Message& message,
                                          std::vector<const SchemaSet*> sets) {
  std::erase_if(sets, [&](const SchemaSet* set) {
    const auto moved = in_set(catalog, *set, message);
    return !moved || !check_document(moved->document, 1).empty();
  });
  return sets;
}

std::vector<const SchemaSet*> valid_elsewhere(const schema::Catalog& catalog,
                                              const document::Message& message) {
  std::vector<const SchemaSet*> sets;
  for (const auto& [set, kind] : catalog.knowing(message.kind->root))
    if (set != message.set && catalog.may_take_more(*message.set, *set)) sets.push_back(set);
  return those_valid(catalog, message, std::move(sets));
}

const SchemaSet* set_of_market(const schema::Catalog& catalog,
                               const std::vector<document::Message>& messages) {
  for (const auto& message : messages) {
    if (message.set->side != SchemaSet::Side::cim) continue;
    for (const auto& set : catalog.sets())
      if (set.side == SchemaSet::Side::cim && set.dialect != message.set->dialect &&
          set.find(message.kind->root) != nullptr && says_so(message.document, *set.dialect))
        return &set;
  }
  return nullptr;
}

void choose_profile(const schema::Catalog& catalog, std::string_view profile,
                    std::vector<document::Message>& messages) {
  if (const auto* set = find_profile(catalog, profile); set != nullptr)
    return put_back(moved(catalog, *set, messages), messages);
  if (const auto* set = set_of_market(catalog, messages); set != nullptr)
    return put_back(moved(catalog, *set, messages), messages);
  std::size_t fewest = 0;
  std::vector<std::size_t> violations(messages.size(), 0);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (messages[i].set->side != SchemaSet::Side::cim) continue;
    violations[i] = count_violations(messages[i].document);
    fewest += violations[i];
  }
  if (fewest == 0) return;
  std::vector<std::pair<std::size_t, document::Message>> best;
  for (const auto& set : catalog.sets()) {
    if (set.side != SchemaSet::Side::cim) continue;
    auto candidates = moved(catalog, set, messages);
    if (candidates.empty()) continue;
    auto remaining = violations;
    for (const auto& [index, message] : candidates) remaining[index] = count_violations(message.document);
    std::size_t total = 0;
    for (const auto count : remaining) total += count;
    if (total >= fewest) continue;
    fewest = total;
    best = std::move(candidates);
  }
  put_back(std::move(best), messages);
}

}  // namespace cimgate::conformance
