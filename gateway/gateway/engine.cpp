#include "gateway/gateway/engine.hpp"

#include "cimgate/gateway.hpp"

namespace cimgate {

const rules::RuleBook& Engine::rules() const {
  std::call_once(rules_read_,
                 [this] { rules_ = std::make_unique<rules::RuleBook>(*store, catalog, *code_rules); });
  return *rules_;
}

const rules::Versions& Engine::versions() const {
  std::call_once(versions_read_,
                 [this] { versions_ = std::make_unique<rules::Versions>(rules::read_versions(*store)); });
  return *versions_;
}

tl::expected<std::shared_ptr<const Engine>, std::string> open_engine(const std::string& data_folder,
                                                                     XmlReader reader) {
  auto engine = std::make_shared<Engine>();
  engine->reader = reader;
  if (data_folder.empty()) {
    engine->store = resources::built_in();
  } else {
    auto folder = resources::from_folder(data_folder);
    if (!folder) return tl::make_unexpected(folder.error());
    engine->store = *folder;
  }
  auto catalog = schema::Catalog::open(engine->store);
  if (!catalog) return tl::make_unexpected(catalog.error());
  engine->catalog = *catalog;
  engine->translator = mapping::Translator::open(engine->store, engine->catalog);
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
  return engine_->translator->profiles();
}

}  // namespace cimgate
