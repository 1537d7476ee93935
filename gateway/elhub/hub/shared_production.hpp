#pragma once
#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/sharing_order.hpp"

/// Shared production (BRS-NO-701), by message and over REST: one history of versions, one set of rules. What
/// the message does is as EMIF 2.4.3 has it; what REST does besides is assumed (docs/shared-production.md).
namespace cimgate::hub {

/// RequestUpdateSharedProduction.
Outcome update_sharing(ProcessContext& context, const Request& request,
                       const ebix::RequestUpdateSharedProduction& message);

/// Why an order over REST is not carried out.
struct SharingTrouble {
  enum class What : std::uint8_t {
    fault,       ///< who asks may not, or the hub cannot
    no_sharing,  ///< the party keeps none with this id
    no_version,  ///< it has none with this number
    overlaps,    ///< with the version before or after it
    has_begun,   ///< or was withdrawn
    mistakes,    ///< what is said does not fit what there is
    refused,     ///< by the rules of BRS-NO-701
  };
  What what = What::fault;
  Fault fault;
  SharingMistakes mistakes;
  PointAnswer said;
};

/// An order as the message that it becomes, with what the message cannot say. Error: it does not fit the
/// versions that there are.
tl::expected<Request, SharingTrouble> request_of(ProcessContext& context, const SharingOrder& order);

/// What a request says beside its message, for the journal; and back.
std::string to_text(const SharingTerms& terms);
SharingTerms parse_sharing_terms(const std::string& text);

}  // namespace cimgate::hub
