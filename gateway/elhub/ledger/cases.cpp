#include <fmt/format.h>

#include <utility>

#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"
#include "gateway/store/process_rows.hpp"

namespace cimgate::ledger {
namespace {

using market::number_of;

// A process of the market state that the hub itself did not start has no row in hub_cases.
const std::string columns = fmt::format(
    "SELECT {}, coalesce(c.physical_sender, ''), coalesce(c.role, ''), coalesce(c.supplier, ''), "
    "coalesce(c.supplier_role, ''), coalesce(c.customer, '') "
    "FROM processes p LEFT JOIN hub_cases c ON c.id = p.id ",
    store::process_columns);

/// Who starts such a process: for those that the hub did not start itself.
const char* role_of(const std::string& process) {
  return process == "BRS-NO-123" || process == "BRS-NO-211" ? "DDM" : "DDQ";
}

Case case_at(const database::Query& row) {
  auto process = store::process_at(row);
  Case found;
  found.id = std::move(process.id);
  found.process = std::move(process.process);
  found.gsrn = std::move(process.metering_point);
  found.initiator = std::move(process.initiator);
  found.status = std::move(process.status);
  found.date = process.date;
  found.cancellation_deadline = process.cancellation_deadline;
  found.stage = std::move(process.stage);
  found.announcement = std::move(process.announcement);
  int column = store::count_of_process_columns;
  for (auto* text :
       {&found.physical_sender, &found.role, &found.supplier, &found.supplier_role, &found.customer})
    *text = row->text(column++);
  if (found.physical_sender.empty()) found.physical_sender = found.initiator;
  if (found.role.empty()) found.role = role_of(found.process);
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
        .bind(5, store::number(one.date))
        .bind(6, one.status);
    store::bind_day(row, 7, one.cancellation_deadline);
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
