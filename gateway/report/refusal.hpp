#pragma once
#include <string>

#include "gateway/engine/refusal.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::report {

/// The message that was refused, held against the rules once more.
struct RefusedMessage {
  std::string file;
  Checked checked;
};

/// For people: each reason code of an answer, what it means, and the rules behind it. `refused`: null when
/// only the answer is known; else which of the rules it breaks, and where.
std::string refusal_text(const std::string& file, const Refusal& refusal, const RefusedMessage* refused,
                         bool norwegian);
/// The same as the next value of `out`.
void append_refusal(json::JsonOut& out, const Refusal& refusal, const RefusedMessage* refused,
                    bool norwegian_advice);

}  // namespace cimgate::report
