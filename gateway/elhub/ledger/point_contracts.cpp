#include <limits>

#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::ledger {
namespace {

using market::gsrn_text;
using market::number_of;

const std::vector<std::string> columns = {"id",       "type",       "gsrn",       "status",  "start",  "end",
                                          "customer", "created_by", "updated_by", "created", "updated"};

PointContract contract_at(const database::Query& row) {
  return {row->text(0),    row->text(1),          gsrn_text(row->integer(2)),
          row->text(3),    store::day_at(row, 4), store::end_at(row, 5),
          row->text(6),    row->text(7),          row->text(8),
          row->integer(9), row->integer(10)};
}

std::vector<PointContract> all_of(const database::Query& row) {
  std::vector<PointContract> all;
  while (row->step()) all.push_back(contract_at(row));
  return all;
}

std::string select(const std::string& rest) {
  return "SELECT " + database::listed(columns) + " FROM hub_point_contracts " + rest;
}

}  // namespace

void Ledger::save(const PointContract& contract) {
  auto row = connection_->query(database::put_into("hub_point_contracts", columns, 1));
  row->bind(1, contract.id)
      .bind(2, contract.type)
      .bind(3, number_of(contract.gsrn))
      .bind(4, contract.status)
      .bind(5, store::number(contract.start));
  store::bind_day(row, 6, contract.end);
  row->bind(7, contract.customer)
      .bind(8, contract.created_by)
      .bind(9, contract.updated_by)
      .bind(10, contract.created)
      .bind(11, contract.updated);
  row->step();
}

std::optional<PointContract> Ledger::point_contract(const std::string& id) {
  auto row = connection_->query(select("WHERE id = ?"));
  row->bind(1, id);
  if (!row->step()) return std::nullopt;
  return contract_at(row);
}

std::vector<PointContract> Ledger::point_contracts(const PointContractFilter& filter,
                                                   const PointContract& after, std::size_t limit) {
  using Limits = std::numeric_limits<Seconds>;
  auto row = connection_->query(
      select("WHERE (created > ?1 OR (created = ?1 AND id > ?2)) AND (?3 = '' OR type = ?3) AND updated > ?4 "
             "AND updated < ?5 ORDER BY created, id LIMIT ?6"));
  row->bind(1, after.id.empty() ? Limits::min() : after.created)
      .bind(2, after.id)
      .bind(3, filter.type)
      .bind(4, filter.updated_after.value_or(Limits::min()))
      .bind(5, filter.updated_before.value_or(Limits::max()))
      .bind(6, static_cast<std::int64_t>(limit));
  return all_of(row);
}

std::vector<PointContract> Ledger::point_contracts_of(const std::string& gsrn) {
  auto row = connection_->query(select("WHERE gsrn = ? ORDER BY created, id"));
  row->bind(1, number_of(gsrn));
  return all_of(row);
}

}  // namespace cimgate::ledger
