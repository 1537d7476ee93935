#include "gateway/rules/tables.hpp"

#include <algorithm>
#include <set>

namespace cimgate::rules {

const std::vector<std::string>* Row::find(std::string_view column) const {
  const auto at = columns.find(column);
  return at == columns.end() ? nullptr : &at->second;
}

bool Row::allows(std::string_view column, std::string_view value) const {
  const auto* values = find(column);
  return values == nullptr || std::find(values->begin(), values->end(), value) != values->end();
}

bool Table::has_column(std::string_view column) const {
  return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.find(column) != nullptr; });
}

std::vector<std::string> Table::columns() const {
  std::set<std::string> names;
  for (const auto& row : rows)
    for (const auto& column : row.columns) names.insert(column.first);
  return {names.begin(), names.end()};
}

const Table* Tables::find(std::string_view name) const {
  const auto at = tables.find(name);
  return at == tables.end() ? nullptr : &at->second;
}

std::vector<std::string> Tables::incoming_messages(std::string_view process) const {
  std::set<std::string> messages;
  if (const auto* processes = find("processes"))
    for (const auto& row : processes->rows) {
      const auto* names = row.find("message");
      const auto* of = row.find("process");
      const bool is_asked_for =
          process.empty() || (of != nullptr && std::find(of->begin(), of->end(), process) != of->end());
      if (is_asked_for && names != nullptr && row.find("direction") != nullptr &&
          row.allows("direction", "in"))
        messages.insert(names->begin(), names->end());
    }
  return {messages.begin(), messages.end()};
}

}  // namespace cimgate::rules
