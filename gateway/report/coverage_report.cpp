#include "gateway/report/coverage_report.hpp"

#include <fmt/format.h>

#include <array>

#include "gateway/report/json_parts.hpp"

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

void add_leaves(json::JsonOut& out, std::string_view name, const std::vector<LeafCoverage>& leaves,
                const ReasonWords& words) {
  out.begin_array(name);
  for (const auto& leaf : leaves) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("path", leaf.path);
    out.member("kind", to_string(leaf.kind));
    if (!leaf.targets.empty()) add_list(out, "with", leaf.targets);
    if (!leaf.reason.empty()) out.member("reason", words.reason(leaf.reason));
    if (leaf.may_need_supplement) out.member("mayNeedSupplement", true);
    if (!leaf.may_be_lost.empty()) out.member("mayBeLost", words.reason(leaf.may_be_lost));
    if (!leaf.origin.file.empty())
      out.member("rule", fmt::format("{}:{}", leaf.origin.file, leaf.origin.line));
    out.end_object();
  }
  out.end_array();
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
  json::JsonOut out(true);
  out.begin_object();
  out.begin_array("messages");
  for (const auto& coverage : all) {
    out.begin_object(json::JsonOut::Line::head);
    out.member("message", coverage.message);
    out.member("variant", coverage.variant);
    out.member("profile", coverage.profile);
    out.member("schema", coverage.schema);
    out.member("explained", coverage.explained());
    out.member("total", coverage.total());
    out.wrap();
    out.member("problems", coverage.problems.size());
    add_leaves(out, "bim", coverage.bim, words);
    out.begin_array("cim");
    for (const auto& document : coverage.cim) {
      out.begin_object(json::JsonOut::Line::head);
      out.member("document", document.document);
      out.wrap();
      add_leaves(out, "leaves", document.leaves, words);
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
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
