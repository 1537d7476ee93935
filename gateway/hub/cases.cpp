#include <fmt/format.h>

#include "gateway/hub/notices.hpp"
#include "gateway/hub/supply.hpp"

namespace cimgate::hub {

std::optional<ledger::Case> referred_case(Desk& desk, const Request& request, const std::string& reference) {
  if (!reference.empty()) {
    if (auto found = desk.ledger().find_case(reference)) return found;
    return desk.ledger().case_by_announcement(reference);
  }
  const auto all = desk.ledger().cases_of(request.gsrn);
  for (auto one = all.rbegin(); one != all.rend(); ++one)
    if (one->initiator == request.sender && one->process == request.process && one->status == "ongoing")
      return *one;
  return std::nullopt;
}

Outcome cancel(Desk& desk, const Request& request, const std::string& reference) {
  auto found = referred_case(desk, request, reference);
  if (!found || found->gsrn != request.gsrn || found->process != request.process ||
      found->initiator != request.sender)
    return tl::unexpected(refused("E47", "260",
                                  {"There is no such process of the sender on this metering point.",
                                   "Avsenderen har ingen slik prosess på dette målepunktet."}));
  if (found->status != "ongoing" || found->stage == "announced")
    return tl::unexpected(
        refused("E47", "260",
                {"The process can no longer be cancelled: its cancellation deadline has passed.",
                 "Prosessen kan ikke lenger kanselleres: kanselleringsfristen er passert."}));
  const bool asked_to_activate = found->stage == "waiting-for-activation";
  found->status = "cancelled";
  found->stage = "done";
  desk.ledger().save(*found);
  desk.ledger().drop_steps(found->id);
  desk.tell("process-cancelled",
            {fmt::format("{} was cancelled by its sender.", found->process),
             fmt::format("{} ble kansellert av avsenderen.", found->process)},
            found->process, found->gsrn, found->initiator, request.id, request.name);
  // The grid company was asked to activate the point for it.
  if (asked_to_activate)
    if (const auto company = grid_company(desk, found->gsrn, desk.today()))
      notify_end(desk, *company,
                 {found->process, found->gsrn, found->date, found->supplier, found->customer, {}});
  return {};
}

void day_has_come(Desk& desk, const std::string& case_id) {
  auto one = desk.ledger().find_case(case_id);
  if (!one || one->status != "ongoing") return;
  one->status = "completed";
  one->stage = "done";
  desk.ledger().save(*one);
  desk.tell(
      "process-completed",
      {fmt::format("{} has taken effect.", one->process), fmt::format("{} har trådt i kraft.", one->process)},
      one->process, one->gsrn, one->initiator);
}

}  // namespace cimgate::hub
