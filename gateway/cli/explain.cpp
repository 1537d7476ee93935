#include <fmt/format.h>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/report/explanation.hpp"
#include "gateway/report/findings_text.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  ExplainOptions explain;
};

/// There is no answer to give: nothing stands there, and nobody asked why not.
bool unanswered(const Explained& explained, const ExplainOptions& options) {
  if (options.why_not.empty()) return !options.path.empty() && explained.values.empty();
  return explained.values.empty() && explained.absences.empty();
}

ExitStatus status_of(const Explained& explained, const ExplainOptions& options) {
  if (explained.fault) return our_fault;
  const auto verdict = verdict_of(explained.findings);
  if (verdict == Verdict::undetermined) return undetermined;
  return verdict == Verdict::invalid || unanswered(explained, options) ? found : fine;
}

ExitStatus run_explain(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!check_profile(gateway, common, options.explain.profile) ||
      !check_schema(gateway, common, options.explain.schema))
    return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  const bool norwegian = common.lang == "nb";
  const report::ReasonWords words(*gateway.engine().store, norwegian);
  ExitStatus status = fine;
  std::string json;
  for (const auto& input : *inputs) {
    const auto bytes = read_group(input, options.explain.limits.bytes);
    if (!bytes) {
      tell_error(common, bytes.error());
      status = worse(status, usage);
      continue;
    }
    const auto explained = gateway.explain(*bytes, options.explain);
    status = worse(status, status_of(explained, options.explain));
    if (common.format == "json") {
      json += fmt::format("{}\n    {}", json.empty() ? "" : ",",
                          report::explanation_json(input.name, explained, words));
      continue;
    }
    print_text(report::explanation_text(
        input.name, explained,
        options.explain.why_not.empty() ? options.explain.path : options.explain.why_not, words));
    print_error_as_made(report::findings_text(input.name, explained.findings, explained.lines,
                                              {common.use_color(stderr), norwegian}));
  }
  if (common.format == "json") print_text(fmt::format("{{\n  \"files\": [{}\n  ]\n}}\n", json));
  return status;
}

}  // namespace

void add_explain(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("explain", "Show where each value of a translation comes from, and by which rule");
  verb.belongs_to("Check and translate messages");
  verb.example("cimgate explain examples/demo/change-of-supplier.xml",
               "Every value, with its place and rule.");
  verb.example("cimgate explain --path //mRID examples/demo/change-of-supplier.xml",
               "Only values of this name.");
  verb.example("cimgate explain --why-not //reason.code examples/demo/change-of-supplier.xml",
               "Why the result has no such value.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->files, "Files, folders or patterns; - is standard input (default: -)");
  verb.option("--path", options->explain.path,
              "Only the values at this path of the result or the input: /Root/Record[2]/mRID, Record/mRID or "
              "//mRID")
      .type("PATH");
  verb.option("--why-not", options->explain.why_not, "Why the result has no value at this path").type("PATH");
  verb.option("--schema", options->explain.schema, schema_help).type("SET");
  verb.option("--profile", options->explain.profile,
              "CIM profile: nmeg/0.1 or nmeg-no/0.1 (default: nmeg/0.1)")
      .type("PROFILE");
  verb.option("--message", options->explain.message,
              "Which BIM message the documents are, when there are several")
      .type("NAME");
  add_limits(verb, options->explain.limits);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    run = [&common, options](const Gateway& gateway) { return run_explain(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
