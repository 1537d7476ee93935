#include <string>
#include <utility>

#include "gateway/check/status.hpp"
#include "gateway/cli/explain_refusal.hpp"
#include "gateway/cli/inputs.hpp"
#include "gateway/cli/judging.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/engine/explaining.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/explanation.hpp"
#include "gateway/report/findings_text.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  ExplainOptions explain;
  RefusalOptions refusal;
};

ExitStatus run_explain(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!check_profile(gateway, common, options.explain.profile) ||
      !check_schema(gateway, common, options.explain.schema))
    return usage;
  if (options.refusal.asked)
    return explain_refusal(gateway, common, options.files, options.explain, options.refusal);
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  const bool norwegian = common.lang == "nb";
  const report::ReasonWords words(*gateway.engine().store, norwegian);
  ExitStatus status = fine;
  const bool json = common.format == "json";
  json::JsonOut files(true);
  files.begin_object();
  files.begin_array("files");
  for (const auto& input : *inputs) {
    const auto bytes = read_group(input, options.explain.limits.bytes);
    if (!bytes) {
      tell_error(common, bytes.error());
      status = worse(status, usage);
      continue;
    }
    bool has_values = false;
    ExplanationSink sink;
    if (json)
      sink.begin = [&](const Explained& head) {
        files.literal(report::explanation_json_begin(input.name, head));
        print_text(files.take_piece());
      };
    sink.value = [&](const ExplainedValue& value) {
      const char* const between = !std::exchange(has_values, true) ? "" : json ? "," : "\n";
      print_text(between + (json ? report::explained_value_json(value, words)
                                 : report::explained_value_text(value, words)));
    };
    const auto explained = explain_into(gateway.engine(), *bytes, options.explain, sink);
    status = worse(status, exit_status(check::status_of(explained, has_values, options.explain)));
    if (json) {
      print_text(report::explanation_json_end(explained, has_values, words));
      continue;
    }
    print_text(report::explanation_text_end(
        input.name, explained, has_values,
        options.explain.why_not.empty() ? options.explain.path : options.explain.why_not, words));
    print_error_as_made(report::findings_text(input.name, explained.findings, explained.lines,
                                              {common.use_color(stderr), norwegian}));
  }
  files.end_array();
  files.end_object();
  if (json) print_text(std::move(files).take());
  return status;
}

}  // namespace

void add_explain(Command& app, CommonOptions& common, Run& run) {
  auto verb =
      app.verb("explain", "Show where each value of a translation comes from, or why a message was refused");
  verb.belongs_to("Check and translate messages");
  verb.example("cimgate explain examples/demo/change-of-supplier.xml",
               "Every value, with its place and rule.");
  verb.example("cimgate explain --path //mRID examples/demo/change-of-supplier.xml",
               "Only values of this name.");
  verb.example("cimgate explain --why-not //reason.code examples/demo/change-of-supplier.xml",
               "Why the result has no such value.");
  verb.example(
      "cimgate explain --refusal examples/consent/101-refused.xml --request "
      "examples/consent/101-used-grant.xml "
      "--market examples/consent/market.yaml --as-of 2026-12-01",
      "Why a message was refused: the rules behind the reason codes of the answer.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->files, "Files, folders or patterns; - is standard input (default: -)");
  verb.option("--path", options->explain.path,
              "Only the values at this path of the result or the input: /Root/Record[2]/mRID, Record/mRID or "
              "//mRID")
      .type("PATH");
  verb.option("--why-not", options->explain.why_not, "Why the result has no value at this path").type("PATH");
  verb.option("--schema", options->explain.schema, schema_help).type("SET");
  verb.option("--profile", options->explain.profile,
              "CIM profile, see cimgate schemas list (default: the market's first)")
      .type("PROFILE");
  verb.option("--message", options->explain.message,
              "Which BIM message the documents are, when there are several")
      .type("NAME");
  add_refusal(verb, options->refusal);
  add_limits(verb, options->explain.limits);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    const auto& refusal = options->refusal;
    const bool of_refusal =
        !refusal.request.empty() || !refusal.judging.market.empty() || !refusal.judging.as_of.empty();
    if (of_refusal && !refusal.asked) throw UsageError("--request, --market and --as-of belong to --refusal");
    if (refusal.request.empty() && of_refusal) throw UsageError("--market and --as-of need --request");
    if (refusal.asked && (!options->explain.path.empty() || !options->explain.why_not.empty()))
      throw UsageError("--refusal explains reason codes: without --path and --why-not");
    if (options->files.empty()) options->files = {"-"};
    run = [&common, options](const Gateway& gateway) { return run_explain(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
