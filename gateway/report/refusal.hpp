#pragma once
#include <string>

#include "gateway/engine/refusal.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::report {

/// The message that was refused, held against the rules once more.
struct RefusedMessage {
  std::string file;
  Checked checked;
  bool was_cim = false;      ///< it was translated first: its lines are of no file
  bool with_market = false;  ///< the rules about the market state were judged, too
};

/// For people: each reason code of an answer, what it means, and the rules behind it. `request`: null when
/// only the answer is known; else which of the rules it breaks, and where.
std::string refusal_text(const std::string& file, const Refusal& refusal, const rules::RuleBook& book,
                         const RefusedMessage* request, bool norwegian);
/// The same as the next value of `out`.
void append_refusal(json::JsonOut& out, const Refusal& refusal, const rules::RuleBook& book,
                    const RefusedMessage* request, bool norwegian_advice);

}  // namespace cimgate::report
