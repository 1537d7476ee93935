#include "gateway/source/problem.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cimgate::source {
namespace {

/// What is beyond a limit of ours may be right for the market: it was not judged.
bool is_beyond_limit(std::string_view rule) {
  static constexpr std::array<std::string_view, 6> limits = {
      "wellformed.too-large",           "wellformed.depth",
      "wellformed.text-too-long",       "wellformed.too-many-elements",
      "wellformed.too-many-attributes", "wellformed.too-many-names"};
  return std::find(limits.begin(), limits.end(), rule) != limits.end();
}

}  // namespace

Finding make_problem(std::string rule, Position at, Text text, Text advice) {
  Finding finding;
  finding.stage = rule.starts_with("wellformed.") ? Stage::wellformed : Stage::schema;
  if (is_beyond_limit(rule)) finding.outcome = Outcome::undetermined;
  finding.rule = std::move(rule);
  finding.line = at.line;
  finding.column = at.column;
  finding.text = std::move(text);
  finding.advice = std::move(advice);
  return finding;
}

std::string shown_name(std::string_view name) {
  constexpr std::size_t longest = 100;
  std::string shown(name.substr(0, longest));
  if (name.size() > longest) {
    while (!shown.empty() && (static_cast<unsigned char>(name[shown.size()]) & 0xC0U) == 0x80U)
      shown.pop_back();
    shown += "…";
  }
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return shown;
}

}  // namespace cimgate::source
