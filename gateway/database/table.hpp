#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Tables as data, and the statements that follow from them. What a kind of database calls a column of
/// integers, and how it keeps rows, is its driver's.
namespace cimgate::database {

enum class Type : std::uint8_t { integer, text };  ///< integers have 64 bits

struct Column {
  std::string name;
  Type type = Type::text;
  bool required = true;  ///< never NULL
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::size_t keys = 1;  ///< the first columns, which together tell a row from all others
  /// Keys are told apart; but the first column alone, an integer, may be counted up for each new row that
  /// does not give it.
  bool counted = false;
  bool wide = false;       ///< rows of many bytes
  bool temporary = false;  ///< seen by one connection, and gone with it
};

/// A name in SQL: "from".
std::string quoted(std::string_view name);
/// Names in SQL with commas between them.
std::string listed(const std::vector<std::string>& names);

/// Inserts a row: a parameter a column. A row whose key is there is an error.
std::string insert_into(std::string_view table, const std::vector<std::string>& columns);
/// The same, and nothing happens when the key is there.
std::string insert_missing(std::string_view table, const std::vector<std::string>& columns);
/// Inserts a row, or changes the one with the same key: the first `keys` columns.
std::string put_into(std::string_view table, const std::vector<std::string>& columns, std::size_t keys);

}  // namespace cimgate::database
