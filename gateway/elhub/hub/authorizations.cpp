#include "gateway/elhub/hub/authorizations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/market/field_values.hpp"
#include "gateway/market/grant_facts.hpp"
#include "gateway/security/keys/hash.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub {
namespace {

using ledger::Authorization;
using ledger::GrantRecord;

// Source: https://github.com/elhub/auth-grant-manager, businessprocesses.
constexpr std::int32_t days_to_answer = 28;
constexpr std::int32_t years_of_grant = 1;

/// Between the fields of a draft: no value has it.
constexpr char next_field = '\x1f';

AccessRefusal forbidden(std::string detail) {
  return {403, "Party not authorized", std::move(detail)};
}
AccessRefusal not_found(std::string detail) {
  return {404, "Not found error", std::move(detail)};
}
AccessRefusal invalid(std::string detail) {
  return {422, "Validation error", std::move(detail)};
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool is_change(const AuthorizationDraft& draft) {
  return draft.kind == "ChangeOfBalanceSupplierForPerson";
}

/// An address that a browser can be sent to. In which ones a party is registered, the market state does not
/// say (assumed: any will do).
bool is_redirect(const std::string& uri) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (uri.starts_with(scheme))
      return uri.size() > scheme.size() && uri[scheme.size()] != '/' &&
             std::all_of(uri.begin(), uri.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '"'; });
  return false;
}

/// What does not depend on the market.
std::optional<AccessRefusal> check_fields(const AuthorizationDraft& draft) {
  if (is_blank(draft.person)) return invalid("requestedFromName is empty.");
  if (is_blank(draft.supplier)) return invalid("balanceSupplierName is empty.");
  if (is_blank(draft.contract)) return invalid("balanceSupplierContractName is empty.");
  if (is_blank(draft.gsrn)) return invalid("requestedForMeteringPointId is empty.");
  if (!text::are_digits(draft.gsrn, 18))
    return invalid("requestedForMeteringPointId is not the 18 digits of a metering point.");
  if (is_blank(draft.address)) return invalid("requestedForMeteringPointAddress is empty.");
  if (is_blank(draft.requested_from)) return invalid("requestedFrom is empty.");
  if (!text::are_digits(draft.requested_from, 11))
    return invalid("requestedFrom is not the 11 digits of a national identity number.");
  if (is_blank(draft.requested_by)) return invalid("requestedBy is empty.");
  if (!text::are_digits(draft.requested_by, 13)) return invalid("requestedBy is not the 13 digits of a GLN.");
  if (draft.requested_to != draft.requested_from)
    return invalid("requestedTo and requestedFrom are not the same person.");
  if (!draft.is_document && !is_redirect(draft.redirect_uri))
    return invalid("redirectURI is not an address that a browser can be sent to.");
  return std::nullopt;
}

std::optional<AccessRefusal> check_supplier(ProcessContext& context, const std::string& gln) {
  const auto history = context.market().party_history(gln);
  if (history.empty()) return not_found("requestedBy is not registered in this market.");
  if (market::held_on(history, context.today()) == nullptr)
    return invalid("requestedBy is not active in this market.");
  return std::nullopt;
}

std::optional<AccessRefusal> check_market(ProcessContext& context, const AuthorizationDraft& draft) {
  const auto today = context.today();
  const auto point = context.market().metering_point(draft.gsrn, today);
  if (!point.known()) return not_found("There is no such metering point.");
  const auto contracts = context.market().contracts_of(draft.gsrn);
  const auto* held = market::held_on(contracts, today);
  const bool lives_there = held != nullptr && held->customer == draft.requested_from;
  if (is_change(draft)) {
    if (point->blocked_for_switching.known() && *point->blocked_for_switching)
      return invalid("The metering point is blocked for switching.");
    if (!lives_there) return invalid("requestedFrom is not the end user of the metering point.");
    if (held->supplier == draft.requested_by)
      return invalid("requestedBy supplies the metering point already.");
  } else {
    if (lives_there) return invalid("requestedFrom is the end user of the metering point already.");
    if (draft.move_in && *draft.move_in > today)
      return invalid("moveInDate is for a move-in today or back in time; leave it out of one ahead.");
  }
  return check_supplier(context, draft.requested_by);
}

void tell(ProcessContext& context, const std::string& gsrn, const std::string& party, const std::string& id,
          const char* what, const char* what_nb) {
  context.tell("consent-changed", {fmt::format("{} {}.", what, id), fmt::format("{} {}.", what_nb, id)}, "",
               gsrn, party);
}

/// What the end user has agreed to, from today.
GrantRecord granted(ProcessContext& context, const Authorization& source) {
  GrantRecord record;
  auto& grant = record.grant;
  grant.id = context.ledger().next_id();
  grant.kind = source.kind;
  grant.metering_point = source.gsrn;
  grant.party = source.requested_by;
  grant.customer = source.requested_from;
  grant.period.from = context.today();
  grant.period.to = norway::moved(context.today(), {years_of_grant, time::Offset::Unit::years});
  grant.move_in = source.move_in;
  grant.status = "Active";
  record.source = source.id;
  record.source_is_document = source.is_document;
  record.created = record.updated = context.now();
  context.ledger().set_grant(record);
  context.schedule(norway::start_of(*grant.period.to), "authorization-expires", grant.id, "", source.gsrn);
  tell(context, source.gsrn, source.requested_by, grant.id, "The end user has given the grant",
       "Sluttbrukeren har gitt samtykket");
  return record;
}

/// The request or document ends one way or the other.
Authorization closed(ProcessContext& context, Authorization one, const char* status, bool agreed) {
  context.ledger().drop_steps(one.id);
  one.status = status;
  one.updated = context.now();
  if (agreed) one.grant = granted(context, one).grant.id;
  context.ledger().change(one);
  return one;
}

AccessResult<Authorization> pending(ProcessContext& context, const std::string& id) {
  auto found = context.ledger().authorization(id);
  if (!found) return tl::unexpected(not_found("There is nothing with this id."));
  if (found->status != "Pending")
    return tl::unexpected(
        invalid("It is answered already, or too old: its status is " + found->status + '.'));
  return *std::move(found);
}

/// Enough to tell a signed PDF from any other file; whose signature it is, nobody checks (assumed: it is the
/// end user's). A signature stands in a dictionary with the range of bytes that it covers: ISO 32000-1, 12.8.
bool looks_signed(const std::string& pdf) {
  return pdf.starts_with("%PDF-") && pdf.find("/ByteRange") != std::string::npos;
}

}  // namespace

std::string to_text(const AuthorizationDraft& draft) {
  std::string all = draft.is_document ? "document" : "request";
  const std::string move_in = draft.move_in ? rules::to_text(*draft.move_in) : "";
  for (const auto* field : {&draft.kind, &draft.requested_by, &draft.requested_from, &draft.requested_to,
                            &draft.gsrn, &draft.person, &draft.address, &draft.supplier, &draft.contract,
                            &move_in, &draft.redirect_uri, &draft.language})
    all += next_field + *field;
  return all;
}

std::optional<AuthorizationDraft> parse_draft(std::string_view text) {
  std::array<std::string, 13> fields;
  std::size_t count = 0;
  for (std::size_t at = 0; at <= text.size() && count < fields.size(); ++count) {
    const auto end = std::min(text.find(next_field, at), text.size());
    fields.at(count) = text.substr(at, end - at);
    at = end + 1;
  }
  if (count != fields.size()) return std::nullopt;
  AuthorizationDraft draft;
  draft.is_document = fields[0] == "document";
  std::size_t next = 0;
  for (auto* field : {&draft.kind, &draft.requested_by, &draft.requested_from, &draft.requested_to,
                      &draft.gsrn, &draft.person, &draft.address, &draft.supplier, &draft.contract})
    *field = fields.at(++next);
  draft.move_in = rules::parse_day(fields[10]);
  draft.redirect_uri = fields[11];
  draft.language = fields[12];
  return draft;
}

AccessResult<void> may_act(ProcessContext& context, const Acting& acting) {
  const auto history = context.market().party_history(acting.party);
  if (history.empty())
    return tl::unexpected(forbidden("The party that asks is not registered in this market."));
  if (std::find(history.back().roles.begin(), history.back().roles.end(), "DDQ") ==
      history.back().roles.end())
    return tl::unexpected(forbidden("The party that asks is not a balance supplier."));
  if (acting.physical == acting.party) return {};
  const auto roles = context.market().roles_of_agent(acting.physical, acting.party, context.today());
  if (std::find(roles.begin(), roles.end(), "DDQ") == roles.end())
    return tl::unexpected(forbidden("SenderGln may not act for the party in OnBehalfOfGln."));
  return {};
}

AccessResult<Authorization> ask_end_user(ProcessContext& context, const Acting& acting,
                                         const AuthorizationDraft& draft) {
  if (auto allowed = may_act(context, acting); !allowed) return tl::unexpected(allowed.error());
  if (auto wrong = check_fields(draft)) return tl::unexpected(*std::move(wrong));
  if (draft.requested_by != acting.party)
    return tl::unexpected(forbidden("requestedBy is another party than the one that asks."));
  if (auto wrong = check_market(context, draft)) return tl::unexpected(*std::move(wrong));
  Authorization one;
  one.id = context.ledger().next_id();
  one.is_document = draft.is_document;
  one.kind = draft.kind;
  one.status = "Pending";
  one.requested_by = draft.requested_by;
  one.requested_from = draft.requested_from;
  one.gsrn = draft.gsrn;
  if (!is_change(draft)) one.move_in = draft.move_in;
  one.person = draft.person;
  one.address = draft.address;
  one.supplier = draft.supplier;
  one.contract = draft.contract;
  one.redirect_uri = draft.redirect_uri;
  one.language = draft.language;
  one.created = one.updated = context.now();
  one.valid_to = norway::start_of(norway::moved(context.today(), {days_to_answer, time::Offset::Unit::days}));
  context.ledger().keep(one);
  context.schedule(one.valid_to, "authorization-expires", one.id, "", one.gsrn);
  tell(context, one.gsrn, one.requested_by, one.id, "The end user is asked for consent",
       "Sluttbrukeren blir spurt om samtykke");
  return one;
}

AccessResult<Authorization> answer_of_end_user(ProcessContext& context, const std::string& id, bool agrees) {
  auto found = pending(context, id);
  if (!found) return found;
  if (agrees) return closed(context, *std::move(found), found->is_document ? "Signed" : "Accepted", true);
  tell(context, found->gsrn, found->requested_by, id, "The end user has refused",
       "Sluttbrukeren har avslått");
  return closed(context, *std::move(found), "Rejected", false);
}

AccessResult<void> take_signed(ProcessContext& context, const Acting& acting, const std::string& id,
                               const std::string& pdf) {
  if (auto allowed = may_act(context, acting); !allowed) return allowed;
  auto found = pending(context, id);
  if (!found) return tl::unexpected(found.error());
  if (!found->is_document) return tl::unexpected(not_found("There is nothing with this id."));
  if (found->requested_by != acting.party)
    return tl::unexpected(forbidden("Another party has asked for this document."));
  if (!looks_signed(pdf)) return tl::unexpected(invalid("This is not a PDF with a signature in it."));
  context.ledger().keep_signed_document(id, keys::base64(pdf));
  closed(context, *std::move(found), "Signed", true);
  return {};
}

AccessResult<GrantRecord> change_grant(ProcessContext& context, const std::string& id,
                                       const std::string& status) {
  auto found = context.ledger().grant(id);
  if (!found) return tl::unexpected(not_found("There is no such grant."));
  if (market::status_on(found->grant, context.today()) != "Active")
    return tl::unexpected(invalid("The grant is not active any more."));
  context.ledger().drop_steps(id);
  found->grant.status = status;
  found->updated = context.now();
  context.ledger().set_grant(*found);
  if (status == "Exhausted")
    tell(context, found->grant.metering_point, found->grant.party, id, "Used up: grant", "Brukt: samtykke");
  else
    tell(context, found->grant.metering_point, found->grant.party, id, "Taken back: grant",
         "Trukket tilbake: samtykke");
  return *std::move(found);
}

void authorization_expires(ProcessContext& context, const std::string& id) {
  if (auto one = context.ledger().authorization(id); one && one->status == "Pending") {
    tell(context, one->gsrn, one->requested_by, id, "Not answered in time:", "Ikke besvart i tide:");
    closed(context, *std::move(one), "Expired", false);
  } else if (auto record = context.ledger().grant(id); record && record->grant.status == "Active") {
    record->grant.status = "Expired";
    record->updated = context.now();
    context.ledger().set_grant(*record);
    tell(context, record->grant.metering_point, record->grant.party, id, "Expired: grant",
         "Utløpt: samtykke");
  }
}

void use_grant(ProcessContext& context, const Request& request, const std::string& consent, Day start,
               const std::string& supplier, const std::string& customer) {
  if (consent.empty()) return;
  const auto record = context.ledger().grant(consent);
  if (!record || market::status_on(record->grant, context.today()) != "Active") return;
  // What a control has only warned about uses nobody's grant.
  if (!market::fits(record->grant, {request.process, request.gsrn, supplier, customer, start})) return;
  static_cast<void>(change_grant(context, consent, "Exhausted"));
}

std::string unsigned_pdf(const Authorization& document) {
  const auto shown = [](const std::string& text) {
    // Characters of other alphabets than that of the font's encoding are left out.
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte == '(' || byte == ')' || byte == '\\') made += '\\';
      if (byte >= ' ' && byte < 0x7f) {
        made += text[i];
      } else if ((byte == 0xc2 || byte == 0xc3) && i + 1 < text.size()) {
        const auto next = static_cast<unsigned char>(text[++i]);
        made += fmt::format("\\{:03o}", ((byte & 0x03U) << 6U) | (next & 0x3fU));
      }
    }
    return made;
  };
  std::string lines = "BT /F1 11 Tf 50 780 Td 16 TL\n";
  for (const auto& line :
       {std::string("Authorization document ") + document.id, document.kind,
        "Metering point " + document.gsrn + ", " + document.address, "Asked of " + document.person,
        "Balance supplier " + document.supplier + ", contract " + document.contract,
        document.move_in ? "Move-in on " + rules::to_text(*document.move_in) : std::string()})
    lines += fmt::format("({}) Tj T*\n", shown(line));
  lines += "ET";
  const std::array objects = {
      std::string("<< /Type /Catalog /Pages 2 0 R >>"),
      std::string("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
      std::string(
          "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
          "/F1 5 0 R >> >> >>"),
      fmt::format("<< /Length {} >>\nstream\n{}\nendstream", lines.size(), lines),
      std::string("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")};
  std::string pdf = "%PDF-1.4\n";
  std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects.at(i));
  }
  const auto start = pdf.size();
  return pdf + table +
         fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1,
                     start);
}

}  // namespace cimgate::hub
