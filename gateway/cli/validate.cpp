#include <algorithm>

#include "gateway/cli/clock.hpp"
#include "gateway/cli/inputs.hpp"
#include "gateway/cli/judging.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/cli/streamed_input.hpp"
#include "gateway/cli/verbs.hpp"

namespace cimgate::cli {
namespace {

check::JudgedFile judge_input(const Gateway& gateway, const CommonOptions& common, const InputGroup& input,
                              const JudgingOptions& options, bool with_values) {
  if (is_streamed(input, gateway, with_values ? check::most_bytes_with_values : 0)) {
    auto source = open_streamed(input);
    if (!source) {
      tell_error(common, source.error());
      return check::unreadable(input.name, false);
    }
    // How long standard input is shows only when it is read.
    if (with_values && source->bytes == 0) {
      const auto text =
          whole_of(*source, std::min(check::most_bytes_with_values, options.validate.limits.bytes));
      if (!text) {
        tell_error(common, text.error());
        return check::unreadable(input.name, false);
      }
      if (*text) return check::judge(gateway, input.name, {**text}, {options.validate, {}, false, true});
    }
    BytesProgress progress(source->bytes, common.quiet);
    auto streaming = streaming_with(options.jobs, *source);
    streaming.progress = [&](std::size_t bytes) { progress.advance(bytes); };
    auto checked = gateway.validate(source->pull, options.validate, streaming);
    progress.clear();
    if (checked) {
      auto file = check::judged(input.name, std::move(*checked));
      file.values_left_out = with_values;
      return file;
    }
    tell_error(common, checked.error());
    return check::unreadable(input.name, false);
  }
  const auto bytes = read_group(input, options.validate.limits.bytes);
  if (!bytes) {
    tell_error(common, bytes.error());
    return check::unreadable(input.name, false);
  }
  return check::judge(gateway, input.name, *bytes, {options.validate, {}, false, with_values});
}

ExitStatus run_validate(const Gateway& gateway, const CommonOptions& common, JudgingOptions options) {
  if (!options.complete(gateway, common)) return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  report::Run run = make_run(common, "validate", gateway);
  run.as_of = options.as_of;
  run.fail_on = options.failing();
  run.by_rule = options.group == "rule";
  auto reports = Reports::open(run, common.format, options.reports);
  if (!reports) {
    tell_error(common, reports.error());
    return usage;
  }
  ExitStatus status = fine;
  report::RunEnd end;
  reports->begin();
  for (const auto& input : *inputs) {
    auto file = judge_input(gateway, common, input, options, reports->draw_values());
    check::settle(file, run.fail_on);
    status = worse(status, exit_status(check::status_of(file)));
    end.totals.add(file);
    reports->add(file);
  }
  end.ended = now_utc();
  end.exit_status = status;
  if (const auto written = reports->end(end); !written) {
    tell_error(common, written.error());
    status = worse(status, usage);
  }
  return status;
}

}  // namespace

void add_validate(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("validate", "Check messages: all findings, and one verdict per file");
  verb.belongs_to("Check and translate messages");
  verb.example("cimgate validate examples/RequestStartOfSupply/invalid/misspelt-element.xml",
               "Check one message with all rules that need only the message.");
  verb.example(
      "cimgate validate --market examples/takeover/market.yaml examples/takeover/104-new-supplier.xml",
      "Check contracts and deadlines, too, against what you know about the market.");
  verb.example("cimgate validate --report html=report.html examples/CollectedData",
               "Check a folder, and write a page about it.");
  auto options = std::make_shared<JudgingOptions>();
  verb.option("FILE", options->files, "Files, folders or patterns; - is standard input (default: -)");
  add_judging(verb, common, *options);
  verb.option("-j,--jobs", options->jobs, "Threads for a large input (default: one per core)")
      .between(0, 1024);
  add_watch(verb, common);
  verb.on_chosen([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    auto reads = options->files;
    reads.push_back(options->market);
    watch(common, std::move(reads), options->reports);
    run = [&common, options](const Gateway& gateway) { return run_validate(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
