#include "gateway/mapping/translator.hpp"

#include <algorithm>

namespace cimgate::mapping {

std::shared_ptr<const Translator> Translator::open(const std::shared_ptr<const resources::Store>& store,
                                                   std::shared_ptr<const schema::Catalog> catalog) {
  std::shared_ptr<Translator> made(new Translator);
  for (const auto& set : catalog->sets())
    if (set.side == schema::SchemaSet::Side::cim) made->profiles_.push_back(set.id);
  made->files_ = read_mapping_files(*store, made->profiles_);
  made->catalog_ = std::move(catalog);
  return made;
}

const MappingDef* Translator::find(std::string_view message) const {
  const auto at = std::find_if(files_.mappings.begin(), files_.mappings.end(),
                               [&](const MappingDef& m) { return m.message == message; });
  return at == files_.mappings.end() ? nullptr : &*at;
}

tl::expected<std::shared_ptr<const Plan>, std::vector<FileError>> Translator::plan(
    std::string_view message, const std::string& profile) const {
  const std::lock_guard lock(mutex_);
  const std::string key = std::string(message) + ' ' + profile;
  if (const auto at = plans_.find(key); at != plans_.end()) return at->second;
  const auto* mapping = find(message);
  if (mapping == nullptr)
    return tl::make_unexpected(std::vector<FileError>{
        {{"mappings/messages", 0, 0}, "there is no mapping for '" + std::string(message) + "'"}});
  auto compiled = compile(*mapping, files_, *catalog_, profile);
  return plans_.emplace(key, std::move(compiled)).first->second;
}

}  // namespace cimgate::mapping
