#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cimgate/finding.hpp"

namespace cimgate {

/// A code that went through a table.
struct ExplainedCode {
  std::string table;  ///< "role"
  std::string file;   ///< "mappings/codes/role.yaml:14"
  std::string from;
  std::string to;
  bool exact = true;  ///< false: the nearest code there is, which is not read backwards
  RuleSource source;  ///< where the correspondence comes from
};

/// Where one value of a translation comes from.
struct ExplainedValue {
  /// copied, converted, translated, joined, constant, computed, policy, alternative, default or supplement
  std::string how;
  std::string path;  ///< "/RequestChangeOfSupplier_MarketDocument/MktActivityRecord/mRID"
  std::string value;
  std::string source_path;  ///< in the message that was translated; "" when it follows from no value there
  std::string source_value;
  std::uint32_t line = 0;  ///< of the source value; 0 = no place
  std::uint32_t column = 0;
  std::string rule;  ///< "mappings/blocks/header.yaml:7"; "" for the supplement
  std::vector<std::string>
      used_from;            ///< where the block of the correspondence is used, the message's own file first
  std::vector<Text> steps;  ///< from source to target, in words
  std::optional<ExplainedCode> code;
  std::string reason;  ///< policy, or why it travels in the supplement; in the words of the mapping file
};

/// Why there is no value somewhere.
struct ExplainedAbsence {
  std::string rule;  ///< "mappings/…yaml:7"; "" when no correspondence concerns it
  Text text;
};

}  // namespace cimgate
