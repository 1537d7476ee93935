#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gateway/rules/compiler.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::rules {
namespace {

using document::NodeId;

/// Which orders of two times a comparison takes.
struct Order {
  bool before = false;
  bool same = false;
  bool after = false;
};

class Compare : public Condition {
 public:
  Compare(Operand left, Operand right, Order order)
      : left_(std::move(left)), right_(std::move(right)), order_(order) {}
  Truth judge(Judging& judging) const override {
    const auto left = answer_of(left_, judging);
    const auto right = answer_of(right_, judging);
    if (!left.known || !right.known) return Truth::unknown;
    const bool by_day = left_.kind == Operand::Kind::day || right_.kind == Operand::Kind::day;
    for (const auto& a : left.values)
      for (const auto& b : right.values) {
        const auto order = by_day ? a.day <=> b.day : in_time(a, b);
        if (order < 0 ? order_.before : order == 0 ? order_.same : order_.after) continue;
        judging.say("found", a.shown());
        judging.say("expected", b.shown());
        const NodeId place = a.node != document::no_node ? a.node : b.node;
        if (place != document::no_node) judging.object(place);
        return Truth::no;
      }
    return Truth::yes;
  }

 private:
  Operand left_;
  Operand right_;
  Order order_;
};

class Midnight : public Condition {
 public:
  explicit Midnight(Operand operand) : operand_(std::move(operand)) {}
  Truth judge(Judging& judging) const override {
    for (const auto& value : answer_of(operand_, judging).values) {
      const auto midnight = judging.calendar().start_of(value.day);
      if (value.fraction.empty() && value.seconds == midnight) continue;
      judging.object(value.node);
      judging.say("expected", judging.calendar().local_text(midnight));
      judging.say("found", value.shown());
      return Truth::no;
    }
    return Truth::yes;
  }

 private:
  Operand operand_;
};

/// A date is within the row of rules/deadlines/ that fits.
class WithinDeadline : public Condition {
 public:
  WithinDeadline(Operand date, std::string process, std::optional<Operand> settlement, const Tables& tables)
      : date_(std::move(date)),
        process_(std::move(process)),
        settlement_(std::move(settlement)),
        tables_(tables) {}

  Truth judge(Judging& judging) const override {
    const auto answer = answer_of(date_, judging);
    if (answer.values.empty()) return Truth::yes;
    std::string settlement;
    const auto* row = find_row(judging, settlement);
    if (row == nullptr) return Truth::unknown;
    const Day today = judging.setting().today;
    const auto bound = [&](const std::optional<Offset>& offset) -> std::optional<Day> {
      return offset ? std::optional(judging.calendar().moved(today, *offset)) : std::nullopt;
    };
    const auto earliest = bound(row->earliest);
    const auto latest = bound(row->latest);
    judging.say("earliest", earliest ? to_text(*earliest) : "–");
    judging.say("latest", latest ? to_text(*latest) : "–");
    for (const auto& value : answer.values) {
      if ((!earliest || value.day >= *earliest) && (!latest || value.day <= *latest)) continue;
      judging.object(value.node);
      judging.say("day", to_text(value.day));
      judging.rests_on(row->source);
      return Truth::no;
    }
    return Truth::yes;
  }

 private:
  /// Null, and what is missing is told, when there is no row or the settlement method is not known.
  const Deadline* find_row(Judging& judging, std::string& settlement) const {
    const std::string& process = process_.empty() ? judging.setting().process : process_;
    // Rows that only say until when a process can be cancelled are not about this.
    const auto is_for = [&](const Deadline& row) {
      return (row.earliest || row.latest) &&
             std::find(row.processes.begin(), row.processes.end(), process) != row.processes.end();
    };
    const bool by_settlement =
        std::any_of(tables_.deadlines.begin(), tables_.deadlines.end(),
                    [&](const Deadline& row) { return is_for(row) && !row.settlements.empty(); });
    if (by_settlement) {
      if (!settlement_) {
        judging.lacks({"the settlement method of the metering point", "avregningsmetoden til målepunktet"});
        return nullptr;
      }
      const auto answer = answer_of(*settlement_, judging);
      if (!answer.known) return nullptr;
      if (!answer.values.empty()) settlement = answer.values.front().text.view();
    }
    for (const auto& row : tables_.deadlines) {
      if (!is_for(row)) continue;
      if (row.settlements.empty() ||
          std::find(row.settlements.begin(), row.settlements.end(), settlement) != row.settlements.end())
        return &row;
    }
    const std::string which = settlement.empty() ? std::string() : " (" + settlement + ")";
    judging.lacks({"the time limits of " + process + which, "fristene i " + process + which});
    return nullptr;
  }

  Operand date_;
  std::string process_;
  std::optional<Operand> settlement_;
  const Tables& tables_;
};

ConditionPtr compare(Compiler& compiler, const yaml::Node& node, Order order) {
  auto pair = compiler.pair(node);
  if (!pair) return nullptr;
  for (const auto* operand : {&pair->first, &pair->second})
    if (operand->kind == Operand::Kind::text) {
      compiler.file().error(node[operand == &pair->first ? 0 : 1], "this is not a time");
      return nullptr;
    }
  return std::make_unique<Compare>(std::move(pair->first), std::move(pair->second), order);
}

std::optional<Operand> time_operand(Compiler& compiler, const yaml::Node& node) {
  auto operand = compiler.operand(node);
  if (operand && operand->kind == Operand::Kind::text) {
    compiler.file().error(node, fmt::format("'{}' is not a time", node.text()));
    return std::nullopt;
  }
  return operand;
}

}  // namespace

ConditionPtr make_before(Compiler& compiler, const yaml::Node& node) {
  return compare(compiler, node, {true, false, false});
}

ConditionPtr make_after(Compiler& compiler, const yaml::Node& node) {
  return compare(compiler, node, {false, false, true});
}

ConditionPtr make_not_before(Compiler& compiler, const yaml::Node& node) {
  return compare(compiler, node, {false, true, true});
}

ConditionPtr make_not_after(Compiler& compiler, const yaml::Node& node) {
  return compare(compiler, node, {true, true, false});
}

ConditionPtr make_midnight(Compiler& compiler, const yaml::Node& node) {
  auto operand = time_operand(compiler, node);
  return operand ? std::make_unique<Midnight>(*std::move(operand)) : nullptr;
}

ConditionPtr make_deadline(Compiler& compiler, const yaml::Node& node) {
  auto& file = compiler.file();
  const bool is_map = node.is_map();
  if (is_map) file.check_keys(node, {"of", "process", "settlement"});
  auto date = time_operand(compiler, is_map ? node["of"] : node);
  std::optional<Operand> settlement;
  if (is_map && node["settlement"])
    settlement = compiler.operand(node["settlement"]);
  else if (compiler.frame().market)
    settlement = compiler.operand("market.settlement", node);
  if (!date || (is_map && node["settlement"] && !settlement)) return nullptr;
  auto process = is_map ? file.optional_text(node, "process") : std::string();
  return std::make_unique<WithinDeadline>(*std::move(date), std::move(process), std::move(settlement),
                                          *compiler.frame().tables);
}

}  // namespace cimgate::rules
