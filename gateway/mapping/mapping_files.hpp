#pragma once
#include <map>
#include <string>
#include <vector>

#include "gateway/mapping/code_table.hpp"
#include "gateway/mapping/definition.hpp"
#include "gateway/resources/store.hpp"

namespace cimgate::mapping {

/// Everything in mappings/, read but not yet held against the schemas.
struct MappingFiles {
  std::vector<MappingDef> mappings;           ///< sorted by message
  std::map<std::string, CodeTableDef> codes;  ///< by name
  std::vector<yaml::Mistake> errors;
};

MappingFiles read_mapping_files(const resources::Store& store, const Profiles& profiles);

/// The mapping of one message alone, with the blocks and tables of codes that it uses, out of the `folder` of
/// its schema set. No mapping when there is no such file.
MappingFiles read_mapping_of(const resources::Store& store, const Profiles& profiles,
                             const std::string& folder, const std::string& message);

}  // namespace cimgate::mapping
