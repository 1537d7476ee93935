#include <algorithm>
#include <map>
#include <set>

#include "gateway/report/html_parts.hpp"
#include "gateway/report/rule_texts.hpp"
#include "gateway/report/writer.hpp"

/// One page that needs nothing beside it. The summary stands on top, so the files are kept until the end:
/// findings up to a bound that a browser can still take; the files themselves all.
namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::StepResult;

constexpr std::size_t most_findings = 5000;
constexpr std::size_t most_unfolded = 25;

class HtmlWriter final : public Writer {
 public:
  explicit HtmlWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    count_rules(file);
    const bool open = check::result_of(file) != StepResult::passed && unfolded_ < most_unfolded;
    unfolded_ += open ? 1 : 0;
    left_out_ += file.findings_left_out;
    if (findings_ + file.findings.size() <= most_findings) {
      findings_ += file.findings.size();
      files_ += html::file_html(file, open);
      return {};
    }
    JudgedFile part = file;
    part.findings.resize(most_findings - findings_);
    part.findings_left_out += file.findings.size() - part.findings.size();
    left_out_ += file.findings.size() - part.findings.size();
    findings_ = most_findings;
    files_ += html::file_html(part, open);
    return {};
  }

  std::string end(const RunEnd& end) override {
    std::vector<html::RuleRow> rules;
    for (auto& [id, row] : rules_) rules.push_back(std::move(row));
    std::stable_sort(rules.begin(), rules.end(),
                     [](const auto& a, const auto& b) { return a.findings > b.findings; });
    const std::vector<Stage> stages(stages_.begin(), stages_.end());
    std::string page = html::head_html(run_, end);
    page += html::summary_html(run_, end, rules, left_out_);
    page += html::filters_html(rules, stages);
    page += files_;
    return page + html::tail_html();
  }

 private:
  void count_rules(const JudgedFile& file) {
    std::set<std::string_view> seen;
    for (const auto& judged : file.findings) {
      const auto& finding = judged.finding;
      auto& row = rules_[finding.rule];
      if (row.findings++ == 0) {
        row.first = finding;
        row.text = rule_text(run_, finding);
      }
      if (seen.insert(finding.rule).second) ++row.files;
      stages_.insert(finding.stage);
    }
  }

  const Run& run_;
  std::string files_;
  std::map<std::string, html::RuleRow> rules_;
  std::set<Stage> stages_;
  std::size_t findings_ = 0;
  std::size_t left_out_ = 0;
  std::size_t unfolded_ = 0;
};

}  // namespace

std::unique_ptr<Writer> make_html_writer(const Run& run) {
  return std::make_unique<HtmlWriter>(run);
}

}  // namespace cimgate::report
