#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gateway/json/quoted.hpp"
#include "gateway/report/mark.hpp"
#include "gateway/report/most_severe.hpp"
#include "gateway/report/packed_size.hpp"
#include "gateway/report/rule_texts.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"
#include "gateway/text/characters.hpp"
#include "gateway/text/escape.hpp"

/// SARIF 2.1.0 (OASIS Standard, 27 March 2020), within what GitHub's code scanning takes of a run
/// (docs.github.com, "SARIF support for code scanning"): 25 000 results, 10 MB packed. More than that it
/// refuses as a whole. So results are kept until the end, and the least severe are left out.
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

constexpr std::size_t most_results = 25000;
constexpr std::size_t most_packed =
    std::size_t{9500} * 1000;  // zlib keeps some back, and there is an end to come
constexpr std::size_t most_notifications = 1000;

class SarifWriter final : public Writer {
 public:
  explicit SarifWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    const auto artifact = artifacts_.size();
    artifacts_.push_back(artifact_json(file));
    for (const auto& judged : file.findings) {
      if (const auto rank = rank_of(judged); results_.takes(rank))
        results_.add(rank, result_json(file, judged, artifact));
      else
        results_.leave_out(rank);
      if (judged.finding.outcome == Outcome::undetermined)
        notify("error", in(judged.finding.text, run_.norwegian), artifact, &judged.finding);
    }
    if (file.findings_left_out > 0)
      notify("warning",
             fmt::format(fmt::runtime(run_.norwegian ? "… og {} funn til i denne filen er ikke med"
                                                     : "… and {} more findings in this file are not shown"),
                         grouped(file.findings_left_out)),
             artifact, nullptr);
    return {};
  }

  std::string end(const RunEnd& end) override {
    const std::string around = before() + after(end);
    PackedSize packed;
    packed.add(around);
    auto left_out = results_.left_out();
    std::string results;
    bool full = false;
    results_.each([&](const Result& result) {
      full = full || packed.add(result.json) > most_packed;
      if (full)
        ++left_out[result.rank];
      else
        results += (results.empty() ? "\n      " : ",\n      ") + result.json;
    });
    if (const auto more = left_out_line(left_out, 0, run_.norwegian); !more.empty())
      notify_now("warning",
                 "… " + more + (run_.norwegian ? ". GitHub tar ikke mot flere" : ". GitHub takes no more"),
                 std::nullopt, nullptr);
    return before() + results + (results.empty() ? "],\n" : "\n    ],\n") + after(end);
  }

 private:
  static std::string before() {
    return "{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
           "sarif-schema-2.1.0.json\",\n  \"version\": \"2.1.0\",\n  \"runs\": [{\n    \"results\": [";
  }

  std::string after(const RunEnd& end) const {
    std::string notifications = notifications_;
    const auto tell = [&](std::string_view level, const std::string& text) {
      notifications += (notifications.empty() ? "" : ",") + notification(level, text, std::nullopt, nullptr);
    };
    for (std::size_t i = 0; i < std::min(end.notices.size(), most_notifications); ++i)
      tell("note", in(end.notices[i], run_.norwegian));
    if (notifications_left_out_ > 0)
      tell("warning",
           fmt::format(fmt::runtime(run_.norwegian ? "… og {} varsler til" : "… and {} more notifications"),
                       grouped(notifications_left_out_)));
    std::string json = fmt::format("    \"columnKind\": \"unicodeCodePoints\",\n    \"language\": {},\n{}",
                                   run_.norwegian ? "\"nb\"" : "\"en\"", tool_json());
    json += fmt::format("    \"artifacts\": [{}\n    ],\n", fmt::join(artifacts_, ","));
    // Whether the process came to its end (SARIF 2.1.0, appendix I): a file that could not be judged is told
    // by a notification of level error and by the exit status.
    json += fmt::format(
        "    \"invocations\": [{{ \"executionSuccessful\": {}, \"exitCode\": {}, \"startTimeUtc\": {}, "
        "\"endTimeUtc\": {}, \"properties\": {{ \"command\": {}, \"asOf\": {} }},\n"
        "      \"toolExecutionNotifications\": [{}] }}]\n  }}]\n}}\n",
        !end.totals.fault, end.exit_status, json::quoted(run_.started), json::quoted(end.ended),
        json::quoted(run_.command), json::quoted(run_.as_of), notifications);
    return json;
  }

  static std::string location_json(std::size_t artifact, const std::string& file, const Finding* finding,
                                   const SourceLines* lines) {
    std::string json =
        fmt::format("{{ \"physicalLocation\": {{ \"artifactLocation\": {{ \"uri\": {}, \"index\": {} }}",
                    json::quoted(text::uri_of(file)), artifact);
    if (finding != nullptr && finding->line > 0) {
      const auto line = lines != nullptr ? lines->find(finding->line) : SourceLines::const_iterator();
      if (lines != nullptr && line != lines->end() && !line->second.empty()) {
        const auto mark = mark_of(*finding, line->second);
        json += fmt::format(", \"region\": {{ \"startLine\": {}, \"startColumn\": {}, \"endColumn\": {} }}",
                            finding->line, mark.column, mark.column + mark.length);
      } else {
        json += fmt::format(", \"region\": {{ \"startLine\": {}, \"startColumn\": {} }}", finding->line,
                            std::max<std::uint32_t>(finding->column, 1));
      }
      // The region around must be larger than the region: from the beginning of the line it is not. Its text
      // is the whole line, which may be the whole file.
      constexpr std::size_t longest_line = 1000;
      if (lines != nullptr && line != lines->end() && !line->second.empty() &&
          line->second.size() <= longest_line && finding->column > 1)
        json += fmt::format(", \"contextRegion\": {{ \"startLine\": {}, \"snippet\": {{ \"text\": {} }} }}",
                            finding->line, json::quoted(line->second));
    }
    json += " }";
    if (finding != nullptr && !finding->xpath.empty())
      json += fmt::format(", \"logicalLocations\": [{{ \"fullyQualifiedName\": {}, \"kind\": \"element\" }}]",
                          json::quoted(finding->xpath));
    return json + " }";
  }

  std::size_t rule_index(const Finding& finding) {
    const auto [at, is_new] = rules_.try_emplace(finding.rule, rule_list_.size());
    if (is_new) rule_list_.push_back(finding);
    return at->second;
  }

  struct Result {
    std::size_t rank;
    std::string json;
  };

  Result result_json(const JudgedFile& file, const JudgedFinding& judged, std::size_t artifact) {
    const auto& finding = judged.finding;
    const bool failed = finding.outcome == Outcome::failed;
    std::string message = text::utf8(in(finding.text, run_.norwegian));
    if (finding.code) message += fmt::format(" [{}/{}]", finding.code->value, finding.code->agency);
    if (const auto& advice = in(finding.advice, run_.norwegian); !advice.empty()) message += "\n" + advice;
    std::string json = fmt::format(
        "{{ \"ruleId\": {}, \"ruleIndex\": {}, \"kind\": \"{}\", \"level\": \"{}\", \"message\": {{ "
        "\"text\": "
        "{} }},\n        \"locations\": [{}],\n        \"partialFingerprints\": {{ \"cimgate/v1\": {}, "
        "\"primaryLocationLineHash\": {} }}",
        json::quoted(finding.rule), rule_index(finding), failed ? "fail" : "open",
        failed ? level_of(finding.severity) : "none", json::quoted(message),
        location_json(artifact, file.file, &finding, &file.lines), json::quoted(judged.fingerprint),
        json::quoted(judged.fingerprint));
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
          json::quoted(judged.standing.reason + (until.empty() ? "" : " (until " + until + ")")));
    }
    return {rank_of(judged), json + properties_json(finding, judged) + " }"};
  }

  static std::string properties_json(const Finding& finding, const JudgedFinding& judged) {
    std::string json = fmt::format(
        ",\n        \"properties\": {{ \"stage\": {}, \"step\": {}, \"text\": {{ \"en\": {}, \"nb\": {} }}",
        json::quoted(to_string(finding.stage)), json::quoted(to_string(judged.step)),
        json::quoted(finding.text.en), json::quoted(finding.text.nb));
    if (!finding.advice.en.empty())
      json += fmt::format(", \"advice\": {{ \"en\": {}, \"nb\": {} }}", json::quoted(finding.advice.en),
                          json::quoted(finding.advice.nb));
    if (finding.code)
      json += fmt::format(", \"code\": {{ \"value\": {}, \"agency\": {} }}",
                          json::quoted(finding.code->value), json::quoted(finding.code->agency));
    if (!finding.source.ref.empty())
      json += fmt::format(", \"source\": {{ \"status\": {}, \"ref\": {} }}",
                          json::quoted(finding.source.status), json::quoted(finding.source.ref));
    return json + " }";
  }

  static std::string artifact_json(const JudgedFile& file) {
    std::string steps;
    for (const auto& step : file.steps)
      steps += fmt::format("{}{}: {}", steps.empty() ? "" : ", ", json::quoted(to_string(step.name)),
                           json::quoted(to_string(step.result)));
    return fmt::format(
        "\n      {{ \"location\": {{ \"uri\": {} }}, \"roles\": [\"analysisTarget\"], \"properties\": {{ "
        "\"verdict\": {}, \"message\": {}, \"steps\": {{ {} }} }} }}",
        json::quoted(text::uri_of(file.file)), json::quoted(to_string(file.verdict)),
        json::quoted(file.message), steps);
  }

  /// What could not be judged, and what the run has to say about itself.
  void notify(std::string_view level, const std::string& text, std::optional<std::size_t> artifact,
              const Finding* finding) {
    if (++notifications_told_ > most_notifications)
      ++notifications_left_out_;
    else
      notify_now(level, text, artifact, finding);
  }

  void notify_now(std::string_view level, const std::string& text, std::optional<std::size_t> artifact,
                  const Finding* finding) {
    notifications_ +=
        (notifications_.empty() ? "" : ",") +
        notification(level, text, artifact, finding == nullptr ? nullptr : &rule_list_[rule_index(*finding)]);
  }

  std::string notification(std::string_view level, const std::string& text,
                           std::optional<std::size_t> artifact, const Finding* rule) const {
    std::string json = fmt::format("\n        {{ \"level\": \"{}\", \"message\": {{ \"text\": {} }}", level,
                                   json::quoted(text));
    if (rule != nullptr)
      json += fmt::format(", \"associatedRule\": {{ \"id\": {}, \"index\": {} }}", json::quoted(rule->rule),
                          rules_.at(rule->rule));
    if (artifact)
      json += fmt::format(
          ", \"locations\": [{{ \"physicalLocation\": {{ \"artifactLocation\": {{ \"index\": {} }} }} }}]",
          *artifact);
    return json + " }";
  }

  /// The texts of rules in one language; the driver has the language of the run, a translation the other.
  std::string rules_json(bool norwegian, bool full) const {
    std::string json;
    for (const auto& finding : rule_list_) {
      const auto text = rule_text(run_, finding);
      json += fmt::format(
          "{}\n          {{ \"id\": {}, \"shortDescription\": {{ \"text\": {} }}, \"fullDescription\": {{ "
          "\"text\": {} }}, \"help\": {{ \"text\": {} }}",
          json.empty() ? "" : ",", json::quoted(finding.rule), json::quoted(in(text.title, norwegian)),
          json::quoted(in(text.title, norwegian)), json::quoted(in(text.help, norwegian)));
      if (full) {
        // The page that the rule is published on; else a name, by which `cimgate rules show` and /v1/rules
        // know it.
        const bool page =
            finding.source.ref.starts_with("https://") && finding.source.ref.find(' ') == std::string::npos;
        json += fmt::format(", \"helpUri\": {}",
                            json::quoted(page ? finding.source.ref : "urn:cimgate:rule:" + finding.rule));
        json += fmt::format(
            ", \"defaultConfiguration\": {{ \"level\": \"{}\" }}, \"properties\": {{ \"tags\": [{}], "
            "\"problem.severity\": {} }}",
            level_of(finding.severity), json::quoted(to_string(finding.stage)),
            json::quoted(finding.severity == Severity::info ? "recommendation"
                                                            : to_string(finding.severity)));
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
        json::quoted(run_.version), nb ? "\"nb\"" : "\"en\"", rules_json(nb, true), nb ? "\"en\"" : "\"nb\"",
        rules_json(!nb, false));
  }

  const Run& run_;
  MostSevere<Result> results_{most_results};
  std::vector<std::string> artifacts_;
  std::map<std::string, std::size_t> rules_;
  std::vector<Finding> rule_list_;  ///< the first finding of each rule
  std::string notifications_;
  std::size_t notifications_told_ = 0;
  std::size_t notifications_left_out_ = 0;
};

}  // namespace

std::unique_ptr<Writer> make_sarif_writer(const Run& run) {
  return std::make_unique<SarifWriter>(run);
}

}  // namespace cimgate::report
