#include <fmt/format.h>

#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::ledger {
namespace {

using market::gsrn_text;
using market::number_of;

/// NULL is "not said here" and '' "known to be empty", see gateway/store/tables.hpp.
void bind_answer(const database::Query& row, int parameter, const market::Answer<std::string>& value) {
  if (value.known())
    row->bind(parameter, *value);
  else if (value.absent())
    row->bind(parameter, std::string_view());
  else
    row->bind_null(parameter);
}

void bind_answer(const database::Query& row, int parameter, const market::Answer<bool>& value) {
  if (value.known())
    row->bind(parameter, static_cast<std::int64_t>(*value));
  else
    row->bind_null(parameter);
}

}  // namespace

void Ledger::set_point(const market::MeteringPoint& point, Day from) {
  static const std::vector<std::string> columns = {"gsrn",
                                                   "from",
                                                   "type",
                                                   "status",
                                                   "settlement",
                                                   "resolution",
                                                   "grid_area",
                                                   "accounting_point",
                                                   "blocked_for_switching",
                                                   "meter"};
  // What is not said keeps the value that it has.
  static const std::string sql = [] {
    auto made =
        database::insert_into("metering_points", columns) + " ON CONFLICT (gsrn, \"from\") DO UPDATE SET ";
    for (std::size_t i = 2; i < columns.size(); ++i)
      made += fmt::format("{0}{1} = coalesce(excluded.{1}, metering_points.{1})", i == 2 ? "" : ", ",
                          database::quoted(columns[i]));
    return made;
  }();
  auto row = connection_->query(sql);
  row->bind(1, number_of(point.gsrn)).bind(2, store::number(from));
  int parameter = 2;
  for (const auto* field :
       {&point.type, &point.status, &point.settlement, &point.resolution, &point.grid_area})
    bind_answer(row, ++parameter, *field);
  bind_answer(row, 8, point.accounting_point);
  bind_answer(row, 9, point.blocked_for_switching);
  bind_answer(row, 10, point.meter);
  row->step();
}

std::optional<Ledger::PointAddress> Ledger::address_of(const std::string& gsrn, Day day) {
  auto row = connection_->query(
      "SELECT \"address.street\", \"address.building_number\", \"address.post_code\", \"address.city\" FROM "
      "metering_points WHERE gsrn = ? AND \"from\" <= ? AND \"address.post_code\" IS NOT NULL ORDER BY "
      "\"from\" "
      "DESC LIMIT 1");
  row->bind(1, number_of(gsrn)).bind(2, store::number(day));
  if (!row->step()) return std::nullopt;
  return PointAddress{row->text(0), row->text(1), row->text(2), row->text(3)};
}

void Ledger::set_address(const std::string& gsrn, Day from, const PointAddress& address) {
  auto row = connection_->query(
      "UPDATE metering_points SET \"address.street\" = ?, \"address.building_number\" = ?, "
      "\"address.post_code\" = ?, \"address.city\" = ? WHERE gsrn = ? AND \"from\" = ?");
  row->bind(1, address.street)
      .bind(2, address.building_number)
      .bind(3, address.post_code)
      .bind(4, address.city)
      .bind(5, number_of(gsrn))
      .bind(6, store::number(from));
  row->step();
}

std::vector<std::string> Ledger::search_points(const PointSearch& search, Day day) {
  return market_->search(search, day);
}

std::int64_t Ledger::count_points(const std::string& beginning) {
  const auto numbers = market::gsrns_beginning_with(beginning);
  if (!numbers) return 0;
  auto row =
      connection_->query("SELECT count(DISTINCT gsrn) FROM metering_points WHERE gsrn BETWEEN ? AND ?");
  row->bind(1, numbers->first).bind(2, numbers->second);
  return row->step() ? row->integer(0) : 0;
}

void Ledger::keep_point_data(const std::string& gsrn, Day from, const std::string& xml) {
  auto row = connection_->query(
      "INSERT INTO hub_point_data VALUES (?1, ?2, (SELECT count(*) FROM hub_point_data WHERE gsrn = ?1 AND "
      "\"from\" = ?2), ?3)");
  row->bind(1, number_of(gsrn)).bind(2, store::number(from)).bind(3, xml);
  row->step();
}

std::vector<std::string> Ledger::point_data(const std::string& gsrn, Day day) {
  auto row = connection_->query(
      "SELECT xml FROM hub_point_data WHERE gsrn = ? AND \"from\" <= ? ORDER BY \"from\", sequence");
  row->bind(1, number_of(gsrn)).bind(2, store::number(day));
  std::vector<std::string> all;
  while (row->step()) all.push_back(row->text(0));
  return all;
}

void Ledger::keep_customer_data(const std::string& customer, const std::string& message) {
  auto row = connection_->query(database::put_into("hub_customer_data", {"customer", "message"}, 1));
  row->bind(1, customer).bind(2, message);
  row->step();
}

std::optional<std::string> Ledger::customer_data(const std::string& customer) {
  auto row = connection_->query("SELECT message FROM hub_customer_data WHERE customer = ?");
  row->bind(1, customer);
  if (!row->step()) return std::nullopt;
  return row->text(0);
}

}  // namespace cimgate::ledger
