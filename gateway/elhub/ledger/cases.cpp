#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/elhub/ledger/numbers.hpp"
#include "gateway/market/field_values.hpp"

namespace cimgate::ledger {
namespace {

using market::gln_text;
using market::gsrn_text;
using market::number_of;

// A process of the market state that the hub itself did not start has no row in hub_cases.
const std::string columns =
    "SELECT p.id, p.process, p.metering_point, p.initiator, p.status, p.date, p.cancellation_deadline, "
    "coalesce(p.stage, ''), coalesce(p.announcement, ''), coalesce(c.physical_sender, ''), "
    "coalesce(c.role, ''), coalesce(c.supplier, ''), coalesce(c.supplier_role, ''), "
    "coalesce(c.customer, '') FROM processes p LEFT JOIN hub_cases c ON c.id = p.id ";

/// Who starts such a process: for those that the hub did not start itself.
const char* role_of(const std::string& process) {
  return process == "BRS-NO-123" || process == "BRS-NO-211" ? "DDM" : "DDQ";
}

Case case_at(const database::Query& row) {
  Case found;
  found.id = row->text(0);
  found.process = row->text(1);
  found.gsrn = gsrn_text(row->integer(2));
  found.initiator = gln_text(row->integer(3));
  found.status = row->text(4);
  found.date = day_at(row, 5);
  found.cancellation_deadline = end_at(row, 6);
  int column = 6;
  for (auto* text : {&found.stage, &found.announcement, &found.physical_sender, &found.role, &found.supplier,
                     &found.supplier_role, &found.customer})
    *text = row->text(++column);
  if (found.physical_sender.empty()) found.physical_sender = found.initiator;
  if (found.role.empty()) found.role = role_of(found.process);
  if (found.stage.empty()) found.stage = market::usual_stage(found.status);
  return found;
}

}  // namespace

std::optional<Case> Ledger::find_case(const std::string& id) {
  auto row = connection_->query(columns + "WHERE p.id = ?");
  row->bind(1, id);
  if (!row->step()) return std::nullopt;
  return case_at(row);
}

void Ledger::save(const Case& one) {
  {
    auto row =
        connection_->query(database::put_into("processes",
                                              {"id", "process", "metering_point", "initiator", "date",
                                               "status", "cancellation_deadline", "stage", "announcement"},
                                              1));
    row->bind(1, one.id)
        .bind(2, one.process)
        .bind(3, number_of(one.gsrn))
        .bind(4, number_of(one.initiator))
        .bind(5, number(one.date))
        .bind(6, one.status);
    bind_day(row, 7, one.cancellation_deadline);
    row->bind(8, one.stage).bind(9, one.announcement);
    row->step();
  }
  auto row = connection_->query(database::put_into(
      "hub_cases", {"id", "physical_sender", "role", "supplier", "supplier_role", "customer"}, 1));
  int column = 0;
  for (const auto* text :
       {&one.id, &one.physical_sender, &one.role, &one.supplier, &one.supplier_role, &one.customer})
    row->bind(++column, *text);
  row->step();
}

std::vector<Case> Ledger::cases_of(const std::string& gsrn) {
  auto row = connection_->query(columns + "WHERE p.metering_point = ? ORDER BY p.date, p.id");
  row->bind(1, number_of(gsrn));
  std::vector<Case> all;
  while (row->step()) all.push_back(case_at(row));
  return all;
}

std::optional<Case> Ledger::case_by_announcement(const std::string& message) {
  auto row = connection_->query(columns + "WHERE p.announcement = ? AND p.announcement <> ''");
  row->bind(1, message);
  if (!row->step()) return std::nullopt;
  return case_at(row);
}

}  // namespace cimgate::ledger
