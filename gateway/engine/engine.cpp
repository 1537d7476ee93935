#include "gateway/engine/engine.hpp"

#include <algorithm>

#include "cimgate/gateway.hpp"
#include "gateway/resources/compiled.hpp"
#include "gateway/resources/data_folder.hpp"
#include "gateway/schema/image.hpp"
#include "gateway/templates/message_templates.hpp"

namespace cimgate {

void LazyTranslator::open(std::shared_ptr<const resources::Store> store,
                          std::shared_ptr<const schema::Catalog> catalog) {
  store_ = std::move(store);
  catalog_ = std::move(catalog);
}

const mapping::Translator& LazyTranslator::operator*() const {
  std::call_once(opened_, [this] { translator_ = mapping::Translator::open(store_, catalog_); });
  return *translator_;
}

Engine::Engine() : templates(std::make_unique<templates::MessageTemplates>()) {}
Engine::~Engine() = default;

const rules::RuleBook& Engine::rules() const {
  std::call_once(rules_read_, [this] {
    rules_ = std::make_unique<rules::RuleBook>(store, catalog, *code_rules, trusted);
  });
  return *rules_;
}

std::vector<std::string> Engine::version_names() const {
  std::vector<std::string> names;
  for (const auto* versions : catalog->all_versions())
    for (const auto& version : versions->all) names.emplace_back(version.name());
  return names;
}

bool Engine::knows_version(std::string_view name) const {
  const auto all = catalog->all_versions();
  return std::any_of(all.begin(), all.end(),
                     [&](const schema::Versions* versions) { return versions->find(name) != nullptr; });
}

tl::expected<std::shared_ptr<const Engine>, std::string> open_engine(const std::string& data_folder,
                                                                     XmlReader reader) {
  auto engine = std::make_shared<Engine>();
  engine->reader = reader;
  engine->trusted = data_folder.empty();
  if (data_folder.empty()) {
    engine->store = resources::built_in();
  } else {
    auto folder = resources::from_folder(data_folder);
    if (!folder) return tl::make_unexpected(folder.error());
    engine->store = *folder;
  }
  const bool own_schemas = !data_folder.empty() && resources::has_schemas(data_folder);
  auto image = !own_schemas ? schema::Image::open(resources::compiled_schemas()) : nullptr;
  auto catalog =
      image ? schema::Catalog::open(engine->store, std::move(image)) : schema::Catalog::open(engine->store);
  if (!catalog) return tl::make_unexpected(catalog.error());
  engine->catalog = *std::move(catalog);
  engine->translator.open(engine->store, engine->catalog);
  auto rules = validation::load_code_rules(*engine->store);
  if (!rules) return tl::make_unexpected(rules.error());
  engine->code_rules = *rules;
  return engine;
}

tl::expected<Gateway, std::string> Gateway::open(const std::string& data_folder, XmlReader reader) {
  auto engine = open_engine(data_folder, reader);
  if (!engine) return tl::make_unexpected(engine.error());
  return Gateway(*engine);
}

std::vector<std::string> Gateway::profiles() const {
  std::vector<std::string> profiles;
  for (const auto& set : engine_->catalog->sets())
    if (set.side == schema::SchemaSet::Side::cim) profiles.push_back(set.id);
  return profiles;
}

}  // namespace cimgate
