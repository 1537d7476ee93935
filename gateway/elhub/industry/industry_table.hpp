#pragma once
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

/// Industry codes: tables that the user has from Statistics Norway, as files of a data folder.
namespace cimgate::industry {

enum class Table : std::uint8_t { sn2007, sn2025, correspondence, consumption };

/// The names of the columns in the file.
struct Columns {
  std::string code = "code", name = "name";            ///< of a standard
  std::string from = "sourceCode", to = "targetCode";  ///< of the correspondence from SN2007 to SN2025
  std::string industry = "industry", consumption = "consumption";  ///< which consumption codes fit
};

struct Imported {
  std::string yaml;
  std::size_t rows = 0;
  std::size_t left_out = 0;  ///< lines whose code is not of the form 35.140, and stands for none either
};

/// Two digits, a dot and three digits.
bool is_industry_code(std::string_view text);

/// "industry-sn2025": what rules call it. It is kept in rules/tables/, and its rules in rules/message/.
std::string name_of(Table table);

/// `source`: the name of the file. `known`: industry codes, of which a group ("25", "25.5") in a table of
/// consumption codes stands for all that it has. Error: what is wrong with it, with its line.
tl::expected<Imported, std::string> table_of_csv(Table table, std::string_view csv, const std::string& source,
                                                 const Columns& columns,
                                                 const std::set<std::string>& known = {});

/// The codes of a table that was made before, as its YAML.
std::set<std::string> codes_in(std::string_view table_yaml);

/// The rules about one of the two standards, from their model (rules/imported/industry.yaml).
/// `with_correspondence`: there is a table of it, which advice can name.
std::string rules_of(Table standard, std::string model, bool with_correspondence);
/// The rule about consumption codes, from its model (rules/imported/consumption.yaml). `code`: one of the
/// table's, for the examples.
std::string consumption_rules(std::string model, const std::string& code);

}  // namespace cimgate::industry
