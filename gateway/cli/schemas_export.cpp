#include "gateway/cli/schemas_export.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "gateway/cli/output_file.hpp"
#include "gateway/json_schema/collection.hpp"

namespace cimgate::cli {

Command add_schemas_export(Command& verb, const std::shared_ptr<SchemasExport>& options) {
  auto made = verb.verb("export", "JSON Schemas of documents, bundles, reports and market state, as files");
  made.option("DIR", options->folder, "Folder to write them to").required();
  made.option("--draft", options->draft, "Edition of JSON Schema; or OpenAPI, for generators of code")
      .one_of({"2020-12", "07", "openapi-3.0"})
      .show_default();
  made.example("cimgate schemas export json-schemas",
               "One file a document, and one a bundle, for each profile.");
  made.example("cimgate schemas export json-schemas --draft 07",
               "For tools that do not know the newer edition.");
  return made;
}

ExitStatus export_schemas(const Engine& engine, const CommonOptions& common, const SchemasExport& options) {
  const auto places = json_schema::places(*engine.catalog);
  const auto form = json_schema::form_called(options.draft);
  for (const auto& place : places) {
    const auto schema = json_schema::schema_at(*engine.catalog, place.path, *form);
    const auto written = schema.and_then([&](const std::string& text) {
      return write_file(std::filesystem::path(options.folder) / place.path, text);
    });
    if (!written) {
      tell_error(common, written.error());
      return usage;
    }
  }
  if (!common.quiet) print_text(fmt::format("wrote {} JSON Schemas to {}\n", places.size(), options.folder));
  return fine;
}

}  // namespace cimgate::cli
