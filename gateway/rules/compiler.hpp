#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/rules/operand.hpp"
#include "gateway/rules/tables.hpp"
#include "gateway/validation/rule_file.hpp"

namespace cimgate::rules {

/// Makes conditions from YAML, for one rule and one kind of message. Mistakes end up in the file's list.
class Compiler {
 public:
  struct Frame {
    std::string message;  ///< "RequestStartOfSupply"
    const schema::Schema* schema = nullptr;
    const schema::Element* root = nullptr;
    const schema::Element* record = nullptr;  ///< where paths start
    const Tables* tables = nullptr;
    bool market = false;  ///< look-ups of the market state are allowed
  };

  Compiler(validation::RuleFile& file, const Frame& frame) : file_(file), frame_(frame) {}

  validation::RuleFile& file() { return file_; }
  const Frame& frame() const { return frame_; }

  /// Null when there are mistakes.
  ConditionPtr condition(const yaml::Node& node);
  std::vector<ConditionPtr> conditions(const yaml::Node& list);

  std::optional<document::Path> path(const yaml::Node& node);
  /// A path, or a list of paths.
  std::vector<document::Path> paths(const yaml::Node& node);
  /// A path whose value is a time.
  std::optional<document::Path> time_path(const yaml::Node& node);
  std::optional<Operand> operand(const yaml::Node& node);
  std::optional<Operand> operand(std::string_view text, const yaml::Node& node);
  std::optional<std::uint32_t> number(const yaml::Node& node, const char* what);
  /// A scalar, or a list of them.
  std::vector<std::string> words(const yaml::Node& node, const char* what);
  /// True when all codes are in the operand's code list (or it has none).
  bool check_codes(const Operand& operand, const std::vector<std::string>& codes, const yaml::Node& node);
  /// The two parts of "[a, b]".
  std::optional<std::pair<Operand, Operand>> pair(const yaml::Node& node);

  /// Paths that conditions have named so far, in their order.
  const std::vector<document::Path>& seen() const { return seen_; }
  /// Look-ups that conditions have named so far.
  const std::vector<const LookUp*>& seen_look_ups() const { return look_ups_; }
  /// A condition hangs on the series that stand before the record.
  bool looks_at_series() const { return looks_at_series_; }

 private:
  validation::RuleFile& file_;
  Frame frame_;
  std::vector<document::Path> seen_;
  std::vector<const LookUp*> look_ups_;
  bool looks_at_series_ = false;
};

/// What a key of a condition makes. Null when there are mistakes.
using Maker = ConditionPtr (*)(Compiler& compiler, const yaml::Node& node);

ConditionPtr make_all(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_any(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_not(Compiler& compiler, const yaml::Node& node);
ConditionPtr all_of(std::vector<ConditionPtr> parts);

ConditionPtr make_has(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_lacks(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_exactly_one(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_at_least_one(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_count(Compiler& compiler, const yaml::Node& node);

ConditionPtr make_is(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_in(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_row(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_equal(Compiler& compiler, const yaml::Node& node);

ConditionPtr make_matches(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_decimals(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_wildcard(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_unique(Compiler& compiler, const yaml::Node& node);
/// No key of a condition: it is all that a rule asserts, for parts of a message cannot be judged by it alone.
ConditionPtr make_first_with(Compiler& compiler, const yaml::Node& node);

ConditionPtr make_before(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_after(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_not_before(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_not_after(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_midnight(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_deadline(Compiler& compiler, const yaml::Node& node);

ConditionPtr make_aligned(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_fills(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_sequence(Compiler& compiler, const yaml::Node& node);
ConditionPtr make_difference(Compiler& compiler, const yaml::Node& node);

}  // namespace cimgate::rules
