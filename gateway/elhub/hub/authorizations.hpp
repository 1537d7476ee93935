#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/elhub/hub/process_context.hpp"

/// What suppliers ask end users for before they start a supply, and what comes of it: Elhub's Access API, the
/// market's side. Source of the rules: https://github.com/elhub/auth-grant-manager.
namespace cimgate::hub {

/// Who asks, in whose name.
struct Acting {
  std::string party;     ///< GLN
  std::string physical;  ///< GLN of who sends; the same, or one that may send for the party
};

/// A request or a document, as it is asked for.
struct AuthorizationDraft {
  bool is_document = false;
  std::string kind;
  std::string requested_by, requested_from, requested_to;
  std::string gsrn;
  std::string person, address, supplier, contract;
  std::optional<Day> move_in;
  std::string redirect_uri, language;
};

/// The journal keeps drafts as texts.
std::string to_text(const AuthorizationDraft& draft);
std::optional<AuthorizationDraft> parse_draft(std::string_view text);

/// Why something is not done; the words of the Access API. No personal data.
struct AccessRefusal {
  std::uint16_t status = 422;
  std::string title, detail;
};
template <class Value>
using AccessResult = tl::expected<Value, AccessRefusal>;

/// Whether somebody may ask in a party's name. Only a balance supplier may ask end users for anything.
AccessResult<void> may_act(ProcessContext& context, const Acting& acting);

AccessResult<ledger::Authorization> ask_end_user(ProcessContext& context, const Acting& acting,
                                                 const AuthorizationDraft& draft);
/// The end user answers: Accepted or Rejected; a document is signed or not.
AccessResult<ledger::Authorization> answer_of_end_user(ProcessContext& context, const std::string& id,
                                                       bool agrees);
/// `pdf`: the signed document.
AccessResult<void> take_signed(ProcessContext& context, const Acting& acting, const std::string& id,
                               const std::string& pdf);
/// Used up, or taken back: Exhausted or Revoked.
AccessResult<ledger::GrantRecord> change_grant(ProcessContext& context, const std::string& id,
                                               const std::string& status);

/// The time of a request, a document or a grant is over.
void authorization_expires(ProcessContext& context, const std::string& id);
/// A start of supply that was accepted has used its grant.
void use_grant(ProcessContext& context, const Request& request, const std::string& consent, Day start,
               const std::string& supplier, const std::string& customer);

/// The document that the end user is to sign.
std::string unsigned_pdf(const ledger::Authorization& document);

}  // namespace cimgate::hub
