#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cimgate {

/// The stage of checking that made a finding; later stages build on earlier ones.
enum class Stage : std::uint8_t { wellformed, schema, codes, message, market, translation };
enum class Severity : std::uint8_t { info, warning, error };
/// `undetermined`: the rule could not be checked. It never counts as passed.
enum class Outcome : std::uint8_t { failed, undetermined };

/// A sentence in English and Norwegian (bokmål).
struct Text {
  std::string en;
  std::string nb;
};

/// A reason code of the market: EH017 of agency 89 (Elhub), E16 of agency 260 (ebIX).
struct ReasonCode {
  std::string value;
  std::string agency;
};

/// Where a rule comes from. `published`: a page or document says so; `assumed`: nothing is published.
struct RuleSource {
  std::string status;
  std::string ref;
};

/// What the finding is about, in the market's identifiers. Never names, addresses or customer ids.
struct FindingContext {
  std::string metering_point;
  std::string series;
  std::optional<std::uint32_t> position;
};

/// One result of one rule. Texts never hold personal data.
struct Finding {
  std::string rule;  ///< "schema.bad-value", "codes.gsrn-check-digit", "BRS-NO-103.last-contract-start"
  Stage stage = Stage::schema;
  Severity severity = Severity::error;
  Outcome outcome = Outcome::failed;
  std::optional<ReasonCode> code;
  std::uint32_t line = 0;    ///< from 1; 0 = no place in the source
  std::uint32_t column = 0;  ///< in characters, from 1
  std::string xpath;
  Text text;
  Text advice;
  FindingContext context;
  RuleSource source;
};

enum class Verdict : std::uint8_t { valid, invalid, undetermined };

std::string_view to_string(Stage stage);
std::string_view to_string(Severity severity);
std::string_view to_string(Outcome outcome);
std::string_view to_string(Verdict verdict);

/// invalid when an error failed; else undetermined when something could not be checked; else valid.
Verdict verdict_of(const std::vector<Finding>& findings);

}  // namespace cimgate
