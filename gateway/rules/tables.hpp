#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/rules/calendar.hpp"

/// The tables that rules go by: rules/tables/ and rules/deadlines/.
namespace cimgate::rules {

/// A row: for each column the values that it allows. A column that is missing allows any.
struct Row {
  std::map<std::string, std::vector<std::string>, std::less<>> columns;
  RuleSource source;

  /// The values of a column; null when the row has none.
  const std::vector<std::string>* find(std::string_view column) const;
  bool allows(std::string_view column, std::string_view value) const;
};

struct Table {
  std::string name;
  std::vector<Row> rows;

  bool has_column(std::string_view column) const;
  std::vector<std::string> columns() const;
};

struct Deadline {
  std::vector<std::string> processes;
  std::vector<std::string> settlements;  ///< empty: all methods
  std::optional<Offset> earliest, latest, cancellation;
  RuleSource source;
};

struct Tables {
  std::map<std::string, Table, std::less<>> tables;                    ///< by name
  std::map<std::string, std::vector<std::string>, std::less<>> lists;  ///< by name
  std::vector<Deadline> deadlines;

  const Table* find(std::string_view name) const;
  /// Messages that a party sends in, in a process or in any, as the table `processes` has it; sorted.
  std::vector<std::string> incoming_messages(std::string_view process = {}) const;
};

}  // namespace cimgate::rules
