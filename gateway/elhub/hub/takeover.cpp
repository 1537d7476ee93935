#include "gateway/elhub/hub/takeover.hpp"

#include <sstream>

#include "gateway/elhub/hub/end_user_mail.hpp"
#include "gateway/elhub/hub/notices.hpp"

namespace cimgate::hub {

void take_portfolio_over(ProcessContext& context, const std::string& subject) {
  std::istringstream words(subject);
  std::string from, to, text;
  words >> from >> to >> text;
  const auto day = rules::parse_day(text);
  if (!day) return;
  const std::string process = "BRS-NO-305";
  for (const auto& contract : context.ledger().contracts_of_supplier(from)) {
    if (contract.period.to && *contract.period.to <= *day) continue;
    const Day start = std::max(contract.period.from, *day);
    context.ledger().set_contract({contract.metering_point,
                                   {start, contract.period.to},
                                   contract.customer,
                                   to,
                                   contract.role,
                                   process});
    const StartNotice started{process, contract.metering_point, start, to, contract.customer};
    notify_start(context, {to, contract.role, ""}, started);
    if (const auto company = grid_company(context, contract.metering_point, start))
      notify_start(context, *company, started);
    if (start > contract.period.from) {
      notify_end(context, supplier_of(contract),
                 {process, contract.metering_point, start, from, contract.customer, {}});
      mail_end_user(context, {process, contract.metering_point, start, contract.customer, from, to});
    }
    context.tell("contract-changed", {"The contract was taken over.", "Kontrakten ble overtatt."}, process,
                 contract.metering_point, to);
  }
}

}  // namespace cimgate::hub
