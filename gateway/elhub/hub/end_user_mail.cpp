#include "gateway/elhub/hub/end_user_mail.hpp"

#include <fmt/format.h>

#include "gateway/elhub/hub/customer_information.hpp"
#include "gateway/elhub/hub/mail_text.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/plain_words.hpp"

namespace cimgate::hub {

void mail_end_user(ProcessContext& context, const EndOfRelation& end) {
  const auto today = context.today();
  const auto company = grid_company(context, end.gsrn, end.ends);
  EndToTell told;
  told.process = end.process;
  told.gsrn = end.gsrn;
  told.address = address_line(context, end.gsrn, end.ends);
  told.ends = end.ends;
  told.is_over = end.ends < today;
  told.supplier = party_name(context, end.supplier, today);
  if (!end.next_supplier.empty()) told.next_supplier = party_name(context, end.next_supplier, today);
  if (company) told.grid_company = party_name(context, company->gln, today);
  told.hub = party_name(context, context.gln(), today);
  auto text = mail_text(told);
  const auto to = mail_address_of(context, end.customer);
  context.ledger().keep(
      {0, context.now(), end.process, end.gsrn, end.ends, to, std::move(text.subject), std::move(text.body)});
  const auto day = rules::to_text(end.ends);
  context.tell(
      "mail-written",
      to.empty()
          ? Text{fmt::format("Mail to the end user: the supply ends on {}. No mail address is known.", day),
                 fmt::format(
                     "E-post til sluttbrukeren: leveransen opphører {}. Ingen e-postadresse er kjent.", day)}
          : Text{fmt::format("Mail to the end user: the supply ends on {}.", day),
                 fmt::format("E-post til sluttbrukeren: leveransen opphører {}.", day)},
      end.process, end.gsrn);
}

}  // namespace cimgate::hub
