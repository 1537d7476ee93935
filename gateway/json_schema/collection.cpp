#include "gateway/json_schema/collection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "gateway/json/openapi_3_0.hpp"
#include "gateway/json_schema/written_schema.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::json_schema {
namespace {

using schema::SchemaSet;

/// Those that people wrote, for files that people write, and for what is no document.
struct Written {
  std::string_view name, title;
};
constexpr std::array<Written, 6> written = {{{"mapping", "A mapping file"},
                                             {"report", "A report of findings"},
                                             {"rules", "A rule file"},
                                             {"scenario", "A scenario"},
                                             {"supplement", "A supplement"},
                                             {"users", "A file of users"}}};

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
  auto supplement = written_schema("supplement", draft, false);
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

namespace {

/// `name` of a path: "nmeg/0.1/bundle.json" → "Bundle". What is a document has the type of its content under
/// its own name.
std::string name_in_openapi(std::string_view path, const yaml::Node& schema) {
  path.remove_prefix(path.rfind('/') + 1);
  std::string name(path.substr(0, path.rfind('.')));
  if (schema["$defs"][name]) return "Document";
  if (name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

tl::expected<std::string, std::string> as_openapi(const std::string& text, std::string_view path) {
  const auto schema = yaml::load(text);
  if (!schema) return tl::make_unexpected(schema.error().text);
  return json::models_in_openapi_3_0(*schema, name_in_openapi(path, *schema), CIMGATE_VERSION);
}

tl::expected<std::string, std::string> json_schema_at(const schema::Catalog& catalog, std::string_view path,
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

}  // namespace

std::optional<Form> form_called(std::string_view name) {
  if (name == "openapi-3.0") return Form{.draft = Draft::draft_2020_12, .as_openapi_3_0 = true};
  const auto draft = draft_called(name);
  if (!draft) return std::nullopt;
  return Form{.draft = *draft, .as_openapi_3_0 = false};
}

tl::expected<std::string, std::string> schema_at(const schema::Catalog& catalog, std::string_view path,
                                                 Form form) {
  auto text = json_schema_at(catalog, path, form.draft);
  return text && form.as_openapi_3_0 ? as_openapi(*text, path) : text;
}

}  // namespace cimgate::json_schema
