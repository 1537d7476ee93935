#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/document/document.hpp"
#include "gateway/rules/facts.hpp"
#include "gateway/rules/series_heads.hpp"
#include "gateway/rules/written.hpp"

/// Conditions of rules, compiled for one kind of message. The format is described in docs/rule-files.md.
namespace cimgate::rules {

/// Strong Kleene logic: `unknown` is between no and yes.
enum class Truth : std::uint8_t { no, unknown, yes };

constexpr Truth truth_of(bool holds) {
  return holds ? Truth::yes : Truth::no;
}
constexpr Truth both(Truth a, Truth b) {
  return a < b ? a : b;
}
constexpr Truth either(Truth a, Truth b) {
  return a < b ? b : a;
}
constexpr Truth opposite(Truth a) {
  return a == Truth::unknown ? a : truth_of(a == Truth::no);
}

struct Answer;
struct Asks;
struct Operand;

class Condition;

/// One message while it is judged, and one record of it after the other. Conditions read it, and tell it why
/// they do not hold.
class Judging {
 public:
  struct Setting {
    std::string message;
    std::string process;
    std::string message_id;                ///< where there are rules about the market
    std::optional<std::int64_t> creation;  ///< or when the message came; seconds since 1970-01-01T00:00:00Z
    std::string creation_fraction;         ///< of a second, without zeros at its end
    Day today{};                           ///< the day of `creation`
    Day as_of{};
    const Facts* facts = nullptr;  ///< null: there is no market state
    bool in_parts = false;         ///< the document is a part of the message
  };

  Judging(const document::Document& document, Setting setting)
      : document_(document), setting_(std::move(setting)) {}

  const document::Document& document() const { return document_; }
  const dialect::Dialect& dialect() const { return document_.dialect(); }
  const Calendar& calendar() const { return dialect().calendar; }
  const Setting& setting() const { return setting_; }
  document::NodeId record() const { return record_; }

  /// On to the next record, of a rule whose look-ups are about `asks`.
  void begin(const Asks& asks, document::NodeId record);
  /// Forgets what conditions have told.
  void forget();

  const Fact& fact(const LookUp& look_up);
  /// What an operand says that says the same for every record, once `answer` has told it.
  const Answer& same_for_all(const Operand& operand, const std::function<Answer()>& answer);
  /// What look-ups are about, with this record.
  const Question& question();
  /// Whom to ask from now on; null: nobody.
  void ask(const Facts* facts) { setting_.facts = facts; }

  /// The record is refused: what hangs on it does not count on it.
  void refuse(document::NodeId record) { series_.refuse(document_, record); }

  /// True when no record before this one had the key, for `asking`. Of a part of a message that is not known:
  /// then it is true, and the key is kept.
  bool is_first(const Condition& asking, std::string key);
  /// The key that was kept since the last time.
  std::optional<std::string> take_key() { return std::exchange(kept_key_, std::nullopt); }

  /// Where a condition does not hold; the first that is told counts.
  void object(document::NodeId at);
  /// A value for texts; the last that is told counts.
  void say(std::string_view name, Written value);
  /// What was told last; "" = nothing.
  std::string_view said(std::string_view name) const;
  /// What must be known to judge.
  void lacks(const Text& fact);
  /// The judgement rests on a row of a table with a source of its own.
  void rests_on(const RuleSource& source);

  document::NodeId place() const { return place_; }
  const std::vector<Text>& missing() const { return missing_; }
  const std::optional<RuleSource>& basis() const { return basis_; }

 private:
  const document::Document& document_;
  Setting setting_;
  const Asks* asks_ = nullptr;
  document::NodeId record_ = 0;
  std::optional<Question> question_;
  SeriesHeads series_;
  std::map<std::string_view, Fact> facts_;
  std::map<const Operand*, std::shared_ptr<const Answer>> same_for_all_;
  document::NodeId place_ = document::no_node;
  std::vector<std::pair<std::string_view, Written>> said_;  ///< by names that live as long as rules do
  std::vector<Text> missing_;
  std::optional<RuleSource> basis_;
  std::map<std::pair<const Condition*, std::string>, document::NodeId> first_with_;  ///< the record
  std::optional<std::string> kept_key_;
};

class Condition {
 public:
  Condition() = default;
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;
  virtual ~Condition() = default;
  virtual Truth judge(Judging& judging) const = 0;
};

using ConditionPtr = std::unique_ptr<const Condition>;

}  // namespace cimgate::rules
