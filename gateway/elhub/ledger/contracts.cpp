#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::ledger {

using market::gln_text;
using market::gsrn_text;
using market::number_of;

void Ledger::remember(const std::string& case_id, const std::string& gsrn, Day from) {
  auto row = connection_->query(
      "INSERT INTO hub_replaced SELECT ?1, (SELECT count(*) FROM hub_replaced WHERE case_id = ?1), ?2, ?3, "
      "CASE WHEN c.metering_point IS NULL THEN 0 ELSE 1 END, c.\"to\", c.customer, c.supplier, c.role, "
      "c.origin FROM (SELECT 1) AS one LEFT JOIN "
      "contracts c ON c.metering_point = ?2 AND c.\"from\" = ?3");
  row->bind(1, case_id).bind(2, number_of(gsrn)).bind(3, store::number(from));
  row->step();
}

bool Ledger::put_back(const std::string& case_id) {
  {
    auto none = connection_->query("SELECT 1 FROM hub_replaced WHERE case_id = ?");
    none->bind(1, case_id);
    if (!none->step()) return false;
  }
  for (const char* sql :
       {"DELETE FROM contracts WHERE (metering_point, \"from\") IN (SELECT metering_point, \"from\" FROM "
        "hub_replaced WHERE case_id = ?)",
        // The first change of a contract tells what was there before all of them.
        "INSERT INTO contracts (metering_point, \"from\", \"to\", customer, supplier, role, origin) "
        "SELECT metering_point, \"from\", \"to\", customer, supplier, role, origin FROM hub_replaced r "
        "WHERE case_id = ? AND there = 1 AND sequence = (SELECT min(sequence) FROM hub_replaced f WHERE "
        "f.case_id = r.case_id AND f.metering_point = r.metering_point AND f.\"from\" = r.\"from\")",
        "DELETE FROM hub_replaced WHERE case_id = ?"}) {
    auto row = connection_->query(sql);
    row->bind(1, case_id);
    row->step();
  }
  return true;
}

void Ledger::set_contract(const market::Contract& contract) {
  auto row = connection_->query(database::put_into(
      "contracts", {"metering_point", "from", "to", "customer", "supplier", "role", "origin"}, 2));
  row->bind(1, number_of(contract.metering_point)).bind(2, store::number(contract.period.from));
  store::bind_day(row, 3, contract.period.to);
  row->bind(4, contract.customer)
      .bind(5, number_of(contract.supplier))
      .bind(6, contract.role)
      .bind(7, contract.origin);
  row->step();
}

void Ledger::remove_contract(const std::string& gsrn, Day from) {
  auto row = connection_->query("DELETE FROM contracts WHERE metering_point = ? AND \"from\" = ?");
  row->bind(1, number_of(gsrn)).bind(2, store::number(from));
  row->step();
}

void Ledger::end_contract(const std::string& gsrn, Day from, std::optional<Day> to) {
  auto row = connection_->query("UPDATE contracts SET \"to\" = ? WHERE metering_point = ? AND \"from\" = ?");
  store::bind_day(row, 1, to);
  row->bind(2, number_of(gsrn)).bind(3, store::number(from));
  row->step();
}

std::vector<market::Contract> Ledger::contracts_of_supplier(const std::string& supplier) {
  std::vector<std::string> points;
  {
    auto row = connection_->query(
        "SELECT DISTINCT metering_point FROM contracts WHERE supplier = ? ORDER BY metering_point");
    row->bind(1, number_of(supplier));
    while (row->step()) points.push_back(gsrn_text(row->integer(0)));
  }
  std::vector<market::Contract> all;
  for (const auto& gsrn : points)
    for (auto& contract : market_->contracts_of(gsrn))
      if (contract.supplier == supplier) all.push_back(std::move(contract));
  return all;
}

void Ledger::set_access(const market::ThirdPartyAccess& access) {
  auto row = connection_->query(
      database::put_into("third_party_access", {"metering_point", "party", "from", "to"}, 3));
  row->bind(1, number_of(access.metering_point))
      .bind(2, number_of(access.party))
      .bind(3, store::number(access.period.from));
  store::bind_day(row, 4, access.period.to);
  row->step();
}

std::vector<market::ThirdPartyAccess> Ledger::accesses_of(const std::string& party) {
  auto row = connection_->query(
      "SELECT metering_point, \"from\", \"to\" FROM third_party_access WHERE party = ? ORDER BY "
      "metering_point, \"from\"");
  row->bind(1, number_of(party));
  std::vector<market::ThirdPartyAccess> all;
  while (row->step())
    all.push_back({gsrn_text(row->integer(0)), party, {store::day_at(row, 1), store::end_at(row, 2)}});
  return all;
}

void Ledger::set_customer(const market::Customer& customer) {
  auto row = connection_->query(database::put_into("customers", {"id", "scheme", "name"}, 1));
  row->bind(1, customer.id).bind(2, customer.scheme).bind(3, customer.name);
  row->step();
}

std::vector<market::Party> Ledger::parties() {
  std::vector<std::string> glns;
  {
    auto row = connection_->query("SELECT DISTINCT gln FROM parties ORDER BY gln");
    while (row->step()) glns.push_back(gln_text(row->integer(0)));
  }
  std::vector<market::Party> all;
  for (const auto& gln : glns)
    for (auto& party : market_->party_history(gln)) all.push_back(std::move(party));
  return all;
}

std::vector<std::string> Ledger::grid_areas() {
  auto row = connection_->query("SELECT DISTINCT id FROM grid_areas ORDER BY id");
  std::vector<std::string> all;
  while (row->step()) all.push_back(row->text(0));
  return all;
}

bool Ledger::knows_party(const std::string& gln) {
  auto row = connection_->query(
      "SELECT 1 FROM parties WHERE gln = ?1 UNION ALL SELECT 1 FROM agents WHERE agent = ?1");
  row->bind(1, number_of(gln));
  return row->step();
}

std::string Ledger::organisation_of(const std::string& gln) {
  auto row = connection_->query(
      "SELECT org FROM parties WHERE gln = ?1 AND org IS NOT NULL ORDER BY \"from\" DESC LIMIT 1");
  row->bind(1, number_of(gln));
  return row->step() ? row->text(0) : std::string();
}

std::string Ledger::area_of(const std::string& owner, Day day) {
  std::vector<std::string> areas;
  {
    auto row = connection_->query("SELECT DISTINCT id FROM grid_areas WHERE owner = ? ORDER BY id");
    row->bind(1, number_of(owner));
    while (row->step()) areas.push_back(row->text(0));
  }
  for (const auto& area : areas)
    if (const auto holder = market_->grid_owner(area, day); holder.known() && *holder == owner) return area;
  return {};
}

}  // namespace cimgate::ledger
