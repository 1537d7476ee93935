#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <ctime>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/findings_text.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string level = "message";
  std::string as_of;
  std::string fail_on = "error";
  ValidateOptions validate;
};

/// The day it is, for reports: only the fronts read the clock.
std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

ExitStatus status_of(const Checked& checked, const std::string& fail_on) {
  bool failed = false;
  bool open = checked.verdict == Verdict::undetermined;
  for (const auto& finding : checked.findings) {
    open = open || finding.outcome == Outcome::undetermined;
    if (finding.outcome == Outcome::undetermined || fail_on == "never") continue;
    failed = failed || finding.severity == Severity::error ||
             (fail_on == "warning" && finding.severity == Severity::warning);
  }
  return failed ? found : open ? undetermined : fine;
}

ExitStatus run_validate(const Gateway& gateway, const CommonOptions& common, Options options) {
  if (options.level == "schema") options.validate.level = Level::schema;
  if (options.level == "codes") options.validate.level = Level::codes;
  if (options.level == "market") options.validate.level = Level::market;
  if (!check_profile(gateway, options.validate.profile)) return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    print_error("cimgate: " + inputs.error() + "\n");
    return usage;
  }
  const bool norwegian = common.lang == "nb";
  const report::TextStyle style{common.use_color(stdout), norwegian};
  ExitStatus status = fine;
  std::vector<std::pair<std::string, Checked>> checks;
  for (const auto& input : *inputs) {
    const auto bytes = read_group(input, options.validate.limits.bytes);
    if (!bytes) {
      print_error("cimgate: " + bytes.error() + "\n");
      status = worse(status, usage);
      continue;
    }
    auto checked = gateway.validate(*bytes, options.validate);
    const std::string name = input.name;
    status = worse(status, status_of(checked, options.fail_on));
    if (common.format == "json") {
      checks.emplace_back(name, std::move(checked));
    } else if (common.format == "ndjson") {
      print(report::check_ndjson(name, checked, norwegian));
    } else {
      if (!common.quiet) print(report::findings_text(name, checked.findings, checked.lines, style));
      print(report::verdict_line(name, checked, style));
    }
  }
  if (common.format == "json")
    print(report::checks_json(checks, options.as_of.empty() ? today() : options.as_of, norwegian));
  return status;
}

}  // namespace

void add_validate(CLI::App& app, CommonOptions& common, Run& run) {
  auto* verb = app.add_subcommand("validate", "All findings and one verdict a file");
  auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->files, "Files, folders, patterns; - is standard input (default)");
  verb->add_option("--level", options->level,
                   "How far: schema, codes, message or market; each includes those before")
      ->check(CLI::IsMember({"schema", "codes", "message", "market"}))
      ->capture_default_str();
  verb->add_option("--profile", options->validate.profile,
                   "Of CIM documents: nmeg/0.1 or nmeg-no/0.1 (default: the one they are valid in)");
  verb->add_option("--as-of", options->as_of, "The day whose rules and facts count (YYYY-MM-DD)")
      ->check([](const std::string& text) {
        const bool ok = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                        text.find_first_not_of("0123456789-") == std::string::npos;
        return ok ? std::string() : "expected a day as YYYY-MM-DD";
      });
  verb->add_option("--fail-on", options->fail_on,
                   "Exit status 1 from this severity on: error, warning or never")
      ->check(CLI::IsMember({"error", "warning", "never"}))
      ->capture_default_str();
  add_limits(*verb, options->validate.limits);
  add_format(*verb, common, {"text", "json", "ndjson"});
  verb->callback([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    run = [&common, options](const Gateway& gateway) { return run_validate(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
