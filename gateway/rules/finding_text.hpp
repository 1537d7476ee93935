#pragma once
#include <string>
#include <vector>

#include "gateway/rules/condition.hpp"
#include "gateway/rules/rule.hpp"

namespace cimgate::rules {

/// Puts what conditions told, the value at the finding's place and answers of the market state into texts.
class TextFiller {
 public:
  TextFiller(Judging& judging, std::string value) : judging_(judging), value_(std::move(value)) {}
  Text filled(const Text& text);

 private:
  std::string filled(std::string_view text, bool norwegian);
  std::string value_of(std::string_view name, bool norwegian);

  Judging& judging_;
  std::string value_;
};

/// The look-ups whose answers a text shows.
std::vector<const LookUp*> look_ups_in(const Text& text);

/// Why a rule could not be judged.
Text missing_text(const std::vector<Text>& missing);
Text broken_text(const RuleDef& rule);
Text threw_text(const RuleDef& rule);
Text unasked_text();

Text market_advice();
Text lint_advice();

}  // namespace cimgate::rules
