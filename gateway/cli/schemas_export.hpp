#pragma once
#include <memory>
#include <string>

#include "gateway/cli/options.hpp"

namespace cimgate::cli {

struct SchemasExport {
  std::string folder;
  std::string draft = "2020-12";
};

/// `schemas export DIR`: the JSON Schemas as files.
Command add_schemas_export(Command& verb, const std::shared_ptr<SchemasExport>& options);

ExitStatus export_schemas(const Engine& engine, const CommonOptions& common, const SchemasExport& options);

}  // namespace cimgate::cli
