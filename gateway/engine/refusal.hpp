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
  std::uint32_t line = 0, column = 0;     ///< of the code; 0 = it was read as CIM
  const rules::Reason* reason = nullptr;  ///< what the code means; null: it is in no table
  /// The rules that answer so to messages of this process on the day of the answer, sorted by id. None:
  /// nothing that cimgate checks; whoever answered knows.
  std::vector<std::shared_ptr<const rules::RuleDef>> rules;
};

/// A message that an answer refuses, or a part of it.
struct Refused {
  std::string message;  ///< its id; "" = the answer does not say
  std::string part;     ///< id of the part; "" = all of it
  std::vector<RefusalReason> reasons;
};

/// An answer.
struct Refusal {
  std::string message;           ///< "RejectStartOfSupply"
  std::string process;           ///< "BRS-NO-101"
  std::vector<Refused> refused;  ///< none: it refuses nothing
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

/// What is known of a rule and a message that was judged.
struct Standing {
  enum class Kind : std::uint8_t {
    none,         ///< the rule is about other messages
    broken,       ///< see findings
    not_checked,  ///< see why, and findings
    kept,
  } kind = Kind::none;
  std::vector<const Finding*> findings;
  Text why;  ///< it was not checked
};

/// Whether a message that was judged breaks a rule. `part`: only findings about this part of it count, or
/// about all of it; "" = all do. `with_market`: there was a market state.
Standing standing_of(const rules::RuleBook& book, const rules::RuleDef& rule, const Checked& judged,
                     bool with_market, const std::string& part);

}  // namespace cimgate
