#include <algorithm>
#include <map>
#include <set>

#include "gateway/report/html_parts.hpp"
#include "gateway/report/most_severe.hpp"
#include "gateway/report/rule_texts.hpp"
#include "gateway/report/values_chart.hpp"
#include "gateway/report/writer.hpp"
#include "gateway/validation/severity_rank.hpp"

/// One page that needs nothing beside it. The summary stands on top, so the files are kept until the end:
/// findings up to a bound that a browser can still take; the files themselves all.
namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::StepResult;

constexpr std::size_t most_findings = 5000;
constexpr std::size_t most_unfolded = 25;
constexpr std::size_t most_values = 10000;

class HtmlWriter final : public Writer {
 public:
  explicit HtmlWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    count_rules(file);
    const bool open = check::result_of(file) != StepResult::passed && unfolded_ < most_unfolded;
    unfolded_ += open ? 1 : 0;
    left_out_ += file.findings_left_out;
    Excerpts excerpts;
    for (const auto& group : equal_findings(errors_first(file)))
      if (const auto rank = rank_of(*group.first); findings_.takes(rank))
        findings_.add(
            rank, {files_.size(), html::finding_html(file, group, excerpts), 1 + group.other_lines.size()});
    files_.push_back({html::file_head_html(file, open),
                      {},
                      file.findings.size(),
                      file.findings_left_out,
                      html::values_html(file, files_.size() + 1, run_.norwegian, values_room_)});
    return {};
  }

  std::string end(const RunEnd& end) override {
    std::vector<html::RuleRow> rules;
    for (auto& [id, row] : rules_) rules.push_back(std::move(row));
    std::stable_sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) {
      const auto rank = [](const auto& row) { return validation::severity_rank(row.first); };
      return rank(a) != rank(b) ? rank(a) < rank(b) : a.findings > b.findings;
    });
    const std::vector<Stage> stages(stages_.begin(), stages_.end());
    findings_.each([&](const Shown& shown) {
      auto& file = files_[shown.file];
      file.findings += shown.html;
      file.not_shown -= shown.count;
    });
    auto left_out = left_out_;
    for (const auto& file : files_) left_out += file.not_shown;
    std::string page = html::head_html(run_, end);
    page += html::summary_html(run_, end, rules, left_out);
    page += html::filters_html(rules, stages);
    if (values_room_ < most_values) page += html::chart_patterns();
    for (const auto& file : files_) {
      page += file.head;
      if (!file.findings.empty()) page += "<ol class=\"findings\">\n" + file.findings;
      page += html::file_end_html(!file.findings.empty(), file.not_shown + file.left_out, file.values);
    }
    return page + html::tail_html();
  }

 private:
  struct Shown {
    std::size_t file;
    std::string html;
    std::size_t count;  ///< findings that it stands for
  };
  struct File {
    std::string head;
    std::string findings;
    std::size_t not_shown;  ///< of the findings that came with the file
    std::size_t left_out;   ///< before they came
    std::string values;     ///< its charts
  };

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
  std::vector<File> files_;
  MostSevere<Shown> findings_{most_findings};
  std::map<std::string, html::RuleRow> rules_;
  std::set<Stage> stages_;
  std::size_t left_out_ = 0;
  std::size_t unfolded_ = 0;
  std::size_t values_room_ = most_values;  ///< values that may still be drawn
};

}  // namespace

std::unique_ptr<Writer> make_html_writer(const Run& run) {
  return std::make_unique<HtmlWriter>(run);
}

}  // namespace cimgate::report
