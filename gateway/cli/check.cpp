#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "gateway/check/baseline.hpp"
#include "gateway/check/suppressions.hpp"
#include "gateway/cli/clock.hpp"
#include "gateway/cli/file_identity.hpp"
#include "gateway/cli/inputs.hpp"
#include "gateway/cli/judging.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/cli/project_file.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/cli/usage.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/parallel/in_order.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* usual_suppressions = "cimgate.suppressions.yaml";

struct CheckOptions {
  JudgingOptions judging;
  std::string to_profile;
  std::vector<std::string> suppressions;
  std::string baseline;
  std::string write_baseline;
  std::string usage_log;
  unsigned jobs = 0;
  bool progress = false;
};

std::string folder_of(const std::string& path) {
  return fs::path(path).parent_path().string();
}

/// What decides whether a finding counts.
struct Decisions {
  std::vector<check::Suppressions> suppressions;
  std::optional<check::Baseline> baseline;
  std::optional<check::BaselineWriter> writer;

  void settle(check::JudgedFile& file, check::FailOn fail_on) {
    for (auto& list : suppressions) list.suppress(file);
    if (baseline) baseline->apply(file);
    check::settle(file, fail_on);
    for (auto& list : suppressions) list.expect(file);
    if (writer) {
      writer->add(file);
      accept(file, fail_on);
    }
  }

  /// What goes into the new baseline is known from now on.
  void accept(check::JudgedFile& file, check::FailOn fail_on) const {
    for (auto& judged : file.findings)
      if (judged.counts() && judged.finding.outcome == Outcome::failed)
        judged.standing = {check::Standing::Kind::known, "baseline", {}};
    check::settle(file, fail_on);
  }

  std::vector<Text> notices() const {
    std::vector<Text> told;
    for (const auto& list : suppressions)
      for (auto& notice : list.notices()) told.push_back(std::move(notice));
    if (baseline)
      for (auto& notice : baseline->stale()) told.push_back(std::move(notice));
    return told;
  }
};

/// The file named by --suppress, else the one that lies in the current folder or in a folder to be checked.
std::vector<std::string> suppression_files(const CheckOptions& options) {
  if (!options.suppressions.empty()) return each_once(options.suppressions);
  std::vector<std::string> found;
  std::vector<fs::path> folders = {"."};
  for (const auto& path : options.judging.files) folders.emplace_back(path);
  std::set<std::string> seen;
  for (const auto& folder : folders) {
    std::error_code error;
    const auto file = (folder / usual_suppressions).lexically_normal();
    if (!fs::is_directory(folder, error) || !fs::is_regular_file(file, error)) continue;
    if (seen.insert(identity_of(file.string())).second) found.push_back(file.string());
  }
  return found;
}

tl::expected<std::string, std::string> read_text(const std::string& path) {
  constexpr std::size_t most = std::size_t{64} * 1024 * 1024;
  std::error_code error;
  if (fs::is_directory(path, error)) return tl::make_unexpected("'" + path + "' is a folder");
  const auto parts = read_group({path, {path}}, most);
  if (!parts) return tl::make_unexpected(parts.error());
  if (parts->front().size() > most) return tl::make_unexpected("'" + path + "' is too large");
  return parts->front();
}

tl::expected<Decisions, std::string> read_decisions(const CheckOptions& options, const std::string& day) {
  Decisions made;
  for (const auto& path : suppression_files(options)) {
    const auto text = read_text(path);
    if (!text) return tl::make_unexpected(text.error());
    auto list = check::Suppressions::parse(path, *text, folder_of(path), day);
    if (!list) return tl::make_unexpected(list.error());
    made.suppressions.push_back(std::move(*list));
  }
  if (!options.baseline.empty()) {
    const auto text = read_text(options.baseline);
    if (!text) return tl::make_unexpected(text.error());
    auto baseline = check::Baseline::parse(options.baseline, *text, folder_of(options.baseline));
    if (!baseline) return tl::make_unexpected(baseline.error());
    made.baseline = std::move(*baseline);
  }
  if (!options.write_baseline.empty()) made.writer.emplace(folder_of(options.write_baseline));
  return made;
}

check::JudgedFile judge_input(const Gateway& gateway, const InputGroup& input, const CheckOptions& options,
                              bool with_values) {
  const auto bytes = read_group(input, options.judging.validate.limits.bytes);
  if (!bytes) return check::unreadable(input.name, true);
  return check::judge(gateway, input.name, *bytes,
                      {options.judging.validate, options.to_profile, true, with_values});
}

unsigned threads_for(const CheckOptions& options) {
  return options.jobs > 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
}

tl::expected<void, std::string> finish(const CheckOptions& options, const Decisions& decisions,
                                       Reports& reports, const report::RunEnd& end) {
  if (const auto written = reports.end(end); !written) return written;
  if (decisions.writer) return write_file(options.write_baseline, decisions.writer->text());
  return {};
}

ExitStatus run_check(const Gateway& gateway, const CommonOptions& common, CheckOptions options) {
  if (!options.usage_log.empty())
    return run_usage(gateway, common, options.usage_log, options.judging.fail_on);
  auto& judging = options.judging;
  if (!judging.complete(gateway, common) || !check_profile(gateway, common, options.to_profile)) return usage;
  report::Run run = make_run(common, "check", gateway);
  run.as_of = judging.as_of;
  run.fail_on = judging.failing();
  run.by_rule = judging.group == "rule";
  run.baseline = !options.baseline.empty();
  const auto inputs = find_inputs(judging.files);
  auto decisions = read_decisions(options, judging.as_of.empty() ? run.day : judging.as_of);
  if (!inputs || !decisions) {
    tell_error(common, (inputs ? decisions.error() : inputs.error()));
    return usage;
  }
  auto reports = Reports::open(run, common.format, judging.reports);
  if (!reports) {
    tell_error(common, reports.error());
    return usage;
  }
  ExitStatus status = fine;
  report::RunEnd end;
  Progress progress(inputs->size(), options.progress || (!common.quiet && isatty(fileno(stderr)) != 0));
  reports->begin();
  parallel::in_order(
      inputs->size(), threads_for(options),
      [&](std::size_t i) { return judge_input(gateway, (*inputs)[i], options, reports->draw_values()); },
      [&](std::size_t, check::JudgedFile file) {
        decisions->settle(file, run.fail_on);
        status = worse(status, exit_status(check::status_of(file)));
        end.totals.add(file);
        progress.clear();
        if (file.unreadable) tell_error(common, "'" + file.file + "' cannot be read");
        reports->add(file);
        progress.advance(end.totals);
      });
  progress.clear();
  end.notices = decisions->notices();
  end.ended = now_utc();
  end.exit_status = status;
  if (!common.quiet)
    for (const auto& notice : end.notices) tell_error(common, (run.norwegian ? notice.nb : notice.en));
  if (const auto written = finish(options, *decisions, *reports, end); !written) {
    tell_error(common, written.error());
    return worse(status, usage);
  }
  return status;
}

}  // namespace

void add_check(Command& app, CommonOptions& common, Run& run) {
  auto verb =
      app.verb("check", "For CI: check every message in a folder, translate it, and translate it back");
  verb.belongs_to("Check and translate messages");
  verb.example("cimgate check examples/RequestStartOfSupply/valid",
               "Check, translate and translate back each message.");
  verb.example("cimgate check --report html=report.html --report junit=junit.xml --fail-on never examples",
               "The same for all folders below, with two reports, and never fail.");
  auto options = std::make_shared<CheckOptions>();
  auto paths =
      verb.option("PATH", options->judging.files,
                  fmt::format("Files, folders or patterns; - is standard input (default: what {} says)",
                              project_file_name));
  add_judging(verb, common, options->judging);
  verb.option("--to-profile", options->to_profile,
              "CIM profile to translate to, see cimgate schemas list (default: the market's first)")
      .type("PROFILE");
  auto known = verb.group("Known findings");
  known.option("--baseline", options->baseline, "Findings in this file are known: they do not fail")
      .type("FILE");
  known.option("--write-baseline", options->write_baseline, "Write today's findings as a baseline")
      .type("FILE");
  known
      .option(
          "--suppress", options->suppressions,
          fmt::format(
              "Exceptions, each with a reason and an expiry date (default: {} in the current folder and in "
              "the folders that are checked)",
              usual_suppressions))
      .type("FILE");
  verb.option("-j,--jobs", options->jobs, "Files at a time (default: one per core)").between(1, 1024);
  verb.option("--usage", options->usage_log,
              "Instead of paths: check a log of sent messages against the limits on queries")
      .type("LOG")
      .excludes(paths);
  verb.flag("--progress", options->progress, "Show progress, also when standard error is not a terminal");
  add_watch(verb, common);
  verb.on_chosen([&common, &run, options] {
    if (options->judging.files.empty() && options->usage_log.empty()) {
      // What the repository says for itself.
      std::error_code error;
      if (!fs::exists(project_file_name, error))
        throw UsageError(
            fmt::format("PATH is required, or {}: `cimgate init` writes one", project_file_name));
      auto project = read_project_file(project_file_name);
      if (!project) throw UsageError(project.error());
      options->judging.files = std::move(project->messages);
      if (options->judging.market.empty()) options->judging.market = std::move(project->market);
      if (options->baseline.empty() && options->write_baseline.empty())
        options->baseline = std::move(project->baseline);
      if (options->judging.validate.schema.empty() && !project->schema.empty()) {
        options->judging.validate.schema = std::move(project->schema);
        options->judging.validate.schema_is_configured = true;
      }
    }
    auto reads = options->judging.files;
    for (const auto& file : {options->judging.market, options->baseline, options->usage_log})
      reads.push_back(file);
    reads.insert(reads.end(), options->suppressions.begin(), options->suppressions.end());
    if (options->suppressions.empty()) reads.push_back(usual_suppressions);
    auto writes = options->judging.reports;
    writes.push_back(options->write_baseline);
    watch(common, std::move(reads), writes);
    run = [&common, options](const Gateway& gateway) { return run_check(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
