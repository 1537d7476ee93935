#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gateway/json/out.hpp"
#include "gateway/report/json_parts.hpp"
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
using json::JsonOut;

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
    PackedSize packed;
    packed.add(log({}, end));
    auto left_out = results_.left_out();
    std::vector<std::string_view> results;
    bool full = false;
    results_.each([&](const Result& result) {
      full = full || packed.add(result.json) > most_packed;
      if (full)
        ++left_out[result.rank];
      else
        results.push_back(result.json);
    });
    if (const auto more = left_out_line(left_out, 0, run_.norwegian); !more.empty())
      notify_now("warning",
                 "… " + more + (run_.norwegian ? ". GitHub tar ikke mot flere" : ". GitHub takes no more"),
                 std::nullopt, nullptr);
    return log(results, end);
  }

 private:
  std::string log(const std::vector<std::string_view>& results, const RunEnd& end) const {
    JsonOut out(true);
    out.begin_object();
    out.member("$schema",
               "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    out.member("version", "2.1.0");
    out.begin_array("runs");
    out.begin_object();
    out.begin_array("results");
    for (const auto result : results) out.literal(result);
    out.end_array();
    out.member("columnKind", "unicodeCodePoints");
    out.member("language", language(run_.norwegian));
    add_tool(out);
    out.begin_array("artifacts");
    for (const auto& artifact : artifacts_) out.literal(artifact);
    out.end_array();
    add_invocation(out, end);
    out.end_object();
    out.end_array();
    out.end_object();
    return std::move(out).take();
  }

  static std::string_view language(bool norwegian) { return norwegian ? "nb" : "en"; }

  /// Whether the process came to its end (SARIF 2.1.0, appendix I): a file that could not be judged is told
  /// by a notification of level error and by the exit status.
  void add_invocation(JsonOut& out, const RunEnd& end) const {
    out.begin_array("invocations");
    out.begin_object(JsonOut::Line::head);
    out.member("executionSuccessful", !end.totals.fault);
    out.member("exitCode", static_cast<int>(end.exit_status));
    out.member("startTimeUtc", run_.started);
    out.member("endTimeUtc", end.ended);
    out.begin_object("properties");
    out.member("command", run_.command);
    out.member("asOf", run_.as_of);
    out.end_object();
    out.wrap();
    out.begin_array("toolExecutionNotifications");
    for (const auto& notification : notifications_) out.literal(notification);
    for (std::size_t i = 0; i < std::min(end.notices.size(), most_notifications); ++i)
      out.literal(notification("note", in(end.notices[i], run_.norwegian), std::nullopt, nullptr));
    if (notifications_left_out_ > 0)
      out.literal(notification(
          "warning",
          fmt::format(fmt::runtime(run_.norwegian ? "… og {} varsler til" : "… and {} more notifications"),
                      grouped(notifications_left_out_)),
          std::nullopt, nullptr));
    out.end_array();
    out.end_object();
    out.end_array();
  }

  static void add_region(JsonOut& out, const Finding& finding, const SourceLines& lines) {
    const auto* line = lines.find(finding.line, finding.column);
    out.begin_object("region");
    out.member("startLine", finding.line);
    if (line != nullptr) {
      const auto mark = mark_of(finding, *line);
      const auto column = mark.column + line->first_column - 1;
      out.member("startColumn", column);
      out.member("endColumn", column + mark.length);
    } else {
      const auto column = std::max<std::uint32_t>(finding.column, 1);
      out.member("startColumn", column);
      out.member("endColumn", column + 1);
    }
    out.end_object();
    // The region around must be larger than the region: from the beginning of the line it is not. Its text
    // is the whole line, which may be the whole file.
    constexpr std::size_t longest_line = 1000;
    if (line == nullptr || !line->is_whole() || line->text.size() > longest_line || finding.column <= 1)
      return;
    out.begin_object("contextRegion");
    out.member("startLine", finding.line);
    add_text(out, "snippet", line->text);
    out.end_object();
  }

  /// "message": { "text": … }, and others of this form
  static void add_text(JsonOut& out, std::string_view name, std::string_view text) {
    out.begin_object(name);
    out.member("text", text);
    out.end_object();
  }

  static void add_location(JsonOut& out, std::size_t artifact, const std::string& file,
                           const Finding& finding, const SourceLines& lines) {
    out.begin_array("locations");
    out.begin_object();
    out.begin_object("physicalLocation");
    out.begin_object("artifactLocation");
    out.member("uri", text::uri_of(file));
    out.member("index", artifact);
    out.end_object();
    if (finding.line > 0) add_region(out, finding, lines);
    out.end_object();
    if (!finding.xpath.empty()) {
      out.begin_array("logicalLocations");
      out.begin_object();
      out.member("fullyQualifiedName", finding.xpath);
      out.member("kind", "element");
      out.end_object();
      out.end_array();
    }
    out.end_object();
    out.end_array();
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
    JsonOut out(true);
    out.begin_object(JsonOut::Line::airy);
    out.member("ruleId", finding.rule);
    out.member("ruleIndex", rule_index(finding));
    out.member("kind", failed ? "fail" : "open");
    out.member("level", failed ? level_of(finding.severity) : "none");
    add_text(out, "message", message);
    add_location(out, artifact, file.file, finding, file.lines);
    out.begin_object("partialFingerprints");
    out.member("cimgate/v1", judged.fingerprint);
    out.member("primaryLocationLineHash", judged.fingerprint);
    out.end_object();
    if (run_.baseline)
      out.member("baselineState", judged.standing.kind == Standing::Kind::known ? "unchanged" : "new");
    if (judged.standing.kind == Standing::Kind::suppressed ||
        judged.standing.kind == Standing::Kind::expected) {
      const auto& until = judged.standing.until;
      out.begin_array("suppressions");
      out.begin_object();
      out.member("kind", "external");
      out.member("status", "accepted");
      out.member("justification", judged.standing.reason + (until.empty() ? "" : " (until " + until + ")"));
      out.end_object();
      out.end_array();
    }
    add_properties(out, finding, judged);
    out.end_object();
    return {rank_of(judged), out.take_piece()};
  }

  static void add_properties(JsonOut& out, const Finding& finding, const JudgedFinding& judged) {
    out.begin_object("properties");
    out.member("stage", to_string(finding.stage));
    out.member("step", to_string(judged.step));
    report::add_text(out, "text", finding.text);
    if (!finding.advice.en.empty()) report::add_text(out, "advice", finding.advice);
    if (finding.code) add_code(out, *finding.code);
    if (!finding.source.ref.empty()) add_source(out, finding.source.status, finding.source.ref);
    out.end_object();
  }

  static std::string artifact_json(const JudgedFile& file) {
    JsonOut out(true);
    out.begin_object(JsonOut::Line::airy);
    out.begin_object("location");
    out.member("uri", text::uri_of(file.file));
    out.end_object();
    out.begin_array("roles");
    out.text("analysisTarget");
    out.end_array();
    out.begin_object("properties");
    out.member("verdict", to_string(file.verdict));
    out.member("message", file.message);
    out.begin_object("steps");
    for (const auto& step : file.steps) out.member(to_string(step.name), to_string(step.result));
    out.end_object();
    out.end_object();
    out.end_object();
    return out.take_piece();
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
    notifications_.push_back(notification(level, text, artifact,
                                          finding == nullptr ? nullptr : &rule_list_[rule_index(*finding)]));
  }

  std::string notification(std::string_view level, const std::string& text,
                           std::optional<std::size_t> artifact, const Finding* rule) const {
    JsonOut out(true);
    out.begin_object(JsonOut::Line::airy);
    out.member("level", level);
    add_text(out, "message", text);
    if (rule != nullptr) {
      out.begin_object("associatedRule");
      out.member("id", rule->rule);
      out.member("index", rules_.at(rule->rule));
      out.end_object();
    }
    if (artifact) {
      out.begin_array("locations");
      out.begin_object();
      out.begin_object("physicalLocation");
      out.begin_object("artifactLocation");
      out.member("index", *artifact);
      out.end_object();
      out.end_object();
      out.end_object();
      out.end_array();
    }
    out.end_object();
    return out.take_piece();
  }

  /// The texts of rules in one language; the driver has the language of the run, a translation the other.
  void add_rules(JsonOut& out, bool norwegian, bool full) const {
    out.begin_array("rules");
    for (const auto& finding : rule_list_) {
      const auto text = rule_text(run_, finding);
      out.begin_object(JsonOut::Line::airy);
      out.member("id", finding.rule);
      add_text(out, "shortDescription", in(text.title, norwegian));
      add_text(out, "fullDescription", in(text.title, norwegian));
      add_text(out, "help", in(text.help, norwegian));
      if (full) add_standing(out, finding);
      out.end_object();
    }
    out.end_array();
  }

  static void add_standing(JsonOut& out, const Finding& finding) {
    // The page that the rule is published on; else a name, by which `cimgate rules show` and /v1/rules
    // know it.
    const bool page =
        finding.source.ref.starts_with("https://") && finding.source.ref.find(' ') == std::string::npos;
    out.member("helpUri", page ? finding.source.ref : "urn:cimgate:rule:" + finding.rule);
    out.begin_object("defaultConfiguration");
    out.member("level", level_of(finding.severity));
    out.end_object();
    out.begin_object("properties");
    out.begin_array("tags");
    out.text(to_string(finding.stage));
    out.end_array();
    out.member("problem.severity",
               finding.severity == Severity::info ? "recommendation" : to_string(finding.severity));
    out.end_object();
  }

  void add_tool(JsonOut& out) const {
    const bool nb = run_.norwegian;
    out.begin_object("tool");
    out.begin_object("driver", JsonOut::Line::head);
    out.member("name", "cimgate");
    out.member("semanticVersion", run_.version);
    out.member("informationUri", "urn:cimgate:version:" + run_.version);
    out.member("language", language(nb));
    out.wrap();
    add_rules(out, nb, true);
    out.end_object();
    out.end_object();
    out.begin_array("translations");
    out.begin_object(JsonOut::Line::head);
    out.member("name", "cimgate");
    out.member("language", language(!nb));
    out.begin_array("contents");
    out.text("localizedData");
    out.end_array();
    out.wrap();
    add_rules(out, !nb, false);
    out.end_object();
    out.end_array();
  }

  const Run& run_;
  MostSevere<Result> results_{most_results};
  std::vector<std::string> artifacts_;
  std::map<std::string, std::size_t> rules_;
  std::vector<Finding> rule_list_;  ///< the first finding of each rule
  std::vector<std::string> notifications_;
  std::size_t notifications_told_ = 0;
  std::size_t notifications_left_out_ = 0;
};

}  // namespace

std::unique_ptr<Writer> make_sarif_writer(const Run& run) {
  return std::make_unique<SarifWriter>(run);
}

}  // namespace cimgate::report
