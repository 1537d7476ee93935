#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/rules/reason_codes.hpp"

namespace cimgate {

/// A reason code of an answer that refuses a message, and what stands behind it.
struct RefusalReason {
  std::string code;
  std::string refused;                    ///< id of the message that is refused; "" = the answer does not say
  std::uint32_t line = 0, column = 0;     ///< of the code; 0 = it was read as CIM
  const rules::Reason* reason = nullptr;  ///< what the code means; null: it is in no table
  /// The rules that answer so in this process on the day of the answer, sorted by id. None: nothing that
  /// cimgate checks; whoever answered knows.
  std::vector<std::shared_ptr<const rules::RuleDef>> rules;
};

struct Refusal {
  std::string message;                 ///< "RejectStartOfSupply"
  std::string process;                 ///< "BRS-NO-101"
  std::vector<RefusalReason> reasons;  ///< none: the message refuses nothing
};

struct ExplainedRefusals {
  std::vector<Refusal> refusals;  ///< one for each message of the input
  std::vector<Finding> findings;  ///< why an input cannot be read
  SourceLines lines;
  bool fault = false;
};

/// What answers refuse, and why. CIM documents are translated first.
/// `options`: schema, profile, message and limits count.
ExplainedRefusals explain_refusals(const Engine& engine, const std::vector<std::string>& parts,
                                   const ExplainOptions& options);

}  // namespace cimgate
