#include "gateway/report/findings_by_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "gateway/report/most_severe.hpp"
#include "gateway/report/rule_texts.hpp"
#include "gateway/report/words.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::report {
namespace {

constexpr std::size_t most_rules = 20;   ///< in short
constexpr std::size_t most_places = 20;  ///< of a rule, in full

}  // namespace

void FindingsByRule::add(const check::JudgedFile& file) {
  std::set<std::string_view> seen;
  for (const auto& judged : file.findings) {
    if (!judged.counts()) continue;
    const auto& finding = judged.finding;
    auto& rule = rules_[finding.rule];
    const auto rank = rank_of(judged);
    if (rule.findings++ == 0) {
      rule.first = finding;
      rule.rank = rank;
    }
    rule.rank = std::min(rule.rank, rank);
    if (seen.insert(finding.rule).second) ++rule.files;
    if (run_.by_rule && rule.places.size() < most_places) {
      std::string place = text::terminal_line(file.file);
      if (finding.line > 0) place += fmt::format(":{}:{}", finding.line, finding.column);
      rule.places.push_back(fmt::format("  {}: {}", painted(place, "1", style_),
                                        text::terminal_text(in(finding.text, run_.norwegian))));
    }
  }
  if (!seen.empty()) ++files_;
}

std::vector<const FindingsByRule::Row*> FindingsByRule::sorted() const {
  std::vector<const Row*> rows;
  for (const auto& row : rules_) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) {
    return std::tuple(a->second.rank, b->second.findings) < std::tuple(b->second.rank, a->second.findings);
  });
  return rows;
}

std::string FindingsByRule::how_many(const Rule& rule) const {
  return run_.norwegian ? fmt::format("{} i {}", counted(rule.findings, "funn", "funn"),
                                      counted(rule.files, "fil", "filer"))
                        : fmt::format("{} in {}", counted(rule.findings, "finding", "findings"),
                                      counted(rule.files, "file", "files"));
}

std::string FindingsByRule::in_short() const {
  if (files_ < 2) return {};
  const auto rows = sorted();
  std::size_t width = 0;
  const auto shown = std::min(rows.size(), most_rules);
  for (std::size_t i = 0; i < shown; ++i) width = std::max(width, how_many(rows[i]->second).size());
  std::string text = run_.norwegian ? "\nEtter regel:\n" : "\nBy rule:\n";
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [id, rule] = *rows[i];
    text += fmt::format("  {:>{}}  {}  {}  ({})\n", how_many(rule), width,
                        in(word_of(rule.first), run_.norwegian),
                        text::terminal_text(in(rule_text(run_, rule.first).title, run_.norwegian)), id);
  }
  if (shown < rows.size())
    text += run_.norwegian ? fmt::format("  … og {} regler til\n", rows.size() - shown)
                           : fmt::format("  … and {} more rules\n", rows.size() - shown);
  return text + '\n';
}

std::string FindingsByRule::in_full() const {
  std::string text;
  for (const auto* row : sorted()) {
    const auto& [id, rule] = *row;
    text += fmt::format(
        "{}  ({}) · {} · {}\n",
        painted(text::terminal_text(in(rule_text(run_, rule.first).title, run_.norwegian)), "1", style_), id,
        in(word_of(rule.first), run_.norwegian), how_many(rule));
    for (const auto& place : rule.places) text += place + "\n";
    if (rule.places.size() < rule.findings)
      text += run_.norwegian ? fmt::format("  … {} til\n", grouped(rule.findings - rule.places.size()))
                             : fmt::format("  … {} more\n", grouped(rule.findings - rule.places.size()));
    text += '\n';
  }
  return text;
}

}  // namespace cimgate::report
