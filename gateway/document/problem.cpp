#include "gateway/document/problem.hpp"

#include <utility>

namespace cimgate::document {

Finding make_problem(std::string rule, Position at, Text text, Text advice) {
  Finding finding;
  finding.stage = rule.starts_with("wellformed.") ? Stage::wellformed : Stage::schema;
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

}  // namespace cimgate::document
