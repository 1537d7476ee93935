#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/field_values.hpp"

namespace cimgate::ledger {
namespace {

using market::gsrn_text;
using market::number_of;

const std::string columns =
    "SELECT id, gsrn, process, sender, direction, product, start, \"end\", registered, registration, "
    "inserted, "
    "xml, sequence, withdrawn, reading_end FROM hub_values ";

StoredSeries series_at(const database::Query& row) {
  StoredSeries one;
  one.id = row->text(0);
  one.gsrn = gsrn_text(row->integer(1));
  one.process = row->text(2);
  one.sender = row->text(3);
  one.direction = row->text(4);
  one.product = row->text(5);
  one.start = row->integer(6);
  one.end = row->integer(7);
  one.registered = row->integer(8);
  one.registration = row->text(9);
  one.inserted = row->integer(10);
  one.xml = row->text(11);
  one.sequence = row->integer(12);
  one.withdrawn = row->integer(13) != 0;
  one.reading_end = row->text(14);
  return one;
}

}  // namespace

void Ledger::keep(const StoredSeries& series) {
  auto row = connection_->query(
      "INSERT INTO hub_values (id, gsrn, process, sender, direction, product, start, \"end\", registered, "
      "registration, inserted, xml, withdrawn, reading_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)");
  row->bind(1, series.id)
      .bind(2, number_of(series.gsrn))
      .bind(3, series.process)
      .bind(4, series.sender)
      .bind(5, series.direction)
      .bind(6, series.product)
      .bind(7, series.start)
      .bind(8, series.end)
      .bind(9, series.registered)
      .bind(10, series.registration)
      .bind(11, series.inserted)
      .bind(12, series.xml)
      .bind(13, std::int64_t{series.withdrawn})
      .bind(14, series.reading_end);
  row->step();
}

std::vector<StoredSeries> Ledger::series_of(const std::string& gsrn, Seconds start, Seconds end) {
  auto row = connection_->query(columns +
                                "WHERE gsrn = ? AND \"end\" > ? AND start < ? ORDER BY registered, sequence");
  row->bind(1, number_of(gsrn)).bind(2, start).bind(3, end);
  std::vector<StoredSeries> all;
  while (row->step()) all.push_back(series_at(row));
  return all;
}

std::optional<StoredSeries> Ledger::series(const std::string& id) {
  auto row = connection_->query(columns + "WHERE id = ? ORDER BY sequence DESC LIMIT 1");
  row->bind(1, id);
  if (!row->step()) return std::nullopt;
  return series_at(row);
}

std::vector<Ledger::SilentChannel> Ledger::silent_since(Seconds until) {
  auto row = connection_->query(
      "SELECT gsrn, direction, product, max(\"end\") FROM hub_values WHERE process = 'BRS-NO-313' GROUP BY "
      "gsrn, direction, product HAVING max(\"end\") < ? ORDER BY gsrn, direction, product");
  row->bind(1, until);
  std::vector<SilentChannel> all;
  while (row->step())
    all.push_back({gsrn_text(row->integer(0)), row->text(1), row->text(2), row->integer(3)});
  return all;
}

std::vector<std::string> Ledger::points_with_values(const std::string& after, std::size_t limit) {
  auto row = connection_->query("SELECT DISTINCT gsrn FROM hub_values WHERE gsrn > ? ORDER BY gsrn LIMIT ?");
  row->bind(1, after.empty() ? 0 : number_of(after)).bind(2, static_cast<std::int64_t>(limit));
  std::vector<std::string> all;
  while (row->step()) all.push_back(gsrn_text(row->integer(0)));
  return all;
}

std::vector<StoredSeries> Ledger::series_in_area(const std::string& area, Seconds start, Seconds end) {
  auto row =
      connection_->query(columns +
                         "WHERE \"end\" > ? AND start < ? AND gsrn IN (SELECT gsrn FROM metering_points "
                         "WHERE grid_area = ?) ORDER BY gsrn, registered, sequence");
  row->bind(1, start).bind(2, end).bind(3, area);
  std::vector<StoredSeries> all;
  while (row->step()) all.push_back(series_at(row));
  return all;
}

}  // namespace cimgate::ledger
