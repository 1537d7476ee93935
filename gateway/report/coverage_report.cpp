#include "gateway/report/coverage_report.hpp"

#include <fmt/format.h>

#include <array>

#include "gateway/json/quoted.hpp"

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

void add_leaves_text(const std::vector<LeafCoverage>& leaves, const ReasonWords& words, std::string& text) {
  for (const auto& leaf : leaves) {
    text += fmt::format("    {:<12} {}", words.how(to_string(leaf.kind)), leaf.path);
    if (!leaf.targets.empty()) text += fmt::format("  ↔  {}", joined(leaf.targets));
    if (!leaf.reason.empty()) text += fmt::format("  ({})", words.reason(leaf.reason));
    if (!leaf.may_be_lost.empty() && leaf.kind != Kind::only)
      text +=
          fmt::format("  ({}: {})", words.say("may be lost", "kan gå tapt"), words.reason(leaf.may_be_lost));
    text += '\n';
  }
}

std::string leaves_json(const std::vector<LeafCoverage>& leaves, const ReasonWords& words,
                        std::string_view indent) {
  std::string text = "[";
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto& leaf = leaves[i];
    text += fmt::format("{}\n{}  {{ \"path\": {}, \"kind\": {}", i == 0 ? "" : ",", indent,
                        json::quoted(leaf.path), json::quoted(to_string(leaf.kind)));
    if (!leaf.targets.empty()) {
      text += ", \"with\": [";
      for (std::size_t t = 0; t < leaf.targets.size(); ++t)
        text += (t == 0 ? "" : ", ") + json::quoted(leaf.targets[t]);
      text += ']';
    }
    if (!leaf.reason.empty()) text += ", \"reason\": " + json::quoted(words.reason(leaf.reason));
    if (leaf.may_need_supplement) text += ", \"mayNeedSupplement\": true";
    if (!leaf.may_be_lost.empty()) text += ", \"mayBeLost\": " + json::quoted(words.reason(leaf.may_be_lost));
    if (!leaf.origin.file.empty())
      text += fmt::format(", \"rule\": {}",
                          json::quoted(fmt::format("{}:{}", leaf.origin.file, leaf.origin.line)));
    text += " }";
  }
  return text + (leaves.empty() ? "]" : fmt::format("\n{}]", indent));
}

void add_leaves_markdown(const std::vector<LeafCoverage>& leaves, const ReasonWords& words,
                         std::string& text) {
  text += words.say("| element | how | with | why |\n|---|---|---|---|\n",
                    "| element | hvordan | med | hvorfor |\n|---|---|---|---|\n");
  for (const auto& leaf : leaves)
    text += fmt::format(
        "| `{}` | {}{} | {} | {} |\n", leaf.path, words.how(to_string(leaf.kind)),
        leaf.may_need_supplement && leaf.kind != Kind::supplement
            ? words.say(", or supplement", ", eller tillegg")
            : "",
        leaf.targets.empty() ? "" : fmt::format("`{}`", fmt::join(leaf.targets, "`, `")),
        leaf.reason.empty() && !leaf.may_be_lost.empty()
            ? fmt::format("{}: {}", words.say("may be lost", "kan gå tapt"), words.reason(leaf.may_be_lost))
            : words.reason(leaf.reason));
  text += '\n';
}

}  // namespace

std::string coverage_summary(const std::vector<Coverage>& all, const ReasonWords& words) {
  std::string text = fmt::format(
      "{:<48} {:<12} {:>6} {:>7} {:>10} {:>9} {:>7} {:>10} {:>9} {:>9}\n", words.say("message", "melding"),
      words.say("profile", "profil"), words.say("leaves", "felt"), words.how("copied"),
      words.how("translated"), words.say("companion", "følgedok."), words.how("derived"),
      words.how("supplement"), words.how("only CIM"), words.say("explained", "forklart"));
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

std::string coverage_details(const std::vector<Coverage>& all, const ReasonWords& words) {
  std::string text = coverage_summary(all, words);
  for (const auto& coverage : all) {
    text += fmt::format("\n{} · {}\n  BIM\n", title(coverage), coverage.profile);
    add_leaves_text(coverage.bim, words, text);
    for (const auto& document : coverage.cim) {
      text += fmt::format("  {}\n", document.document);
      add_leaves_text(document.leaves, words, text);
    }
  }
  return text;
}

std::string coverage_json(const std::vector<Coverage>& all, const ReasonWords& words) {
  std::string text = "{\n  \"messages\": [";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& coverage = all[i];
    text += fmt::format(
        "{}\n    {{ \"message\": {}, \"variant\": {}, \"profile\": {}, \"schema\": {}, \"explained\": {}, "
        "\"total\": {},\n"
        "      \"problems\": {},\n      \"bim\": {},\n      \"cim\": [",
        i == 0 ? "" : ",", json::quoted(coverage.message), json::quoted(coverage.variant),
        json::quoted(coverage.profile), json::quoted(coverage.schema), coverage.explained(), coverage.total(),
        coverage.problems.size(), leaves_json(coverage.bim, words, "      "));
    for (std::size_t d = 0; d < coverage.cim.size(); ++d)
      text += fmt::format("{}\n        {{ \"document\": {}, \"leaves\": {} }}", d == 0 ? "" : ",",
                          json::quoted(coverage.cim[d].document),
                          leaves_json(coverage.cim[d].leaves, words, "        "));
    text += "\n      ] }";
  }
  return text + "\n  ]\n}\n";
}

std::string coverage_markdown(const std::vector<Coverage>& all, const ReasonWords& words) {
  std::string text;
  for (const auto& coverage : all) {
    text += fmt::format("## {} · {}\n\n{}: {} {} {} ({} %).\n\n### BIM\n\n", title(coverage),
                        coverage.profile, words.say("Explained", "Forklart"), coverage.explained(),
                        words.say("of", "av"), coverage.total(), percent(coverage));
    add_leaves_markdown(coverage.bim, words, text);
    for (const auto& document : coverage.cim) {
      text += fmt::format("### {}\n\n", document.document);
      add_leaves_markdown(document.leaves, words, text);
    }
  }
  return text;
}

}  // namespace cimgate::report
