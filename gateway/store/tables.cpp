#include "gateway/store/tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "gateway/database/transaction.hpp"

namespace cimgate::store {
namespace {

using database::Column;
using database::Connection;
using database::Error;
using database::listed;
using database::quoted;
using database::Table;
using database::Type;
using market::Field;
using market::FieldKind;
using market::Section;

constexpr std::int32_t application = 0x63696d67;  // "cimg"
constexpr std::int32_t version = 3;
constexpr std::int32_t oldest_read = 2;  ///< can be read as it is

std::vector<std::string> names_of(std::span<const Field> fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) names.emplace_back(field.name);
  return names;
}

/// The table of a section, without a name.
Table table_of(const Section& section) {
  Table table;
  for (const auto& field : section.fields)
    table.columns.push_back({std::string(field.name), is_number(field) ? Type::integer : Type::text,
                             table.columns.size() < section.keys});
  table.keys = section.keys;
  return table;
}

/// In metering points a field that is not said keeps the value it had.
bool keeps(const Section& section) {
  return section.name == "metering_points";
}

void make_sections_and_index(Connection& connection) {
  make_sections(connection);
  connection.create_index("processes_announced", "processes", {"announcement"});
}

/// Version 1 did not know what a process waits for, nor calculations of shared production.
void add_stages(Connection& connection) {
  connection.execute("ALTER TABLE processes ADD COLUMN stage TEXT");
  connection.execute("ALTER TABLE processes ADD COLUMN announcement TEXT");
}

/// Up to version 2 a yes or no that is known to be empty was an empty text in a column of integers.
void number_the_unknown(Connection& connection) {
  for (const auto& section : market::sections())
    for (const auto& field : section.fields)
      if (keeps(section) && field.kind == FieldKind::yes_no)
        connection.execute(fmt::format("UPDATE {0} SET {1} = {2} WHERE CAST({1} AS TEXT) = ''", section.name,
                                       quoted(field.name), no_number));
}

void renew(Connection& connection, std::int32_t found) {
  database::Transaction transaction(connection);
  if (found == 1) add_stages(connection);
  number_the_unknown(connection);
  make_sections_and_index(connection);
  connection.set_stamp({application, version});
  transaction.commit();
}

std::string staged(const Section& section) {
  return fmt::format("staged_{}", section.name);
}

}  // namespace

const Section& section_named(std::string_view name) {
  for (const auto& section : market::sections())
    if (section.name == name) return section;
  throw Error("there is no section " + std::string(name));
}

std::string columns_of(std::string_view section) {
  return listed(names_of(section_named(section).fields));
}

void make_sections(Connection& connection) {
  for (const auto& section : market::sections()) {
    auto table = table_of(section);
    table.name = section.name;
    connection.create(table);
  }
}

bool is_number(const Field& field) {
  return field.kind == FieldKind::gsrn || field.kind == FieldKind::gln || field.kind == FieldKind::day ||
         field.kind == FieldKind::time || field.kind == FieldKind::yes_no;
}

void make_tables(Connection& connection) {
  const auto found = connection.stamp();
  if (found.application == application) {
    if (found.version >= 1 && found.version < version) renew(connection, found.version);
    check_tables(connection);                    // may be of a later version
    return make_sections_and_index(connection);  // a file may be older than a section
  }
  if (found.application != 0 || !connection.is_empty())
    throw Error("the file is a database of something else", Error::Kind::foreign);
  connection.share();
  database::Transaction transaction(connection);
  make_sections_and_index(connection);
  connection.create_index("processes_of", "processes", {"metering_point", "date"});
  connection.create_index("contracts_of_supplier", "contracts", {"supplier"});
  connection.set_stamp({application, version});
  transaction.commit();
}

void check_tables(Connection& connection) {
  const auto found = connection.stamp();
  if (found.application != application)
    throw Error("the file is not a market state; `cimgate market load` makes one", Error::Kind::foreign);
  if (found.version < oldest_read || found.version > version)
    throw Error(fmt::format("the market state has version {} of its tables; this program knows version {}",
                            found.version, version),
                Error::Kind::foreign);
}

Table stage_table(const Section& section) {
  auto table = table_of(section);
  table.name = staged(section);
  table.temporary = true;
  // The keys and the file tell records apart: they come first.
  table.columns.insert(table.columns.begin() + static_cast<std::ptrdiff_t>(section.keys),
                       {"file", Type::integer});
  ++table.keys;
  table.columns.push_back({"place", Type::integer});
  for (const auto& field : section.fields)
    if (!field.refers.empty())
      table.columns.push_back({fmt::format("{}@", field.name), Type::integer, false});
  return table;
}

std::string stage_insert(const Section& section) {
  auto columns = names_of(section.fields);
  columns.emplace_back("file");
  columns.emplace_back("place");
  for (const auto& field : section.fields)
    if (!field.refers.empty()) columns.push_back(fmt::format("{}@", field.name));
  return database::insert_missing(staged(section), columns);
}

std::string take_over(const Section& section) {
  const auto names = names_of(section.fields);
  std::vector<std::string> sets;
  std::vector<std::string> differences;
  for (std::size_t i = section.keys; i < names.size(); ++i) {
    const auto name = quoted(names[i]);
    const auto value = keeps(section) ? fmt::format("coalesce(excluded.{0}, {1}.{0})", name, section.name)
                                      : fmt::format("excluded.{}", name);
    sets.push_back(fmt::format("{} = {}", name, value));
    differences.push_back(fmt::format("{}.{} IS DISTINCT FROM {}", section.name, name, value));
  }
  return fmt::format(
      "INSERT INTO {} ({}) SELECT {} FROM {} WHERE file = ? ON CONFLICT ({}) DO UPDATE SET {} WHERE {}",
      section.name, listed(names), listed(names), staged(section),
      listed(names_of(section.fields.first(section.keys))), fmt::join(sets, ", "),
      fmt::join(differences, " OR "));
}

}  // namespace cimgate::store
