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

}  // namespace cimgate::document
