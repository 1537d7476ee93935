#include "gateway/store/tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace cimgate::store {
namespace {

using market::Field;
using market::FieldKind;
using market::Section;

constexpr int application = 0x63696d67;  // "cimg", so that SQLite's own tools tell the file apart
constexpr int version = 2;

std::vector<std::string> names_of(std::span<const Field> fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(column(field.name));
  return names;
}

std::string columns_of(const Section& section) {
  std::string all;
  for (std::size_t i = 0; i < section.fields.size(); ++i)
    all +=
        fmt::format("{} {}{}, ", column(section.fields[i].name),
                    is_number(section.fields[i]) ? "INTEGER" : "TEXT", i < section.keys ? " NOT NULL" : "");
  return all;
}

/// In metering points a field that is not said keeps the value it had.
bool keeps(const Section& section) {
  return section.name == "metering_points";
}

void make_sections(Connection& connection) {
  for (const auto& section : market::sections())
    connection.execute(fmt::format("CREATE TABLE IF NOT EXISTS {} ({}PRIMARY KEY ({})) WITHOUT ROWID",
                                   section.name, columns_of(section),
                                   fmt::join(names_of(section.fields.first(section.keys)), ", ")));
}

}  // namespace

bool is_number(const Field& field) {
  return field.kind == FieldKind::gsrn || field.kind == FieldKind::gln || field.kind == FieldKind::day ||
         field.kind == FieldKind::time || field.kind == FieldKind::yes_no;
}

std::string column(std::string_view field) {
  return fmt::format("\"{}\"", field);
}

namespace {

constexpr const char* announced = "CREATE INDEX processes_announced ON processes (announcement)";

/// Version 1 did not know what a process waits for, nor calculations of shared production.
void renew(Connection& connection) {
  Transaction transaction(connection);
  connection.execute("ALTER TABLE processes ADD COLUMN stage TEXT");
  connection.execute("ALTER TABLE processes ADD COLUMN announcement TEXT");
  connection.execute(announced);
  make_sections(connection);
  connection.execute(fmt::format("PRAGMA user_version = {}", version));
  transaction.commit();
}

}  // namespace

void make_tables(Connection& connection) {
  const auto found = connection.integer("PRAGMA application_id");
  if (found == application) {
    if (connection.integer("PRAGMA user_version") == 1) renew(connection);
    check_tables(connection);
    return make_sections(connection);  // a file may be older than a section
  }
  if (found != 0 || connection.integer("SELECT count(*) FROM sqlite_schema") != 0)
    throw Error("the file is a database of something else");
  connection.execute("PRAGMA journal_mode = WAL");
  Transaction transaction(connection);
  make_sections(connection);
  connection.execute(announced);
  connection.execute("CREATE INDEX processes_of ON processes (metering_point, date)");
  connection.execute("CREATE INDEX contracts_of_supplier ON contracts (supplier)");
  connection.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application, version));
  transaction.commit();
}

void check_tables(Connection& connection) {
  if (connection.integer("PRAGMA application_id") != application)
    throw Error("the file is not a market state; `cimgate market load` makes one");
  if (const auto found = connection.integer("PRAGMA user_version"); found != version)
    throw Error(fmt::format("the market state has version {} of its tables; this program knows version {}",
                            found, version));
}

std::string stage_table(const Section& section) {
  std::string places;
  for (const auto& field : section.fields)
    if (!field.refers.empty()) places += column(fmt::format("{}@", field.name)) + " INTEGER, ";
  return fmt::format(
      "CREATE TEMP TABLE {} ({}file INTEGER NOT NULL, place INTEGER NOT NULL, {}PRIMARY KEY ({}, file)) "
      "WITHOUT ROWID",
      column(fmt::format("staged_{}", section.name)), columns_of(section), places,
      fmt::join(names_of(section.fields.first(section.keys)), ", "));
}

std::string stage_insert(const Section& section) {
  std::size_t columns = section.fields.size() + 2;
  for (const auto& field : section.fields)
    if (!field.refers.empty()) ++columns;
  return fmt::format("INSERT INTO {} VALUES ({}) ON CONFLICT DO NOTHING",
                     column(fmt::format("staged_{}", section.name)),
                     fmt::join(std::vector<std::string>(columns, "?"), ", "));
}

std::string take_over(const Section& section) {
  const auto names = names_of(section.fields);
  std::vector<std::string> sets;
  std::vector<std::string> differences;
  for (std::size_t i = section.keys; i < names.size(); ++i) {
    const auto value = keeps(section) ? fmt::format("coalesce(excluded.{0}, {1}.{0})", names[i], section.name)
                                      : fmt::format("excluded.{}", names[i]);
    sets.push_back(fmt::format("{} = {}", names[i], value));
    differences.push_back(fmt::format("{}.{} IS NOT {}", section.name, names[i], value));
  }
  return fmt::format(
      "INSERT INTO {} ({}) SELECT {} FROM {} WHERE file = ? ON CONFLICT ({}) DO UPDATE SET {} WHERE {}",
      section.name, fmt::join(names, ", "), fmt::join(names, ", "),
      column(fmt::format("staged_{}", section.name)),
      fmt::join(names_of(section.fields.first(section.keys)), ", "), fmt::join(sets, ", "),
      fmt::join(differences, " OR "));
}

}  // namespace cimgate::store
