#include "gateway/values/places.hpp"

#include "gateway/yaml/file.hpp"

namespace cimgate::values {
namespace {

const std::vector<std::string_view> kind_names = {"metered",    "estimated", "temporary", "stipulated",
                                                  "calculated", "withdrawn", "reading",   "annual"};

std::vector<std::pair<std::string, Kind>> read_kinds(yaml::File& file, const yaml::Node& map,
                                                     std::string_view key) {
  std::vector<std::pair<std::string, Kind>> kinds;
  const auto part = map[key];
  for (const auto& entry : part)
    kinds.emplace_back(entry.first.text(),
                       static_cast<Kind>(file.one_of(part, entry.first.text(), kind_names)));
  return kinds;
}

Places read_one(yaml::File& file, const yaml::Node& map) {
  file.check_keys(map, {"record", "of", "lacks", "direction", "product", "unit", "start", "end", "resolution",
                        "registered", "value", "position", "kinds", "quantity", "quality", "qualities"});
  Places places;
  places.record = file.text(map, "record");
  const std::pair<std::string_view, std::string Places::*> paths[] = {{"direction", &Places::direction},
                                                                      {"product", &Places::product},
                                                                      {"unit", &Places::unit},
                                                                      {"lacks", &Places::lacks},
                                                                      {"end", &Places::end},
                                                                      {"resolution", &Places::resolution},
                                                                      {"position", &Places::position},
                                                                      {"quantity", &Places::quantity},
                                                                      {"quality", &Places::quality},
                                                                      {"registered", &Places::registered}};
  for (const auto& [key, member] : paths) places.*member = file.optional_text(map, key);
  places.of = file.texts(map, "of");
  places.start = file.text(map, "start");
  places.value = file.text(map, "value");
  places.kinds = read_kinds(file, map, "kinds");
  places.qualities = read_kinds(file, map, "qualities");
  if (places.kinds.empty() == places.quantity.empty())
    file.error(map, "a value is below 'kinds' or at 'quantity', one of them");
  return places;
}

}  // namespace

tl::expected<PlacesFile, std::string> read_places(const std::string& path, std::string_view text) {
  yaml::File file(path, text);
  PlacesFile made;
  if (file.errors().empty()) {
    file.check_keys(file.root(), {"dialect", "series", "words"});
    made.dialect = file.text(file.root(), "dialect");
    for (const auto& one : file.list(file.root(), "series")) made.series.push_back(read_one(file, one));
    const auto words = file.root()["words"];
    for (const auto& entry : words) {
      file.check_keys(entry.second, {"en", "nb"});
      made.words.emplace_back(entry.first.text(),
                              Text{file.text(entry.second, "en"), file.text(entry.second, "nb")});
    }
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return made;
}

tl::expected<PlacesFile, std::string> load_places(const resources::Store& store, std::string_view dialect) {
  for (const auto& path : store.list("values")) {
    auto made = store.read(path).and_then([&](std::string_view text) { return read_places(path, text); });
    if (!made || made->dialect == dialect) return made;
  }
  return PlacesFile{};
}

}  // namespace cimgate::values
