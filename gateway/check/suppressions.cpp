#include "gateway/check/suppressions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/check/fingerprints.hpp"
#include "gateway/check/path_pattern.hpp"
#include "gateway/schema/date_time.hpp"
#include "gateway/validation/rule_file.hpp"

namespace cimgate::check {
namespace {

using validation::RuleFile;

std::string place_of(const std::string& path, const yaml::Node& node) {
  return fmt::format("{}:{}", path, node.line());
}

bool is_day(const std::string& text) {
  return text.size() == 10 && schema::scan_date_time(text + "T00:00:00").has_value();
}

Suppression read_suppression(RuleFile& file, const std::string& path, const yaml::Node& node,
                             const std::string& as_of) {
  file.check_keys(node, {"rule", "path", "reason", "until"});
  Suppression made;
  made.rule = file.text(node, "rule");
  made.path = file.optional_text(node, "path");
  made.reason = file.text(node, "reason");
  made.until = file.text(node, "until");
  made.place = place_of(path, node);
  if (!made.until.empty() && !is_day(made.until))
    file.error(node["until"], fmt::format("'{}' is not a day, expected YYYY-MM-DD", made.until));
  made.expired = made.until <= as_of;
  return made;
}

Expectation read_expectation(RuleFile& file, const std::string& path, const yaml::Node& node) {
  file.check_keys(node, {"path", "fails", "reason"});
  Expectation made;
  made.path = file.text(node, "path");
  made.reason = file.text(node, "reason");
  made.place = place_of(path, node);
  const auto step = file.one_of(node, "fails", {"validate", "translate", "roundtrip"});
  if (step <= static_cast<std::size_t>(StepName::roundtrip)) made.step = static_cast<StepName>(step);
  return made;
}

Finding not_as_expected(const Expectation& expectation) {
  Finding finding;
  finding.rule = "check.expected-to-fail";
  finding.stage = expectation.step == StepName::validate ? Stage::message : Stage::translation;
  finding.text = {
      fmt::format("this file was expected to fail at '{}', and did not", to_string(expectation.step)),
      fmt::format("denne filen skulle ha feilet ved '{}', men gjorde det ikke", to_string(expectation.step))};
  finding.advice = {fmt::format("Mend the file, or take {} away.", expectation.place),
                    fmt::format("Rett filen, eller fjern {}.", expectation.place)};
  return finding;
}

}  // namespace

tl::expected<Suppressions, std::string> Suppressions::parse(const std::string& path, std::string_view text,
                                                            const std::string& folder,
                                                            const std::string& as_of) {
  RuleFile file(path, text);
  Suppressions made;
  made.folder_ = folder;
  const auto& root = file.root();
  if (root.is_map()) {
    file.check_keys(root, {"suppressions", "expected"});
    if (root["suppressions"])
      for (const auto& node : file.list(root, "suppressions"))
        made.suppressions_.push_back(read_suppression(file, path, node, as_of));
    if (root["expected"])
      for (const auto& node : file.list(root, "expected"))
        made.expectations_.push_back(read_expectation(file, path, node));
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return made;
}

void Suppressions::suppress(JudgedFile& file) {
  const std::string path = relative_to(folder_, file.file);
  for (auto& suppression : suppressions_) {
    if (suppression.expired || (!suppression.path.empty() && !fits(suppression.path, path))) continue;
    for (auto& judged : file.findings) {
      if (!judged.counts() || judged.finding.outcome == Outcome::undetermined) continue;
      if (!fits_name(suppression.rule, judged.finding.rule)) continue;
      judged.standing = {Standing::Kind::suppressed, suppression.reason, suppression.until};
      suppression.used = true;
    }
  }
}

void Suppressions::expect(JudgedFile& file) {
  if (expectations_.empty()) return;
  const std::string path = relative_to(folder_, file.file);
  for (auto& expectation : expectations_) {
    if (!fits(expectation.path, path)) continue;
    const auto step = std::find_if(file.steps.begin(), file.steps.end(),
                                   [&](const Step& s) { return s.name == expectation.step; });
    if (step == file.steps.end()) continue;
    expectation.used = true;
    if (step->result == StepResult::failed) {
      step->result = StepResult::passed;
      step->note = {"fails, as expected: " + expectation.reason, "feiler, som ventet: " + expectation.reason};
      for (auto& judged : file.findings)
        if (judged.step == expectation.step && judged.counts() && judged.finding.outcome == Outcome::failed)
          judged.standing = {Standing::Kind::expected, expectation.reason, {}};
    } else if (step->result == StepResult::passed) {
      step->result = StepResult::failed;
      file.findings.push_back({not_as_expected(expectation), expectation.step, {}, {}});
      number_fingerprints(file);
    }
    return;
  }
}

std::vector<Text> Suppressions::notices() const {
  std::vector<Text> told;
  const auto unused = [&](const std::string& place, const std::string& path) {
    told.push_back({fmt::format("{}: fits nothing that was checked: {}", place, path),
                    fmt::format("{}: passer ikke på noe som ble sjekket: {}", place, path)});
  };
  for (const auto& suppression : suppressions_)
    if (suppression.expired)
      told.push_back({fmt::format("{}: the suppression of {} has expired on {}: {}", suppression.place,
                                  suppression.rule, suppression.until, suppression.reason),
                      fmt::format("{}: unntaket for {} gikk ut {}: {}", suppression.place, suppression.rule,
                                  suppression.until, suppression.reason)});
    else if (!suppression.used)
      unused(suppression.place, suppression.rule);
  for (const auto& expectation : expectations_)
    if (!expectation.used) unused(expectation.place, expectation.path);
  return told;
}

}  // namespace cimgate::check
