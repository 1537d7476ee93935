#include "gateway/mapping/translator.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cimgate::mapping {

std::shared_ptr<const Translator> Translator::open(const std::shared_ptr<const resources::Store>& store,
                                                   std::shared_ptr<const schema::Catalog> catalog) {
  std::shared_ptr<Translator> made(new Translator);
  for (const auto& set : catalog->sets())
    if (set.side == schema::SchemaSet::Side::cim) made->profiles_.push_back(set.id);
  made->store_ = store;
  made->catalog_ = std::move(catalog);
  return made;
}

const MappingFiles& Translator::files() const {
  std::call_once(all_read_, [this] { files_ = read_mapping_files(*store_, profiles_by_set()); });
  return files_;
}

std::string Translator::folder_of(std::string_view message) const {
  for (const auto& set : catalog_->sets())
    if (set.side == schema::SchemaSet::Side::bim && set.find(message) != nullptr) return set.mappings;
  return "mappings";
}

const MappingFiles* Translator::files_of(std::string_view message) const {
  const std::lock_guard lock(files_mutex_);
  auto at = of_message_.find(message);
  if (at == of_message_.end()) {
    auto read = read_mapping_of(*store_, profiles_by_set(), folder_of(message), std::string(message));
    // A mapping may stand in a file of another name, or have mistakes: then all are read.
    if (read.mappings.empty() || !read.errors.empty() || read.mappings.front().message != message)
      return &files();
    at = of_message_.emplace(std::string(message), std::make_unique<const MappingFiles>(std::move(read)))
             .first;
  }
  return at->second.get();
}

const MappingDef* Translator::find(std::string_view message) const {
  const auto& mappings = files_of(message)->mappings;
  const auto at = std::find_if(mappings.begin(), mappings.end(),
                               [&](const MappingDef& m) { return m.message == message; });
  return at == mappings.end() ? nullptr : &*at;
}

const schema::SchemaSet* Translator::set_of(const MappingDef& mapping) const {
  return catalog_->set(mapping.schema);
}

std::vector<std::string> Translator::profiles_of(const MappingDef& mapping) const {
  return profiles_by_set().of(mapping.schema);
}

Profiles Translator::profiles_by_set() const {
  return {profiles_, [this](const std::string& set) {
            const auto* own = catalog_->set(set);
            return own == nullptr || own->dialect->profiles.empty() ? profiles_ : own->dialect->profiles;
          }};
}

std::vector<const schema::SchemaSet*> Translator::sets_of(const MappingDef& mapping) const {
  const auto* own = set_of(mapping);
  return own == nullptr ? std::vector<const schema::SchemaSet*>{} : catalog_->versions_of(*own);
}

bool Translator::is_for(const MappingDef& mapping, const schema::SchemaSet& set) const {
  const auto* own = set_of(mapping);
  return own != nullptr && schema::Catalog::are_versions(*own, set);
}

Translator::MaybePlan Translator::plan(std::string_view message, const std::string& profile) const {
  const auto* mapping = find(message);
  const auto* own = mapping == nullptr ? nullptr : set_of(*mapping);
  return plan_of(own == nullptr ? std::string() : own->id, own, message, profile);
}

Translator::MaybePlan Translator::plan(const schema::SchemaSet& bim, std::string_view message,
                                       const std::string& profile) const {
  const auto* mapping = find(message);
  if (mapping != nullptr && !is_for(*mapping, bim))
    return tl::make_unexpected(std::vector<yaml::Mistake>{
        {mapping->origin, "the mapping is written for " + mapping->schema + ", not for " + bim.id}});
  return plan_of(bim.id, &bim, message, profile);
}

Translator::MaybePlan Translator::plan_for(std::string_view set, std::string_view message,
                                           const std::string& profile) const {
  const auto* mapping = find(message);
  const auto* named = catalog_->set(set);
  if (mapping == nullptr || named == nullptr || !is_for(*mapping, *named)) return plan(message, profile);
  return plan(*named, message, profile);
}

Translator::MaybePlan Translator::plan_of(const std::string& set, const schema::SchemaSet* bim,
                                          std::string_view message, const std::string& profile) const {
  const std::lock_guard lock(mutex_);
  const std::string key = set + ' ' + std::string(message) + ' ' + profile;
  if (const auto at = plans_.find(key); at != plans_.end()) return at->second;
  const auto* mapping = find(message);
  if (mapping == nullptr)
    return tl::make_unexpected(std::vector<yaml::Mistake>{
        {{"mappings/messages", 0, 0}, "there is no mapping for '" + std::string(message) + "'"}});
  if (const auto known = profiles_of(*mapping); std::find(known.begin(), known.end(), profile) == known.end())
    return tl::make_unexpected(std::vector<yaml::Mistake>{
        {mapping->origin, fmt::format("messages of {} are not translated to {}; ask for {}", mapping->schema,
                                      profile, fmt::join(known, " or "))}});
  auto compiled = compile(*mapping, *files_of(message), *catalog_, bim, profile);
  return plans_.emplace(key, std::move(compiled)).first->second;
}

}  // namespace cimgate::mapping
