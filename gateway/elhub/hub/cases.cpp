#include "gateway/elhub/hub/cases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/answers.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/supply.hpp"
#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {

using ledger::Case;

bool is_end_of_supply(const std::string& process) {
  return process == "BRS-NO-201" || process == "BRS-NO-202" || process == "BRS-NO-211";
}

Case new_case(const Request& request, Day date, const std::string& customer) {
  Case one;
  one.id = request.id;
  one.process = request.process;
  one.gsrn = request.gsrn;
  one.initiator = request.sender;
  one.physical_sender = request.physical_sender;
  one.role = request.role;
  one.status = "ongoing";
  one.date = date;
  one.customer = customer;
  return one;
}

void open_case(ProcessContext& context, const Request& request, Case& one) {
  const auto point = context.market().metering_point(one.gsrn, one.date);
  one.cancellation_deadline = context.timetable().cancellation_deadline(
      one.process, point.known() && point->settlement.known() ? *point->settlement : "", one.date);
  context.ledger().save(one);
  context.tell("process-started",
               {fmt::format("{} for {}.", one.process, rules::to_text(one.date)),
                fmt::format("{} med dato {}.", one.process, rules::to_text(one.date))},
               one.process, one.gsrn, one.initiator, request.id, request.name);
}

bool waits_for_deadline(ProcessContext& context, Case& one) {
  if (!one.cancellation_deadline || *one.cancellation_deadline < context.today()) return false;
  one.stage = "waiting-for-deadline";
  context.ledger().save(one);
  context.schedule(norway::start_of(*one.cancellation_deadline + std::chrono::days(1)),
                   "cancellation-deadline", one.id, one.process, one.gsrn);
  return true;
}

void await_day(ProcessContext& context, Case& one) {
  one.stage = "announced";
  context.ledger().save(one);
  if (one.date <= context.today())
    day_has_come(context, one.id);
  else
    context.schedule(norway::start_of(one.date), "takes-effect", one.id, one.process, one.gsrn);
}

void close_case(ProcessContext& context, Case& one, const char* status) {
  context.ledger().drop_steps(one.id);
  one.status = status;
  one.stage = "done";
  context.ledger().save(one);
}

Addressee initiator_of(ProcessContext& context, const Case& one, const std::string& role) {
  const bool speaks_for_it =
      one.physical_sender == one.initiator ||
      !context.market().roles_of_agent(one.physical_sender, one.initiator, context.today()).empty();
  return {one.initiator, role, speaks_for_it ? one.physical_sender : ""};
}

void refuse_case(ProcessContext& context, Case& one, const Reasons& reasons, Text why) {
  close_case(context, one, "rejected");
  send_reject(context, initiator_of(context, one, one.role),
              {is_end_of_supply(one.process), one.id, one.process, one.gsrn, {}}, reasons);
  context.tell("process-rejected", std::move(why), one.process, one.gsrn, one.initiator);
}

Case referred_case(ProcessContext& context, const std::string& reference) {
  auto found = context.ledger().find_case(reference);
  if (!found) found = context.ledger().case_by_announcement(reference);
  if (!found) throw HubFault("no rule has refused a reference to a process that is not there");
  return *std::move(found);
}

void cancel(ProcessContext& context, const Request& request, const std::string& reference) {
  auto found = referred_case(context, reference);
  const bool asked_to_activate = found.stage == "waiting-for-activation";
  close_case(context, found, "cancelled");
  context.tell("process-cancelled",
               {fmt::format("{} was cancelled by its sender.", found.process),
                fmt::format("{} ble kansellert av avsenderen.", found.process)},
               found.process, found.gsrn, found.initiator, request.id, request.name);
  // The grid company was asked to activate the point for it.
  if (asked_to_activate)
    if (const auto company = grid_company(context, found.gsrn, context.today()))
      notify_end(context, *company,
                 {found.process, found.gsrn, found.date, found.supplier, found.customer, {}});
}

void close_rolled_back(ProcessContext& context, const Request& request, Case& one) {
  close_case(context, one, "cancelled");
  context.tell("process-rolled-back",
               {fmt::format("{} of {} was rolled back with {}.", one.process, rules::to_text(one.date),
                            request.process),
                fmt::format("{} med dato {} ble reversert med {}.", one.process, rules::to_text(one.date),
                            request.process)},
               request.process, one.gsrn, one.initiator, request.id, request.name);
}

void day_has_come(ProcessContext& context, const std::string& case_id) {
  auto one = context.ledger().find_case(case_id);
  if (!one || one->status != "ongoing") return;
  close_case(context, *one, "completed");
  context.tell(
      "process-completed",
      {fmt::format("{} has taken effect.", one->process), fmt::format("{} har trådt i kraft.", one->process)},
      one->process, one->gsrn, one->initiator);
}

void deadline_passed(ProcessContext& context, const std::string& case_id) {
  auto one = context.ledger().find_case(case_id);
  if (!one || one->status != "ongoing") return;
  context.tell("deadline-passed",
               {fmt::format("The cancellation deadline of {} has passed.", one->process),
                fmt::format("Kanselleringsfristen for {} er passert.", one->process)},
               one->process, one->gsrn, one->initiator);
  if (is_end_of_supply(one->process))
    end_takes_effect(context, *one);
  else
    start_takes_effect(context, *one);
}

}  // namespace cimgate::hub
