#include "gateway/json_schema/collection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "gateway/json_schema/written_schema.hpp"

namespace cimgate::json_schema {
namespace {

using schema::SchemaSet;

/// Those that people wrote, for files that people write, and for what is no document.
struct Written {
  std::string_view name, title;
};
constexpr std::array<Written, 5> written = {{{"mapping", "A mapping file"},
                                             {"report", "A report of findings"},
                                             {"rules", "A rule file"},
                                             {"scenario", "A scenario"},
                                             {"supplement", "A supplement"}}};

bool has_json_form(const SchemaSet& set) {
  return set.side == SchemaSet::Side::cim && !set.messages.empty();
}

std::string file_of(const SchemaSet& set, std::string_view name) {
  return fmt::format("{}/{}.json", set.id, name);
}

tl::expected<std::string, std::string> of_document(const schema::Catalog& catalog, const SchemaSet& set,
                                                   const schema::MessageKind& kind, Draft draft) {
  const auto schema = catalog.schema(set, kind);
  if (!schema) return tl::make_unexpected(schema.error());
  return document_schema(set, {&kind, schema->get()}, draft);
}

tl::expected<std::string, std::string> of_bundle(const schema::Catalog& catalog, const SchemaSet& set,
                                                 Draft draft) {
  const auto supplement = written_schema("supplement", draft, false);
  if (!supplement) return supplement;
  std::vector<std::shared_ptr<const schema::Schema>> schemas;
  std::vector<Kind> kinds;
  for (const auto& kind : set.messages) {
    auto schema = catalog.schema(set, kind);
    if (!schema) return tl::make_unexpected(schema.error());
    kinds.push_back({&kind, schema->get()});
    schemas.push_back(*std::move(schema));
  }
  return bundle_schema(set, kinds, *supplement, draft);
}

}  // namespace

std::vector<Place> places(const schema::Catalog& catalog) {
  std::vector<Place> all = {{"market.json", "A file of market state"}};
  for (const auto& [name, title] : written) all.push_back({fmt::format("{}.json", name), std::string(title)});
  for (const auto& set : catalog.sets()) {
    if (!has_json_form(set)) continue;
    all.push_back({file_of(set, "bundle"), "A bundle of " + set.id});
    for (const auto& kind : set.messages) all.push_back({file_of(set, kind.root.local), kind.root.local});
  }
  std::sort(all.begin(), all.end(), [](const Place& a, const Place& b) { return a.path < b.path; });
  return all;
}

tl::expected<std::string, std::string> schema_at(const schema::Catalog& catalog, std::string_view path,
                                                 Draft draft) {
  if (path == "market.json") return market_schema(draft);
  for (const auto& [name, title] : written)
    if (path == fmt::format("{}.json", name)) return written_schema(name, draft);
  for (const auto& set : catalog.sets()) {
    if (!has_json_form(set) || !path.starts_with(set.id + "/")) continue;
    if (path == file_of(set, "bundle")) return of_bundle(catalog, set, draft);
    for (const auto& kind : set.messages)
      if (path == file_of(set, kind.root.local)) return of_document(catalog, set, kind, draft);
  }
  return tl::make_unexpected(fmt::format("there is no JSON Schema '{}'", path));
}

}  // namespace cimgate::json_schema
