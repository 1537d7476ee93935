#pragma once
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"

namespace cimgate::report {

struct TextStyle {
  bool color = false;
  bool norwegian = false;
};

/// The findings of one file for people: what, where, the line with a caret, what to do.
std::string findings_text(const std::string& file, const std::vector<Finding>& findings,
                          const SourceLines& lines, const TextStyle& style);

/// "a.xml: valid · RequestStartOfSupply · elhub/2.4.3 · BRS-NO-101"
std::string verdict_line(const std::string& file, const Checked& checked, const TextStyle& style);

}  // namespace cimgate::report
