#include "gateway/store/staging.hpp"

#include <fmt/format.h>

#include "gateway/store/tables.hpp"

namespace cimgate::store {
namespace {

using market::Cell;
using market::Place;
using market::Record;
using market::Section;

std::int64_t packed(Place place) {
  return (static_cast<std::int64_t>(place.line) << 24) | (place.column & 0xffffff);
}

Place unpacked(std::int64_t place) {
  return {static_cast<std::uint32_t>(place >> 24), static_cast<std::uint32_t>(place & 0xffffff)};
}

void bind(database::Statement& statement, int parameter, const Section& section, std::size_t field,
          const Cell& cell) {
  if (cell.kind == Cell::Kind::number)
    statement.bind(parameter, cell.number);
  else if (cell.kind == Cell::Kind::text)
    statement.bind(parameter, cell.text);
  else if (cell.kind == Cell::Kind::none && section.name == "metering_points") {
    // Known to be empty, see tables.hpp.
    if (is_number(section.fields[field]))
      statement.bind(parameter, no_number);
    else
      statement.bind(parameter, std::string_view());
  } else
    statement.bind_null(parameter);
}

std::string staged(std::string_view section) {
  return fmt::format("staged_{}", section);
}

}  // namespace

Staging::Staging(database::Connection& connection, std::function<void(std::int64_t)> progress)
    : connection_(connection), progress_(std::move(progress)) {
  for (const auto& section : market::sections()) {
    connection_.create(stage_table(section));
    tables_.push_back({connection_.prepare(stage_insert(section)), {section.name}});
  }
}

void Staging::begin_file(const std::string& name) {
  files_.push_back(name);
}

void Staging::add(const Record& record, market::StateErrors& errors) {
  auto& table = tables_[static_cast<std::size_t>(record.section - market::sections().data())];
  int parameter = 0;
  for (std::size_t i = 0; i < record.cells.size(); ++i)
    bind(table.insert, ++parameter, *record.section, i, record.cells[i]);
  table.insert.bind(++parameter, static_cast<std::int64_t>(files_.size()));
  table.insert.bind(++parameter, packed(record.place));
  for (std::size_t i = 0; i < record.cells.size(); ++i)
    if (!record.section->fields[i].refers.empty())
      table.insert.bind(++parameter, packed(record.cells[i].place));
  const database::Query done(table.insert);
  table.insert.step();
  if (connection_.changes() == 0) return stated_before(record, errors);
  ++table.count.stated;
  if (progress_ && ++read_ % 50'000 == 0) progress_(read_);
}

void Staging::stated_before(const Record& record, market::StateErrors& errors) {
  std::string where = "file = ?";
  for (std::size_t i = 0; i < record.section->keys; ++i)
    where += fmt::format(" AND {} = ?", database::quoted(record.section->fields[i].name));
  const auto first =
      connection_.query(fmt::format("SELECT place FROM {} WHERE {}", staged(record.section->name), where));
  first->bind(1, static_cast<std::int64_t>(files_.size()));
  for (std::size_t i = 0; i < record.section->keys; ++i)
    bind(*first, static_cast<int>(i) + 2, *record.section, i, record.cells[i]);
  const auto line = first->step() ? unpacked(first->integer(0)).line : 0;
  errors.add(files_.back(), record.place,
             fmt::format("stated before, on line {}: the same {}", line, record.section->fields[0].name) +
                 (record.section->keys > 1 ? " from the same day" : ""));
}

void Staging::end_file(market::StateErrors& errors) {
  check_overlaps(errors);
  if (!errors.empty()) return;
  std::size_t at = 0;
  for (const auto& section : market::sections()) {
    auto& count = tables_[at++].count;
    if (count.stated == 0) continue;
    const auto before = connection_.integer(fmt::format("SELECT count(*) FROM {}", section.name));
    {
      const auto take = connection_.query(take_over(section));
      take->bind(1, static_cast<std::int64_t>(files_.size()));
      take->step();
    }
    const auto changes = connection_.changes();
    const auto added = connection_.integer(fmt::format("SELECT count(*) FROM {}", section.name)) - before;
    count.added += added;
    count.changed += changes - added;
  }
}

void Staging::check_overlaps(market::StateErrors& errors) {
  const auto found = connection_.query(
      "SELECT place, line FROM (SELECT place, lag(place) OVER points >> 24 AS line, lag(\"to\") OVER points "
      "AS ended, "
      "lag(\"from\") OVER points AS began, \"from\" FROM staged_contracts WHERE file = ? "
      "WINDOW points AS (PARTITION BY metering_point ORDER BY \"from\")) AS points "
      "WHERE began IS NOT NULL AND (ended IS NULL OR ended > \"from\")");
  found->bind(1, static_cast<std::int64_t>(files_.size()));
  while (found->step())
    errors.add(files_.back(), unpacked(found->integer(0)),
               fmt::format("this contract overlaps with the one on line {} of the same metering point: "
                           "that one must have a 'to' no later than this 'from'",
                           found->integer(1)));
}

void Staging::check_references(market::StateErrors& errors) {
  for (const auto& section : market::sections())
    for (const auto& field : section.fields) {
      if (field.refers.empty() || errors.has_refused(field.refers)) continue;
      std::string_view key;
      for (const auto& other : market::sections())
        if (other.name == field.refers) key = other.fields[0].name;
      // Both tables count: with mistakes elsewhere nothing has been taken over.
      const auto found = connection_.query(fmt::format(
          "SELECT file, {0} FROM {1} AS s WHERE s.{2} IS NOT NULL{6} "
          "AND NOT EXISTS (SELECT 1 FROM {3} AS t WHERE t.{4} = s.{2}) "
          "AND NOT EXISTS (SELECT 1 FROM {5} AS u WHERE u.{4} = s.{2})",
          database::quoted(fmt::format("{}@", field.name)), staged(section.name),
          database::quoted(field.name), field.refers, database::quoted(key), staged(field.refers),
          is_number(field) ? std::string() : fmt::format(" AND s.{} <> ''", database::quoted(field.name))));
      while (found->step())
        errors.add(files_[static_cast<std::size_t>(found->integer(0)) - 1], unpacked(found->integer(1)),
                   fmt::format("this {} is not stated in '{}', neither here nor in the market state",
                               field.name, field.refers));
    }
}

std::vector<LoadCount> Staging::counts() const {
  std::vector<LoadCount> all;
  for (const auto& table : tables_)
    if (table.count.stated > 0) all.push_back(table.count);
  return all;
}

}  // namespace cimgate::store
