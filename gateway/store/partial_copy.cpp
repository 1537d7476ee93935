#include "gateway/store/partial_copy.hpp"

#include <algorithm>
#include <optional>

#include "gateway/database/transaction.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/market/sections.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::store {
namespace {

using database::Connection;
using database::Query;
using database::Type;

/// As far as look-ups read it, and numbered, so that rows stay in the order in which they came.
const database::Table series_table{"hub_values",
                                   {{"number", Type::integer},
                                    {"id"},
                                    {"gsrn", Type::integer},
                                    {"process"},
                                    {"direction"},
                                    {"product"},
                                    {"start", Type::integer},
                                    {"end", Type::integer},
                                    {"registered", Type::integer},
                                    {"withdrawn", Type::integer, false},
                                    {"reading_end", Type::text, false},
                                    {"sequence", Type::integer}},
                                   1,
                                   true};

/// Puts rows into a table whose columns they have.
class Putting {
 public:
  Putting(Connection& to, std::string_view table, std::vector<std::pair<std::string, bool>> columns)
      : columns_(std::move(columns)), insert_(to.prepare(statement(table))) {}

  void put(const Query& row) {
    int at = 0;
    for (const auto& [name, is_number] : columns_) {
      if (row->is_null(at))
        insert_.bind_null(at + 1);
      else if (is_number)
        insert_.bind(at + 1, row->integer(at));
      else
        insert_.bind(at + 1, row->text(at));
      ++at;
    }
    insert_.step();
    insert_.reset();
  }

 private:
  std::string statement(std::string_view table) const {
    std::vector<std::string> names;
    for (const auto& [name, is_number] : columns_) names.push_back(name);
    return database::insert_into(table, names);
  }

  std::vector<std::pair<std::string, bool>> columns_;
  database::Statement insert_;
};

Putting putting(Connection& to, std::string_view section) {
  std::vector<std::pair<std::string, bool>> columns;
  if (section == series_table.name) {
    for (const auto& column : series_table.columns)
      columns.emplace_back(column.name, column.type == Type::integer);
    columns.erase(columns.begin());
  } else {
    for (const auto& field : section_named(section).fields)
      columns.emplace_back(std::string(field.name), is_number(field));
  }
  return {to, section, std::move(columns)};
}

void add(Connection& copy, const char* sql, std::string (*text_of)(std::int64_t), std::set<std::string>& to) {
  const auto row = copy.query(sql);
  while (row->step()) to.insert(text_of(row->integer(0)));
}

}  // namespace

std::pair<std::shared_ptr<Connection>, market::Part> copy_part(Connection& from, const market::Wanted& wanted,
                                                               StoredSeries series) {
  auto copy = std::make_shared<Connection>(":memory:", database::Mode::write);
  make_sections(*copy);
  const auto parts = part_asks(from, wanted, series);
  std::vector<database::Ask> asks;
  asks.reserve(parts.size());
  for (const auto& part : parts) asks.push_back(part.ask);
  std::vector<std::optional<Putting>> puttings(parts.size());
  bool knows_series = series == StoredSeries::of_hub;
  bool knows_grants = false;
  if (series != StoredSeries::unasked) copy->create(series_table);
  {
    database::Transaction transaction(*copy);
    from.query_together(asks, [&](std::size_t ask, const Query& row) {
      const auto section = parts[ask].section;
      if (section == grants_told) {
        knows_grants = true;
        return;
      }
      if (section == "told") {
        knows_series = true;
        return;
      }
      if (!puttings[ask]) puttings[ask].emplace(putting(*copy, section));
      puttings[ask]->put(row);
    });
    transaction.commit();
  }
  puttings.clear();
  // Without the table, the copy knows nothing of series, as the state.
  if (series != StoredSeries::unasked && !knows_series) copy->execute("DROP TABLE hub_values");
  market::Part part;
  part.points = wanted.points;
  part.parties = wanted.parties;
  part.areas = wanted.areas;
  part.knows_grants = knows_grants;
  add(*copy, "SELECT DISTINCT gsrn FROM metering_points", market::gsrn_text, part.points);
  add(*copy, "SELECT DISTINCT metering_point FROM processes", market::gsrn_text, part.points);
  add(*copy, "SELECT DISTINCT gln FROM parties", market::gln_text, part.parties);
  add(*copy, "SELECT DISTINCT supplier FROM contracts", market::gln_text, part.parties);
  const auto area = copy->query("SELECT DISTINCT grid_area FROM metering_points WHERE grid_area IS NOT NULL");
  while (area->step()) part.areas.insert(area->text(0));
  return {std::move(copy), std::move(part)};
}

}  // namespace cimgate::store
