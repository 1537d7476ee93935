#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Mapping files with one thing wrong in each: what a tired person might do to them.
namespace cimgate::mutation {

struct Mutant {
  std::string file;  ///< "mappings/blocks/header.yaml"
  std::uint32_t line = 0;
  std::string what;  ///< "deleted: bim Header/Creation"
  std::string text;  ///< of the whole file
};

/// Every mutant of a mapping, block or code table.
std::vector<Mutant> mutants_of(const std::string& file, std::string_view text);

}  // namespace cimgate::mutation
