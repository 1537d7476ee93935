#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "gateway/report/findings_text.hpp"
#include "gateway/report/most_severe.hpp"
#include "gateway/report/writer.hpp"

/// The pieces of the HTML report. Whatever people read stands there in both languages; the page shows one.
namespace cimgate::report::html {

/// The same in English and Norwegian; once when they are equal. Escaped.
std::string both(const Text& text);

/// "error" and so on, in its colours.
std::string severity_badge(const Finding& finding);

/// One file, folded out when `open`: its head, its findings, and its end, which says how many more there are.
std::string file_head_html(const check::JudgedFile& file, bool open);
std::string finding_html(const check::JudgedFile& file, const EqualFindings& group, Excerpts& excerpts);
/// `values`: its charts; "" when it has none.
std::string file_end_html(bool has_findings, std::size_t left_out, const std::string& values);
/// The charts of a file, as many as fit into `room`, which is the number of values that may still be drawn
/// and is less afterwards; in words how many are left out. "" when there are none.
std::string values_html(const check::JudgedFile& file, std::size_t file_number, bool norwegian,
                        std::size_t& room);

/// A rule with how often it has struck.
struct RuleRow {
  Finding first;
  RuleText text;
  std::size_t findings = 0;
  std::size_t files = 0;
};

std::string head_html(const Run& run, const RunEnd& end);
std::string summary_html(const Run& run, const RunEnd& end, const std::vector<RuleRow>& rules,
                         std::size_t findings_left_out);
std::string filters_html(const std::vector<RuleRow>& rules, const std::vector<Stage>& stages);
std::string tail_html();

}  // namespace cimgate::report::html
