#include "gateway/gateway/engine.hpp"

namespace cimgate {

tl::expected<Engine, std::string> open_engine(const std::string& data_folder) {
  Engine engine;
  if (data_folder.empty()) {
    engine.store = resources::built_in();
  } else {
    auto folder = resources::from_folder(data_folder);
    if (!folder) return tl::make_unexpected(folder.error());
    engine.store = *folder;
  }
  auto catalog = schema::Catalog::open(engine.store);
  if (!catalog) return tl::make_unexpected(catalog.error());
  engine.catalog = *catalog;
  engine.translator = mapping::Translator::open(engine.store, engine.catalog);
  return engine;
}

}  // namespace cimgate
