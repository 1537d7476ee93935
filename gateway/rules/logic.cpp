#include <utility>

#include "gateway/rules/compiler.hpp"

namespace cimgate::rules {
namespace {

class All : public Condition {
 public:
  explicit All(std::vector<ConditionPtr> parts) : parts_(std::move(parts)) {}
  Truth judge(Judging& judging) const override {
    Truth truth = Truth::yes;
    for (const auto& part : parts_) {
      truth = both(truth, part->judge(judging));
      if (truth == Truth::no) break;
    }
    return truth;
  }

 private:
  std::vector<ConditionPtr> parts_;
};

class Any : public Condition {
 public:
  explicit Any(std::vector<ConditionPtr> parts) : parts_(std::move(parts)) {}
  Truth judge(Judging& judging) const override {
    Truth truth = Truth::no;
    for (const auto& part : parts_) {
      truth = either(truth, part->judge(judging));
      if (truth == Truth::yes) break;
    }
    return truth;
  }

 private:
  std::vector<ConditionPtr> parts_;
};

class Not : public Condition {
 public:
  explicit Not(ConditionPtr part) : part_(std::move(part)) {}
  Truth judge(Judging& judging) const override { return opposite(part_->judge(judging)); }

 private:
  ConditionPtr part_;
};

}  // namespace

ConditionPtr all_of(std::vector<ConditionPtr> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<All>(std::move(parts));
}

ConditionPtr make_all(Compiler& compiler, const yaml::Node& node) {
  auto parts = compiler.conditions(node);
  return parts.empty() ? nullptr : all_of(std::move(parts));
}

ConditionPtr make_any(Compiler& compiler, const yaml::Node& node) {
  auto parts = compiler.conditions(node);
  return parts.empty() ? nullptr : std::make_unique<Any>(std::move(parts));
}

ConditionPtr make_not(Compiler& compiler, const yaml::Node& node) {
  auto part = compiler.condition(node);
  return part == nullptr ? nullptr : std::make_unique<Not>(std::move(part));
}

}  // namespace cimgate::rules
