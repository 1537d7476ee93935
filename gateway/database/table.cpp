#include "gateway/database/table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cimgate::database {

std::string quoted(std::string_view name) {
  return fmt::format("\"{}\"", name);
}

std::string listed(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const auto& name : names) all.push_back(quoted(name));
  return fmt::format("{}", fmt::join(all, ", "));
}

std::string insert_into(std::string_view table, const std::vector<std::string>& columns) {
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(table), listed(columns),
                     fmt::join(std::vector<std::string>(columns.size(), "?"), ", "));
}

std::string insert_missing(std::string_view table, const std::vector<std::string>& columns) {
  return insert_into(table, columns) + " ON CONFLICT DO NOTHING";
}

std::string put_into(std::string_view table, const std::vector<std::string>& columns, std::size_t keys) {
  const auto end_of_keys = columns.begin() + static_cast<std::ptrdiff_t>(keys);
  std::vector<std::string> sets;
  for (auto column = end_of_keys; column != columns.end(); ++column)
    sets.push_back(fmt::format("{0} = excluded.{0}", quoted(*column)));
  return fmt::format("{} ON CONFLICT ({}) DO {}", insert_into(table, columns),
                     listed({columns.begin(), end_of_keys}),
                     sets.empty() ? "NOTHING" : fmt::format("UPDATE SET {}", fmt::join(sets, ", ")));
}

}  // namespace cimgate::database
