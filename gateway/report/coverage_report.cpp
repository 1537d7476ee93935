#include "gateway/report/coverage_report.hpp"

#include <fmt/format.h>

#include <array>

#include "gateway/report/json_text.hpp"

namespace cimgate::report {
namespace {

using mapping::Coverage;
using mapping::LeafCoverage;
using Kind = LeafCoverage::Kind;

std::size_t count(const std::vector<LeafCoverage>& leaves, Kind kind) {
  std::size_t n = 0;
  for (const auto& leaf : leaves) n += leaf.kind == kind ? 1 : 0;
  return n;
}

std::size_t percent(const Coverage& coverage) {
  return coverage.total() == 0 ? 100 : coverage.explained() * 100 / coverage.total();
}

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

std::string title(const Coverage& coverage) {
  return coverage.variant == "message" ? coverage.message : coverage.message + " (" + coverage.variant + ")";
}

void add_leaves_text(const std::vector<LeafCoverage>& leaves, std::string& text) {
  for (const auto& leaf : leaves) {
    text += fmt::format("    {:<12} {}", to_string(leaf.kind), leaf.path);
    if (!leaf.targets.empty()) text += fmt::format("  ↔  {}", joined(leaf.targets));
    if (!leaf.reason.empty()) text += fmt::format("  ({})", leaf.reason);
    if (!leaf.may_be_lost.empty() && leaf.kind != Kind::only)
      text += fmt::format("  (may be lost: {})", leaf.may_be_lost);
    text += '\n';
  }
}

std::string leaves_json(const std::vector<LeafCoverage>& leaves, std::string_view indent) {
  std::string text = "[";
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto& leaf = leaves[i];
    text += fmt::format("{}\n{}  {{ \"path\": {}, \"kind\": {}", i == 0 ? "" : ",", indent, quoted(leaf.path),
                        quoted(to_string(leaf.kind)));
    if (!leaf.targets.empty()) {
      text += ", \"with\": [";
      for (std::size_t t = 0; t < leaf.targets.size(); ++t)
        text += (t == 0 ? "" : ", ") + quoted(leaf.targets[t]);
      text += ']';
    }
    if (!leaf.reason.empty()) text += ", \"reason\": " + quoted(leaf.reason);
    if (leaf.may_need_supplement) text += ", \"mayNeedSupplement\": true";
    if (!leaf.may_be_lost.empty()) text += ", \"mayBeLost\": " + quoted(leaf.may_be_lost);
    if (!leaf.origin.file.empty())
      text += fmt::format(", \"rule\": {}", quoted(fmt::format("{}:{}", leaf.origin.file, leaf.origin.line)));
    text += " }";
  }
  return text + (leaves.empty() ? "]" : fmt::format("\n{}]", indent));
}

void add_leaves_markdown(const std::vector<LeafCoverage>& leaves, std::string& text) {
  text += "| element | how | with | why |\n|---|---|---|---|\n";
  for (const auto& leaf : leaves)
    text += fmt::format(
        "| `{}` | {}{} | {} | {} |\n", leaf.path, to_string(leaf.kind),
        leaf.may_need_supplement && leaf.kind != Kind::supplement ? ", or supplement" : "",
        leaf.targets.empty() ? "" : fmt::format("`{}`", fmt::join(leaf.targets, "`, `")),
        leaf.reason.empty() && !leaf.may_be_lost.empty() ? "may be lost: " + leaf.may_be_lost : leaf.reason);
  text += '\n';
}

}  // namespace

std::string coverage_summary(const std::vector<Coverage>& all) {
  std::string text = fmt::format("{:<48} {:<12} {:>6} {:>7} {:>10} {:>9} {:>7} {:>10} {:>9} {:>9}\n",
                                 "message", "profile", "leaves", "copied", "translated", "companion",
                                 "derived", "supplement", "only CIM", "explained");
  for (const auto& coverage : all) {
    std::size_t only = 0;
    for (const auto& document : coverage.cim) only += count(document.leaves, Kind::only);
    text += fmt::format("{:<48} {:<12} {:>6} {:>7} {:>10} {:>9} {:>7} {:>10} {:>9} {:>8}%\n", title(coverage),
                        coverage.profile, coverage.bim.size(), count(coverage.bim, Kind::copied),
                        count(coverage.bim, Kind::translated), count(coverage.bim, Kind::companion),
                        count(coverage.bim, Kind::derived), count(coverage.bim, Kind::supplement), only,
                        percent(coverage));
  }
  return text;
}

std::string coverage_details(const std::vector<Coverage>& all) {
  std::string text = coverage_summary(all);
  for (const auto& coverage : all) {
    text += fmt::format("\n{} · {}\n  BIM\n", title(coverage), coverage.profile);
    add_leaves_text(coverage.bim, text);
    for (const auto& document : coverage.cim) {
      text += fmt::format("  {}\n", document.document);
      add_leaves_text(document.leaves, text);
    }
  }
  return text;
}

std::string coverage_json(const std::vector<Coverage>& all) {
  std::string text = "{\n  \"messages\": [";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& coverage = all[i];
    text += fmt::format(
        "{}\n    {{ \"message\": {}, \"variant\": {}, \"profile\": {}, \"explained\": {}, \"total\": {},\n"
        "      \"problems\": {},\n      \"bim\": {},\n      \"cim\": [",
        i == 0 ? "" : ",", quoted(coverage.message), quoted(coverage.variant), quoted(coverage.profile),
        coverage.explained(), coverage.total(), coverage.problems.size(),
        leaves_json(coverage.bim, "      "));
    for (std::size_t d = 0; d < coverage.cim.size(); ++d)
      text += fmt::format("{}\n        {{ \"document\": {}, \"leaves\": {} }}", d == 0 ? "" : ",",
                          quoted(coverage.cim[d].document), leaves_json(coverage.cim[d].leaves, "        "));
    text += "\n      ] }";
  }
  return text + "\n  ]\n}\n";
}

std::string coverage_markdown(const std::vector<Coverage>& all) {
  std::string text;
  for (const auto& coverage : all) {
    text += fmt::format("## {} · {}\n\nExplained: {} of {} ({} %).\n\n### BIM\n\n", title(coverage),
                        coverage.profile, coverage.explained(), coverage.total(), percent(coverage));
    add_leaves_markdown(coverage.bim, text);
    for (const auto& document : coverage.cim) {
      text += fmt::format("### {}\n\n", document.document);
      add_leaves_markdown(document.leaves, text);
    }
  }
  return text;
}

}  // namespace cimgate::report
