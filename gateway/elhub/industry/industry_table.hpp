#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

/// Industry codes: tables that the user has from Statistics Norway, as files of a data folder.
namespace cimgate::industry {

enum class Table : std::uint8_t { sn2007, sn2025, correspondence };

/// The names of the columns in the file.
struct Columns {
  std::string code = "code", name = "name";            ///< of a standard
  std::string from = "sourceCode", to = "targetCode";  ///< of the correspondence from SN2007 to SN2025
};

struct Imported {
  std::string yaml;
  std::size_t rows = 0;
  std::size_t left_out = 0;  ///< groups: lines whose code is not of the form 35.140
};

/// Two digits, a dot and three digits.
bool is_industry_code(std::string_view text);

/// "industry-sn2025": what rules call it. It is kept in rules/tables/, and its rules in rules/message/.
std::string name_of(Table table);

/// `source`: the name of the file. Error: what is wrong with it, with its line.
tl::expected<Imported, std::string> table_of_csv(Table table, std::string_view csv, const std::string& source,
                                                 const Columns& columns);

/// The rules about one of the two standards, from their model (rules/imported/industry.yaml).
/// `with_correspondence`: there is a table of it, which advice can name.
std::string rules_of(Table standard, std::string model, bool with_correspondence);

}  // namespace cimgate::industry
