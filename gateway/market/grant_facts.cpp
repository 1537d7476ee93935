#include "gateway/market/grant_facts.hpp"

namespace cimgate::market {

Start start_of(const rules::Question& question) {
  return {question.process, question.metering_point, question.supplier, question.customer, question.on};
}

// Source: https://github.com/elhub/auth-grant-manager, docs/faq.md.
bool fits_process(const Grant& grant, const Start& start) {
  if (grant.kind == "ChangeOfBalanceSupplierForPerson") return start.process == "BRS-NO-101";
  return start.process == "BRS-NO-102" || start.process == "BRS-NO-103";
}

bool fits_day(const Grant& grant, const Start& start) {
  if (start.process == "BRS-NO-103") return grant.move_in && grant.move_in == start.on;
  return !grant.move_in;
}

bool fits(const Grant& grant, const Start& start) {
  return grant.party == start.supplier && grant.metering_point == start.metering_point &&
         grant.customer == start.customer && fits_process(grant, start) && fits_day(grant, start);
}

std::string_view status_on(const Grant& grant, Day day) {
  const bool over = grant.period.to && *grant.period.to <= day;
  return grant.status == "Active" && over ? std::string_view("Expired") : std::string_view(grant.status);
}

}  // namespace cimgate::market
