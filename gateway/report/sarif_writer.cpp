#include <fmt/format.h>

#include <map>

#include "gateway/report/escape.hpp"
#include "gateway/report/json_text.hpp"
#include "gateway/report/rule_texts.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"

/// SARIF 2.1.0 (OASIS Standard, 27 March 2020). Results come first, so that they can be written at once;
/// rules, artifacts and notifications, which are only known at the end, follow them.
namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::JudgedFinding;
using check::Standing;

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      break;
  }
  return "note";
}

class SarifWriter final : public Writer {
 public:
  explicit SarifWriter(const Run& run) : run_(run) {}

  std::string begin() override {
    return "{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
           "sarif-schema-2.1.0.json\",\n  \"version\": \"2.1.0\",\n  \"runs\": [{\n    \"results\": [";
  }

  std::string add(const JudgedFile& file) override {
    const auto artifact = artifacts_.size();
    artifacts_.push_back(artifact_json(file));
    std::string json;
    for (const auto& judged : file.findings) {
      json += fmt::format("{}\n      {}", results_++ == 0 ? "" : ",", result_json(file, judged, artifact));
      if (judged.finding.outcome == Outcome::undetermined)
        notify("error", in(judged.finding.text, run_.norwegian), artifact, &judged.finding);
    }
    if (file.findings_left_out > 0)
      notify("warning",
             fmt::format(fmt::runtime(run_.norwegian ? "… og {} funn til i denne filen er ikke med"
                                                     : "… and {} more findings in this file are not shown"),
                         grouped(file.findings_left_out)),
             artifact, nullptr);
    return json;
  }

  std::string end(const RunEnd& end) override {
    for (const auto& notice : end.notices) notify("note", in(notice, run_.norwegian), std::nullopt, nullptr);
    const bool judged = end.totals.files_not_judged == 0 && end.totals.undetermined == 0 &&
                        end.totals.verdicts[static_cast<std::size_t>(Verdict::undetermined)] == 0 &&
                        !end.totals.fault;
    std::string json = results_ == 0 ? "],\n" : "\n    ],\n";
    json += fmt::format("    \"columnKind\": \"unicodeCodePoints\",\n    \"language\": {},\n{}",
                        run_.norwegian ? "\"nb\"" : "\"en\"", tool_json());
    json += fmt::format("    \"artifacts\": [{}\n    ],\n", fmt::join(artifacts_, ","));
    json += fmt::format(
        "    \"invocations\": [{{ \"executionSuccessful\": {}, \"exitCode\": {}, \"startTimeUtc\": {}, "
        "\"endTimeUtc\": {}, \"properties\": {{ \"command\": {}, \"asOf\": {} }},\n"
        "      \"toolExecutionNotifications\": [{}] }}]\n  }}]\n}}\n",
        judged, end.exit_status, quoted(run_.started), quoted(end.ended), quoted(run_.command),
        quoted(run_.as_of), notifications_);
    return json;
  }

 private:
  static std::string location_json(std::size_t artifact, const std::string& file, const Finding* finding,
                                   const SourceLines* lines) {
    std::string json =
        fmt::format("{{ \"physicalLocation\": {{ \"artifactLocation\": {{ \"uri\": {}, \"index\": {} }}",
                    quoted(uri_of(file)), artifact);
    if (finding != nullptr && finding->line > 0) {
      json += fmt::format(", \"region\": {{ \"startLine\": {}, \"startColumn\": {} }}", finding->line,
                          std::max<std::uint32_t>(finding->column, 1));
      const auto line = lines != nullptr ? lines->find(finding->line) : SourceLines::const_iterator();
      // The region around must be larger than the region: from the beginning of the line it is not. Its text
      // is the whole line, which may be the whole file.
      constexpr std::size_t longest_line = 1000;
      if (lines != nullptr && line != lines->end() && !line->second.empty() &&
          line->second.size() <= longest_line && finding->column > 1)
        json += fmt::format(", \"contextRegion\": {{ \"startLine\": {}, \"snippet\": {{ \"text\": {} }} }}",
                            finding->line, quoted(line->second));
    }
    json += " }";
    if (finding != nullptr && !finding->xpath.empty())
      json += fmt::format(", \"logicalLocations\": [{{ \"fullyQualifiedName\": {}, \"kind\": \"element\" }}]",
                          quoted(finding->xpath));
    return json + " }";
  }

  std::size_t rule_index(const Finding& finding) {
    const auto [at, is_new] = rules_.try_emplace(finding.rule, rule_list_.size());
    if (is_new) rule_list_.push_back(finding);
    return at->second;
  }

  std::string result_json(const JudgedFile& file, const JudgedFinding& judged, std::size_t artifact) {
    const auto& finding = judged.finding;
    const bool failed = finding.outcome == Outcome::failed;
    std::string message = utf8(in(finding.text, run_.norwegian));
    if (finding.code) message += fmt::format(" [{}/{}]", finding.code->value, finding.code->agency);
    if (const auto& advice = in(finding.advice, run_.norwegian); !advice.empty()) message += "\n" + advice;
    std::string json = fmt::format(
        "{{ \"ruleId\": {}, \"ruleIndex\": {}, \"kind\": \"{}\", \"level\": \"{}\", \"message\": {{ "
        "\"text\": "
        "{} }},\n        \"locations\": [{}],\n        \"partialFingerprints\": {{ \"cimgate/v1\": {}, "
        "\"primaryLocationLineHash\": {} }}",
        quoted(finding.rule), rule_index(finding), failed ? "fail" : "open",
        failed ? level_of(finding.severity) : "none", quoted(message),
        location_json(artifact, file.file, &finding, &file.lines), quoted(judged.fingerprint),
        quoted(judged.fingerprint));
    if (run_.baseline)
      json += fmt::format(", \"baselineState\": \"{}\"",
                          judged.standing.kind == Standing::Kind::known ? "unchanged" : "new");
    if (judged.standing.kind == Standing::Kind::suppressed ||
        judged.standing.kind == Standing::Kind::expected) {
      const auto& until = judged.standing.until;
      json += fmt::format(
          ",\n        \"suppressions\": [{{ \"kind\": \"external\", \"status\": \"accepted\", "
          "\"justification\": "
          "{} }}]",
          quoted(judged.standing.reason + (until.empty() ? "" : " (until " + until + ")")));
    }
    return json + properties_json(finding, judged) + " }";
  }

  static std::string properties_json(const Finding& finding, const JudgedFinding& judged) {
    std::string json = fmt::format(
        ",\n        \"properties\": {{ \"stage\": {}, \"step\": {}, \"text\": {{ \"en\": {}, \"nb\": {} }}",
        quoted(to_string(finding.stage)), quoted(to_string(judged.step)), quoted(finding.text.en),
        quoted(finding.text.nb));
    if (!finding.advice.en.empty())
      json += fmt::format(", \"advice\": {{ \"en\": {}, \"nb\": {} }}", quoted(finding.advice.en),
                          quoted(finding.advice.nb));
    if (finding.code)
      json += fmt::format(", \"code\": {{ \"value\": {}, \"agency\": {} }}", quoted(finding.code->value),
                          quoted(finding.code->agency));
    if (!finding.source.ref.empty())
      json += fmt::format(", \"source\": {{ \"status\": {}, \"ref\": {} }}", quoted(finding.source.status),
                          quoted(finding.source.ref));
    return json + " }";
  }

  static std::string artifact_json(const JudgedFile& file) {
    std::string steps;
    for (const auto& step : file.steps)
      steps += fmt::format("{}{}: {}", steps.empty() ? "" : ", ", quoted(to_string(step.name)),
                           quoted(to_string(step.result)));
    return fmt::format(
        "\n      {{ \"location\": {{ \"uri\": {} }}, \"roles\": [\"analysisTarget\"], \"properties\": {{ "
        "\"verdict\": {}, \"message\": {}, \"steps\": {{ {} }} }} }}",
        quoted(uri_of(file.file)), quoted(to_string(file.verdict)), quoted(file.message), steps);
  }

  /// What could not be judged, and what the run has to say about itself.
  void notify(std::string_view level, const std::string& text, std::optional<std::size_t> artifact,
              const Finding* finding) {
    std::string json = fmt::format("{}\n        {{ \"level\": \"{}\", \"message\": {{ \"text\": {} }}",
                                   notifications_.empty() ? "" : ",", level, quoted(text));
    if (finding != nullptr)
      json += fmt::format(", \"associatedRule\": {{ \"id\": {}, \"index\": {} }}", quoted(finding->rule),
                          rule_index(*finding));
    if (artifact)
      json += fmt::format(
          ", \"locations\": [{{ \"physicalLocation\": {{ \"artifactLocation\": {{ \"index\": {} }} }} }}]",
          *artifact);
    notifications_ += json + " }";
  }

  /// The texts of rules in one language; the driver has the language of the run, a translation the other.
  std::string rules_json(bool norwegian, bool full) const {
    std::string json;
    for (const auto& finding : rule_list_) {
      const auto text = rule_text(run_, finding);
      json += fmt::format(
          "{}\n          {{ \"id\": {}, \"shortDescription\": {{ \"text\": {} }}, \"fullDescription\": {{ "
          "\"text\": {} }}, \"help\": {{ \"text\": {} }}",
          json.empty() ? "" : ",", quoted(finding.rule), quoted(in(text.title, norwegian)),
          quoted(in(text.title, norwegian)), quoted(in(text.help, norwegian)));
      if (full) {
        if (finding.source.ref.starts_with("https://") && finding.source.ref.find(' ') == std::string::npos)
          json += fmt::format(", \"helpUri\": {}", quoted(finding.source.ref));
        json += fmt::format(
            ", \"defaultConfiguration\": {{ \"level\": \"{}\" }}, \"properties\": {{ \"tags\": [{}], "
            "\"problem.severity\": {} }}",
            level_of(finding.severity), quoted(to_string(finding.stage)),
            quoted(finding.severity == Severity::info ? "recommendation" : to_string(finding.severity)));
      }
      json += " }";
    }
    return json + (json.empty() ? "]" : "\n        ]");
  }

  std::string tool_json() const {
    const bool nb = run_.norwegian;
    return fmt::format(
        "    \"tool\": {{\n      \"driver\": {{ \"name\": \"cimgate\", \"semanticVersion\": {}, "
        "\"language\": "
        "{},\n        \"rules\": [{} }}\n    }},\n"
        "    \"translations\": [\n      {{ \"name\": \"cimgate\", \"language\": {}, \"contents\": "
        "[\"localizedData\"],\n        \"rules\": [{} }}\n    ],\n",
        quoted(run_.version), nb ? "\"nb\"" : "\"en\"", rules_json(nb, true), nb ? "\"en\"" : "\"nb\"",
        rules_json(!nb, false));
  }

  const Run& run_;
  std::size_t results_ = 0;
  std::vector<std::string> artifacts_;
  std::map<std::string, std::size_t> rules_;
  std::vector<Finding> rule_list_;  ///< the first finding of each rule
  std::string notifications_;
};

}  // namespace

std::unique_ptr<Writer> make_sarif_writer(const Run& run) {
  return std::make_unique<SarifWriter>(run);
}

}  // namespace cimgate::report
