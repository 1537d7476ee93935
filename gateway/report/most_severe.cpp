#include "gateway/report/most_severe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "gateway/report/words.hpp"

namespace cimgate::report {

std::size_t rank_of(const check::JudgedFinding& judged) {
  return judged.counts() ? validation::severity_rank(judged.finding) : ranks - 1;
}

std::vector<const check::JudgedFinding*> errors_first(const check::JudgedFile& file) {
  std::vector<const check::JudgedFinding*> findings;
  findings.reserve(file.findings.size());
  for (const auto& judged : file.findings) findings.push_back(&judged);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const auto* a, const auto* b) { return rank_of(*a) < rank_of(*b); });
  return findings;
}

std::vector<EqualFindings> equal_findings(const std::vector<const check::JudgedFinding*>& findings) {
  using Said = std::tuple<std::size_t, check::StepName, std::string_view, std::string_view, std::string_view,
                          std::string_view, std::string_view>;
  std::map<Said, std::size_t> seen;
  std::vector<EqualFindings> groups;
  for (const auto* judged : findings) {
    const auto& finding = judged->finding;
    const Said said(rank_of(*judged), judged->step, finding.rule,
                    finding.code ? std::string_view(finding.code->value) : std::string_view(),
                    finding.text.en, finding.advice.en, judged->standing.reason);
    const auto [at, is_new] = seen.try_emplace(said, groups.size());
    if (is_new)
      groups.push_back({judged, {}});
    else
      groups[at->second].other_lines.push_back(finding.line);
  }
  return groups;
}

std::string more_like_it(const EqualFindings& group, bool norwegian) {
  constexpr std::size_t most_lines = 10;
  const auto& lines = group.other_lines;
  if (lines.empty()) return {};
  std::string text = norwegian ? fmt::format("{} til som dette", grouped(lines.size()))
                               : fmt::format("{} more like it", grouped(lines.size()));
  if (lines.front() == 0) return text;
  const std::size_t shown = std::min(lines.size(), most_lines);
  text += norwegian ? (lines.size() == 1 ? ", i linje " : ", i linjene ")
                    : (lines.size() == 1 ? ", in line " : ", in lines ");
  text +=
      fmt::format("{}", fmt::join(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  return shown < lines.size() ? text + " …" : text;
}

std::string left_out_line(const RankCounts& counts, std::size_t unknown, bool norwegian) {
  const auto known = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  if (known + unknown == 0) return {};
  std::string line = norwegian ? "og " + counted(known + unknown, "funn til", "funn til")
                               : "and " + counted(known + unknown, "more finding", "more findings");
  if (known == 0) return line;
  constexpr std::array<std::pair<std::string_view, std::string_view>, ranks> en = {
      {{"error", "errors"},
       {"not checked", "not checked"},
       {"warning", "warnings"},
       {"note", "notes"},
       {"not counted", "not counted"}}};
  constexpr std::array<std::pair<std::string_view, std::string_view>, ranks> nb = {
      {{"feil", "feil"},
       {"ikke kontrollert", "ikke kontrollert"},
       {"advarsel", "advarsler"},
       {"merknad", "merknader"},
       {"teller ikke", "teller ikke"}}};
  std::string_view before = ": ";
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    if (counts[rank] == 0) continue;
    const auto& [one, many] = (norwegian ? nb : en)[rank];
    line += std::string(before) + counted(counts[rank], one, many);
    before = " · ";
  }
  return line;
}

}  // namespace cimgate::report
