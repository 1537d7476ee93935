#pragma once
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "gateway/rules/facts.hpp"

/// Answers of the market state as rules get them.
namespace cimgate::market {

using rules::Fact;

inline Fact of(std::string value) {
  return {Fact::Kind::known, {std::move(value)}, {}};
}

inline Fact of(std::vector<std::string> values) {
  if (values.empty()) return {Fact::Kind::absent, {}, {}};
  return {Fact::Kind::known, std::move(values), {}};
}

inline Fact of(rules::Day day) {
  return of(rules::to_text(day));
}

inline Fact whether(bool value) {
  return of(std::string(value ? "true" : "false"));
}

inline Fact none() {
  return {Fact::Kind::absent, {}, {}};
}

/// What the message had to say for the question to be asked.
inline Fact unasked(const char* en, const char* nb) {
  return {
      Fact::Kind::not_known,
      {},
      {fmt::format("{}: the message does not say it", en), fmt::format("{}: meldingen oppgir det ikke", nb)}};
}

}  // namespace cimgate::market
