#include "gateway/schema/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/dialect/load.hpp"
#include "gateway/schema/image.hpp"
#include "gateway/schema/loader.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::schema {
namespace {

constexpr const char* sets_file = "xsd/sets.yaml";

/// What the files say does not fit together, and how.
struct Wrong {
  std::string text;
};

void read_messages(yaml::File& file, const yaml::Node& documents, const std::string& folder, bool provisional,
                   SchemaSet& set) {
  for (const auto& entry : documents) {
    MessageKind kind;
    kind.root = {file.text(entry, "namespace"), file.text(entry, "root")};
    kind.file = folder + '/' + file.text(entry, "file");
    kind.provisional = provisional;
    set.messages.push_back(std::move(kind));
  }
}

/// Gives the set its dialect, unless it is of no one market; false when there is none of that name.
bool find_dialect(const std::vector<std::shared_ptr<const dialect::Dialect>>& dialects, SchemaSet& set) {
  if (set.dialect_id.empty()) return true;
  const auto at = std::find_if(dialects.begin(), dialects.end(),
                               [&](const auto& dialect) { return dialect->id == set.dialect_id; });
  if (at == dialects.end()) return false;
  set.dialect = *at;
  return true;
}

SchemaSet read_set(yaml::File& file, const yaml::Node& node, const std::vector<SchemaSet>& before) {
  SchemaSet set;
  if (const auto base = node["extends"]) {
    const auto id = base.text();
    const auto at =
        std::find_if(before.begin(), before.end(), [&](const SchemaSet& s) { return s.id == id; });
    if (at == before.end())
      file.error(base, fmt::format("there is no set '{}' before this one", id));
    else
      set = *at;
  }
  set.id = file.text(node, "id");
  set.title = file.text(node, "title");
  if (node["dialect"]) set.dialect_id = file.text(node, "dialect");
  if (const auto operations = node["operations"]) set.operations = operations.text();
  if (const auto rules = node["rules"]) set.rules = rules.text();
  if (const auto mappings = node["mappings"]) set.mappings = mappings.text();
  if (const auto versions = node["versions"]) set.versions = versions.text();
  if (const auto side = node["side"])
    set.side = side.text() == "bim" ? SchemaSet::Side::bim : SchemaSet::Side::cim;
  if (const auto prefix = node["root-prefix"]) set.root_prefix = prefix.text();
  for (const auto& entry : node["prefixes"]) set.prefixes[entry.second.text()] = entry.first.text();
  for (const auto& entry : node["replace"]) set.replaced[entry.first.text()] = entry.second.text();
  if (node["documents"]) {
    set.folder = file.text(node, "folder");
    read_messages(file, node["documents"], set.folder, false, set);
  }
  if (const auto own = node["provisional"])
    read_messages(file, own["documents"], file.text(own, "folder"), true, set);
  std::sort(set.messages.begin(), set.messages.end(),
            [](const MessageKind& a, const MessageKind& b) { return a.root.local < b.root.local; });
  return set;
}

/// Rules are for the namespaces of the set that they were written for: messages that are called alike in
/// others are of another market. That set is one with versions, or the first that names the folder.
void keep_to_their_namespaces(std::vector<SchemaSet>& sets) {
  std::map<std::string, const SchemaSet*> homes;
  for (const bool versions : {true, false})
    for (const auto& set : sets)
      if (!set.rules.empty() && set.versions.empty() != versions) homes.try_emplace(set.rules, &set);
  for (auto& set : sets) {
    if (set.rules.empty()) continue;
    const auto* home = homes.at(set.rules);
    const bool same = std::all_of(set.messages.begin(), set.messages.end(), [&](const MessageKind& kind) {
      const auto* there = home->find(kind.root.local);
      return there == nullptr || there->root == kind.root;
    });
    if (!same) set.rules.clear();
  }
}

/// A set and those that are made of its files: what is in force first, the newest before all others.
std::vector<SchemaSet> sets_of(const SchemaSet& base, const Versions& versions) {
  std::vector<SchemaSet> sets;
  for (const bool pending : {false, true})
    for (auto version = versions.all.rbegin(); version != versions.all.rend(); ++version) {
      if (version->title.empty() || version->pending != pending) continue;
      auto& set = sets.emplace_back(base);
      set.when_asked = pending;
      set.from = version->from;
      if (version->id == base.id) continue;
      set.id = version->id;
      set.title = version->title;
      set.made_of = base.id;
    }
  return sets;
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
  const auto dialects = dialect::load(*store);
  if (!dialects) return tl::make_unexpected(dialects.error());
  yaml::File file(sets_file, *read);
  std::vector<SchemaSet> listed;
  for (const auto& node : file.list(file.root(), "sets")) {
    auto set = read_set(file, node, listed);
    if (!find_dialect(*dialects, set))
      file.error(node["dialect"] ? node["dialect"] : node,
                 fmt::format("there is no dialect '{}' in dialects/", set.dialect_id));
    listed.push_back(std::move(set));
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  std::shared_ptr<Catalog> catalog(new Catalog(std::move(store)));
  try {
    for (const auto& set : listed) {
      if (set.versions.empty() || catalog->versions_.contains(set.versions)) continue;
      auto versions = read_versions(*catalog->store_, set.versions, set.folder);
      if (!versions) throw Wrong{versions.error()};
      const auto is_one = [&](const SchemaSet& other) {
        return other.versions == set.versions && versions->find(other.id) != nullptr;
      };
      const auto base = std::find_if(listed.begin(), listed.end(), is_one);
      if (base == listed.end()) throw Wrong{fmt::format("{} has no version '{}'", set.versions, set.id)};
      if (const auto other = std::find_if(base + 1, listed.end(), is_one); other != listed.end())
        throw Wrong{fmt::format("{}: '{}' and '{}' cannot both have files of their own", set.versions,
                                base->id, other->id)};
      if (base->folder != set.folder) versions = read_versions(*catalog->store_, set.versions, base->folder);
      catalog->versions_.emplace(set.versions, *std::move(versions));
    }
    // Files of their own, beside those that the versions are made of.
    for (auto& set : listed)
      if (!set.versions.empty() && catalog->versions_.at(set.versions).find(set.id) == nullptr)
        set.versions.clear();
    keep_to_their_namespaces(listed);
    for (const auto& set : listed) {
      if (set.versions.empty())
        catalog->sets_.push_back(set);
      else
        for (auto& made : sets_of(set, catalog->versions_.at(set.versions)))
          catalog->sets_.push_back(std::move(made));
    }
  } catch (const Wrong& wrong) {
    return tl::make_unexpected(wrong.text);
  }
  return catalog;
}

tl::expected<std::shared_ptr<const Catalog>, std::string> Catalog::open(
    std::shared_ptr<const resources::Store> store, std::shared_ptr<const Image> image) {
  const auto dialects = dialect::load(*store);
  if (!dialects) return tl::make_unexpected(dialects.error());
  std::shared_ptr<Catalog> catalog(new Catalog(std::move(store)));
  catalog->sets_ = image->sets();
  for (auto& set : catalog->sets_)
    if (!find_dialect(*dialects, set))
      return tl::make_unexpected(fmt::format("there is no dialect '{}' in dialects/", set.dialect_id));
  catalog->image_ = std::move(image);
  return catalog;
}

const SchemaSet* Catalog::set(std::string_view id) const {
  for (const auto& s : sets_)
    if (s.id == id) return &s;
  return nullptr;
}

std::vector<KindInSet> Catalog::knowing(const QName& root) const {
  std::vector<KindInSet> found;
  for (const bool when_asked : {false, true})
    for (const auto& set : sets_)
      if (set.when_asked == when_asked)
        if (const auto* kind = set.find(root)) found.push_back({&set, kind});
  return found;
}

const Versions* Catalog::versions(const SchemaSet& set) const {
  if (set.versions.empty()) return nullptr;
  const std::lock_guard lock(texts_mutex_);
  auto at = versions_.find(set.versions);
  if (at == versions_.end()) {  // of an image, whose files are known to be right
    auto read = read_versions(*store_, set.versions, set.folder);
    if (!read) return nullptr;
    at = versions_.emplace(set.versions, *std::move(read)).first;
  }
  return &at->second;
}

std::vector<const Versions*> Catalog::all_versions() const {
  std::vector<const Versions*> all;
  for (const auto& set : sets_)
    if (set.made_of.empty())
      if (const auto* versions = this->versions(set)) all.push_back(versions);
  return all;
}

std::vector<const SchemaSet*> Catalog::versions_of(const SchemaSet& set) const {
  const auto* versions = this->versions(set);
  if (versions == nullptr) return {&set};
  std::vector<const SchemaSet*> found;
  for (const auto& version : versions->all)
    if (const auto* made = this->set(version.id)) found.push_back(made);
  return found;
}

std::vector<const SchemaSet*> Catalog::in_force(const SchemaSet& set, time::Day day) const {
  std::vector<const SchemaSet*> found;
  const SchemaSet* oldest = nullptr;
  bool dated = false;
  for (auto at = sets_.rbegin(); at != sets_.rend(); ++at) {  // the oldest first
    if (at->when_asked || !are_versions(*at, set)) continue;
    if (oldest == nullptr) oldest = &*at;
    if (at->from) {
      dated = true;
      if (*at->from > day) break;
      found.clear();  // it takes the place of those before it
    }
    found.push_back(&*at);
  }
  if (!dated) return {};
  if (found.empty()) found.push_back(oldest);
  std::reverse(found.begin(), found.end());
  return found;
}

bool Catalog::may_take_more(const SchemaSet& tried, const SchemaSet& other) const {
  const auto* versions = are_versions(tried, other) ? this->versions(tried) : nullptr;
  return versions == nullptr || versions->may_take_more(tried.id, other.id);
}

tl::expected<std::string_view, std::string> Catalog::read(const SchemaSet& set, std::string_view path) const {
  if (!set.made_of.empty() && path.starts_with(set.folder + '/')) {
    const auto* versions = this->versions(set);
    if (versions == nullptr) return tl::make_unexpected(set.versions + " cannot be read");
    const std::string key = set.id + ' ' + std::string(path);
    const std::lock_guard lock(texts_mutex_);
    auto at = texts_.find(key);
    if (at == texts_.end()) {
      auto made = store_->read(path).and_then(
          [&](std::string_view text) { return text_in_version(text, path, *versions, set.made_of, set.id); });
      at = texts_.emplace(key, std::move(made)).first;
    }
    if (!at->second) return tl::make_unexpected(at->second.error());
    return std::string_view(*at->second);
  }
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
    if (auto made = image_->schema(set.id, file)) {
      made->be_of(set.dialect);
      return loaded_[key] = std::move(made);
    }
  auto made = load([&](std::string_view path) { return read(set, path); });
  if (!made) return tl::make_unexpected(made.error());
  (*made)->be_of(set.dialect);
  return loaded_[key] = *std::move(made);
}

tl::expected<std::shared_ptr<const Schema>, std::string> Catalog::schema(const SchemaSet& set,
                                                                         const MessageKind& message) const {
  return loaded(set, message.file, [&](const ReadFile& files) { return load_schema(files, message.file); });
}

tl::expected<std::shared_ptr<const Schema>, std::string> Catalog::operations(const SchemaSet& set) const {
  if (set.operations.empty()) return tl::make_unexpected("no operations carry messages of " + set.id);
  return loaded(set, set.operations,
                [&](const ReadFile& files) { return load_operations(files, set.operations, set); });
}

}  // namespace cimgate::schema
