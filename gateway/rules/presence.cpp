#include <fmt/format.h>

#include <utility>

#include "gateway/rules/compiler.hpp"

namespace cimgate::rules {
namespace {

using document::NodeId;

/// Whether something is there; unknown only for facts of the market.
Truth presence_of(const Operand& operand, Judging& judging) {
  if (operand.source == Operand::Source::path)
    return truth_of(document::exists_any(judging.document(), judging.record(), operand.path));
  const auto answer = answer_of(operand, judging);
  return answer.known ? truth_of(!answer.values.empty()) : Truth::unknown;
}

NodeId place_of(const Operand& operand, const Judging& judging) {
  if (operand.source != Operand::Source::path) return judging.record();
  return nearest_at(judging.document(), judging.record(), operand.path);
}

/// Each is there, or none is.
class Present : public Condition {
 public:
  Present(std::vector<Operand> operands, bool wanted) : operands_(std::move(operands)), wanted_(wanted) {}
  Truth judge(Judging& judging) const override {
    Truth truth = Truth::yes;
    for (const auto& operand : operands_) {
      const Truth there = presence_of(operand, judging);
      const Truth right = wanted_ ? there : opposite(there);
      if (right == Truth::no) judging.object(place_of(operand, judging));
      truth = both(truth, right);
      if (truth == Truth::no) break;
    }
    return truth;
  }

 private:
  std::vector<Operand> operands_;
  bool wanted_;
};

/// So many of some are there.
class SomePresent : public Condition {
 public:
  SomePresent(std::vector<Operand> operands, std::size_t most)
      : operands_(std::move(operands)), most_(most) {}
  Truth judge(Judging& judging) const override {
    std::size_t there = 0;
    std::size_t open = 0;
    for (const auto& operand : operands_) {
      const Truth truth = presence_of(operand, judging);
      if (truth == Truth::unknown) ++open;
      if (truth != Truth::yes) continue;
      ++there;
      if (there > most_) judging.object(place_of(operand, judging));
    }
    judging.say("found", std::to_string(there));
    if (there > most_) return Truth::no;
    if (there == 0 && open == 0) {
      judging.object(judging.record());
      return Truth::no;
    }
    return open == 0 || (there > 0 && most_ >= operands_.size()) ? Truth::yes : Truth::unknown;
  }

 private:
  std::vector<Operand> operands_;
  std::size_t most_;
};

class Count : public Condition {
 public:
  Count(document::Path path, std::uint32_t least, std::uint32_t most)
      : path_(std::move(path)), least_(least), most_(most) {}
  Truth judge(Judging& judging) const override {
    std::uint32_t number = 0;
    for_each_at(judging.document(), judging.record(), path_, [&](NodeId node) {
      if (++number == most_ + 1 && most_ != schema::unbounded) judging.object(node);
      return true;
    });
    judging.say("found", std::to_string(number));
    if (number < least_) judging.object(nearest_at(judging.document(), judging.record(), path_));
    return truth_of(number >= least_ && number <= most_);
  }

 private:
  document::Path path_;
  std::uint32_t least_;
  std::uint32_t most_;
};

std::vector<Operand> operands(Compiler& compiler, const yaml::Node& node) {
  std::vector<Operand> all;
  if (!node.is_list()) {
    if (auto one = compiler.operand(node)) all.push_back(*std::move(one));
    return all;
  }
  for (const auto& item : node)
    if (auto one = compiler.operand(item)) all.push_back(*std::move(one));
  if (node.size() == 0) compiler.file().error(node, "expected a path, or a list of paths");
  if (all.size() < node.size()) all.clear();
  return all;
}

ConditionPtr some_of(Compiler& compiler, const yaml::Node& node, bool one_only) {
  auto list = operands(compiler, node);
  if (list.empty()) return nullptr;
  const auto most = one_only ? std::size_t{1} : list.size();
  return std::make_unique<SomePresent>(std::move(list), most);
}

}  // namespace

ConditionPtr make_has(Compiler& compiler, const yaml::Node& node) {
  auto list = operands(compiler, node);
  return list.empty() ? nullptr : std::make_unique<Present>(std::move(list), true);
}

ConditionPtr make_lacks(Compiler& compiler, const yaml::Node& node) {
  auto list = operands(compiler, node);
  return list.empty() ? nullptr : std::make_unique<Present>(std::move(list), false);
}

ConditionPtr make_exactly_one(Compiler& compiler, const yaml::Node& node) {
  return some_of(compiler, node, true);
}

ConditionPtr make_at_least_one(Compiler& compiler, const yaml::Node& node) {
  return some_of(compiler, node, false);
}

ConditionPtr make_count(Compiler& compiler, const yaml::Node& node) {
  compiler.file().check_keys(node, {"of", "min", "max"});
  if (!node.is_map()) return nullptr;
  auto path = compiler.path(node["of"]);
  std::optional<std::uint32_t> least = 0;
  std::optional<std::uint32_t> most = schema::unbounded;
  if (node["min"]) least = compiler.number(node["min"], "min");
  if (node["max"]) most = compiler.number(node["max"], "max");
  if (!path || !least || !most) return nullptr;
  return std::make_unique<Count>(*std::move(path), *least, *most);
}

}  // namespace cimgate::rules
