#include "gateway/schema/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/schema/image.hpp"
#include "gateway/schema/loader.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::schema {
namespace {

constexpr const char* sets_file = "xsd/sets.yaml";

std::string fault_at(const yaml::Node& node, std::string_view text) {
  return fmt::format("{}:{}:{}: {}", sets_file, node.line(), node.column(), text);
}

/// Something is wrong with the file, and how: "file:line:column: text".
struct Wrong {
  std::string text;
};

/// The text below a key, which has to be there.
std::string text(const yaml::Node& map, std::string_view key) {
  const auto found = map[key];
  if (!found) throw Wrong{fault_at(map, fmt::format("'{}' is missing", key))};
  if (!found.is_scalar()) throw Wrong{fault_at(found, fmt::format("expected a text for '{}'", key))};
  return found.text();
}

void read_messages(const yaml::Node& documents, const std::string& folder, bool provisional, SchemaSet& set) {
  for (const auto& entry : documents) {
    MessageKind kind;
    kind.root = {text(entry, "namespace"), text(entry, "root")};
    kind.file = folder + '/' + text(entry, "file");
    kind.provisional = provisional;
    set.messages.push_back(std::move(kind));
  }
}

SchemaSet read_set(const yaml::Node& node, const std::vector<SchemaSet>& before) {
  SchemaSet set;
  if (const auto base = node["extends"]) {
    const auto id = base.text();
    const auto at =
        std::find_if(before.begin(), before.end(), [&](const SchemaSet& s) { return s.id == id; });
    if (at == before.end())
      throw Wrong{fault_at(base, fmt::format("there is no set '{}' before this one", id))};
    set = *at;
  }
  set.id = text(node, "id");
  set.title = text(node, "title");
  if (const auto side = node["side"])
    set.side = side.text() == "bim" ? SchemaSet::Side::bim : SchemaSet::Side::cim;
  if (const auto prefix = node["root-prefix"]) set.root_prefix = prefix.text();
  for (const auto& entry : node["prefixes"]) set.prefixes[entry.second.text()] = entry.first.text();
  for (const auto& entry : node["replace"]) set.replaced[entry.first.text()] = entry.second.text();
  if (node["documents"]) read_messages(node["documents"], text(node, "folder"), false, set);
  if (const auto own = node["provisional"]) read_messages(own["documents"], text(own, "folder"), true, set);
  std::sort(set.messages.begin(), set.messages.end(),
            [](const MessageKind& a, const MessageKind& b) { return a.root.local < b.root.local; });
  return set;
}

}  // namespace

const MessageKind* SchemaSet::find(std::string_view root_local) const {
  const auto at =
      std::lower_bound(messages.begin(), messages.end(), root_local,
                       [](const MessageKind& m, std::string_view name) { return m.root.local < name; });
  return at == messages.end() || at->root.local != root_local ? nullptr : &*at;
}

const MessageKind* SchemaSet::find(const QName& root) const {
  const auto* kind = find(root.local);
  return kind != nullptr && kind->root == root ? kind : nullptr;
}

tl::expected<std::shared_ptr<const Catalog>, std::string> Catalog::open(
    std::shared_ptr<const resources::Store> store) {
  const auto read = store->read(sets_file);
  if (!read) return tl::make_unexpected(read.error());
  const auto file = yaml::load(*read);
  if (!file)
    return tl::make_unexpected(fmt::format("{}:{}:{}: this is not YAML: {}", sets_file, file.error().line,
                                           file.error().column, file.error().text));
  std::shared_ptr<Catalog> catalog(new Catalog(std::move(store)));
  try {
    for (const auto& node : (*file)["sets"]) catalog->sets_.push_back(read_set(node, catalog->sets_));
  } catch (const Wrong& wrong) {
    return tl::make_unexpected(wrong.text);
  }
  return catalog;
}

std::shared_ptr<const Catalog> Catalog::open(std::shared_ptr<const resources::Store> store,
                                             std::shared_ptr<const Image> image) {
  std::shared_ptr<Catalog> catalog(new Catalog(std::move(store)));
  catalog->sets_ = image->sets();
  catalog->image_ = std::move(image);
  return catalog;
}

const SchemaSet* Catalog::set(std::string_view id) const {
  for (const auto& s : sets_)
    if (s.id == id) return &s;
  return nullptr;
}

tl::expected<std::string_view, std::string> Catalog::read(const SchemaSet& set, std::string_view path) const {
  const auto replaced = set.replaced.find(std::string(path));
  return store_->read(replaced == set.replaced.end() ? path : std::string_view(replaced->second));
}

/// Out of what was loaded before, the image, or the files.
template <class Load>
Catalog::MaybeSchema Catalog::loaded(const SchemaSet& set, std::string_view file, const Load& load) const {
  const std::lock_guard lock(mutex_);
  const std::string key = set.id + ' ' + std::string(file);
  if (const auto at = loaded_.find(key); at != loaded_.end()) return at->second;
  if (image_ != nullptr)
    if (auto made = image_->schema(set.id, file)) return loaded_[key] = std::move(made);
  auto made = load([&](std::string_view path) { return read(set, path); });
  if (made) loaded_[key] = *made;
  return made;
}

tl::expected<std::shared_ptr<const Schema>, std::string> Catalog::schema(const SchemaSet& set,
                                                                         const MessageKind& message) const {
  return loaded(set, message.file, [&](const ReadFile& files) { return load_schema(files, message.file); });
}

tl::expected<std::shared_ptr<const Schema>, std::string> Catalog::operations(const SchemaSet& set) const {
  return loaded(set, operations_file,
                [&](const ReadFile& files) { return load_operations(files, operations_file, set); });
}

}  // namespace cimgate::schema
