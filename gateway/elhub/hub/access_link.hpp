#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "gateway/elhub/hub/process_context.hpp"

/// BRS-NO-624: an end user gives a third party access by a link.
namespace cimgate::hub {

inline constexpr const char* access_by_link = "BRS-NO-624";

/// What the link says.
struct AccessLink {
  std::string party;    ///< client_id: GLN of the third party
  std::string request;  ///< request_id: a UUID
  bool full = false;    ///< scope: Full, or else Limited
};

/// A metering point whose end user somebody is.
struct OwnPoint {
  std::string gsrn, address;
  Day since{};  ///< when the end user moved in
};

/// What an end user says to it.
struct LinkDecision {
  AccessLink link;
  std::string customer;  ///< number of the end user
  /// What access is given to, and until when where that is said. None: it is refused, or there is nothing.
  std::vector<std::pair<std::string, std::optional<Day>>> points;
};

/// Why a decision does not count.
enum class LinkTrouble : std::uint8_t {
  unknown_party,  ///< none of this market that is a third party today
  decided,        ///< this request has been answered
  not_own,        ///< a metering point is not the end user's
  wrong_end       ///< an end is not after today
};

/// Nothing: no such third party.
std::optional<market::Party> third_party(ProcessContext& context, const std::string& gln);
/// Those of today, ascending.
std::vector<OwnPoint> own_points(ProcessContext& context, const std::string& customer);

/// The decision takes effect, and the third party is to be told of it. A request that was refused is closed,
/// as one that was granted is; after EH106 and EH111 the end user may try again (assumed).
tl::expected<ledger::LinkAnswer, LinkTrouble> answer_link(ProcessContext& context,
                                                          const LinkDecision& decision);
/// EH111: the hub could not do what the end user decided.
ledger::LinkAnswer link_failed(ProcessContext& context, const AccessLink& link);

/// The decision in a line of the journal, and back.
std::string to_text(const LinkDecision& decision);
std::optional<LinkDecision> parse_decision(const std::string& party, const std::string& request,
                                           const std::string& text);

}  // namespace cimgate::hub
