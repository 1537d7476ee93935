#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"

namespace cimgate::test {

/// What a finding tells, to compare.
struct Told {
  std::string rule, xpath, text;
  std::uint32_t line;
  bool operator==(const Told&) const = default;
};

inline std::vector<Told> told(const std::vector<Finding>& findings) {
  std::vector<Told> all;
  for (const auto& finding : findings)
    all.push_back({finding.rule, finding.xpath, finding.text.en, finding.line});
  return all;
}

inline std::vector<Told> told(const Checked& checked) {
  return told(checked.findings);
}

}  // namespace cimgate::test
