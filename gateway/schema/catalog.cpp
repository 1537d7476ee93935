#include "gateway/schema/catalog.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "gateway/schema/image.hpp"
#include "gateway/schema/loader.hpp"

namespace cimgate::schema {
namespace {

constexpr const char* sets_file = "xsd/sets.yaml";

void read_messages(const YAML::Node& documents, const std::string& folder, bool provisional, SchemaSet& set) {
  for (const auto& entry : documents) {
    MessageKind kind;
    kind.root = {entry["namespace"].as<std::string>(), entry["root"].as<std::string>()};
    kind.file = folder + '/' + entry["file"].as<std::string>();
    kind.provisional = provisional;
    set.messages.push_back(std::move(kind));
  }
}

SchemaSet read_set(const YAML::Node& node, const std::vector<SchemaSet>& before) {
  SchemaSet set;
  if (const auto base = node["extends"]) {
    const auto id = base.as<std::string>();
    const auto at =
        std::find_if(before.begin(), before.end(), [&](const SchemaSet& s) { return s.id == id; });
    if (at == before.end())
      throw YAML::Exception(base.Mark(), "there is no set '" + id + "' before this one");
    set = *at;
  }
  set.id = node["id"].as<std::string>();
  set.title = node["title"].as<std::string>();
  if (const auto side = node["side"])
    set.side = side.as<std::string>() == "bim" ? SchemaSet::Side::bim : SchemaSet::Side::cim;
  if (const auto prefix = node["root-prefix"]) set.root_prefix = prefix.as<std::string>();
  for (const auto& entry : node["prefixes"])
    set.prefixes[entry.second.as<std::string>()] = entry.first.as<std::string>();
  for (const auto& entry : node["replace"])
    set.replaced[entry.first.as<std::string>()] = entry.second.as<std::string>();
  if (node["documents"]) read_messages(node["documents"], node["folder"].as<std::string>(), false, set);
  if (const auto own = node["provisional"])
    read_messages(own["documents"], own["folder"].as<std::string>(), true, set);
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
  const auto text = store->read(sets_file);
  if (!text) return tl::make_unexpected(text.error());
  std::shared_ptr<Catalog> catalog(new Catalog(std::move(store)));
  try {
    const YAML::Node file = YAML::Load(std::string(*text));
    for (const auto& node : file["sets"]) catalog->sets_.push_back(read_set(node, catalog->sets_));
  } catch (const YAML::Exception& error) {
    return tl::make_unexpected(
        fmt::format("{}:{}:{}: {}", sets_file, error.mark.line + 1, error.mark.column + 1, error.msg));
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

tl::expected<std::shared_ptr<const Schema>, std::string> Catalog::schema(const SchemaSet& set,
                                                                         const MessageKind& message) const {
  const std::lock_guard lock(mutex_);
  const std::string key = set.id + ' ' + message.file;
  if (const auto at = loaded_.find(key); at != loaded_.end()) return at->second;
  if (image_ != nullptr)
    if (auto made = image_->schema(set.id, message.file)) return loaded_[key] = std::move(made);
  auto loaded = load_schema([&](std::string_view path) { return read(set, path); }, message.file);
  if (loaded) loaded_[key] = *loaded;
  return loaded;
}

}  // namespace cimgate::schema
