#include <fmt/format.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "gateway/cli/configured.hpp"
#include "gateway/cli/judging.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/cli/services/work_places.hpp"
#include "gateway/work/worker.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  WorkPlaces places;
  std::string config;
  std::string form;  ///< "": the other side
  bool once = false;
  unsigned poll = 1;
  JudgingOptions judging;
  TranslateOptions translate;
};

/// What became of a message, said when it is settled.
struct Told {
  std::string line;
  bool is_dead_letter = false;
};

Told told(const CommonOptions& common, const work::Job& job, const work::Worked& worked) {
  if (worked.is_dead_letter)
    return {fmt::format(fmt::runtime(common.lang == "nb" ? "{}: avvist\n" : "{}: dead letter\n"), job.name),
            true};
  std::string line;
  for (const auto& output : worked.outputs) line += fmt::format("{} → {}\n", job.name, output.name);
  return {line, false};
}

/// Whether to go on after an error: a flow that recovers is asked again, when somebody waits for it.
bool goes_on(const CommonOptions& common, const Options& options, const work::Flow& flow,
             const std::string& error) {
  tell_error(common, error);
  if (options.once || !flow.recovers()) return false;
  std::this_thread::sleep_for(std::chrono::seconds(options.poll));
  return true;
}

ExitStatus work_off(const Gateway& gateway, const CommonOptions& common, const Options& options,
                    const work::WorkOptions& how, work::Flow& flow) {
  ExitStatus status = fine;
  std::vector<Told> waiting;
  const auto tell = [&] {
    for (const auto& one : waiting) {
      if (!common.quiet) print_text(one.line);
      if (one.is_dead_letter) status = found;
    }
    waiting.clear();
  };
  for (;;) {
    const auto job = flow.take();
    if (!job) {
      waiting.clear();
      if (goes_on(common, options, flow, job.error())) continue;
      return transport;
    }
    if (!flow.gathers()) tell();
    if (!*job) {
      if (options.once) return status;
      if (is_polled(options.places)) std::this_thread::sleep_for(std::chrono::seconds(options.poll));
      continue;
    }
    const auto worked = work::work_on(gateway, **job, how);
    waiting.push_back(told(common, **job, worked));
    if (const auto settled = flow.settle(**job, worked.outputs); !settled) {
      waiting.clear();
      if (goes_on(common, options, flow, settled.error())) continue;
      return transport;
    }
    if (!flow.gathers()) tell();
  }
}

ExitStatus run_work(const Gateway& gateway, const CommonOptions& common, Options options) {
  if (!check_profile(gateway, common, options.translate.profile) ||
      !check_schema(gateway, common, options.translate.schema))
    return usage;
  options.judging.validate.limits = options.translate.limits;
  options.judging.validate.schema = options.translate.schema;
  if (!options.judging.complete(gateway, common)) return usage;
  options.translate.files = false;
  if (options.form == "cim-json") options.translate.target = Target::cim_json;
  if (options.form == "cim-xml") options.translate.target = Target::cim_xml;
  if (options.form == "bim") options.translate.target = Target::bim;
  options.translate.validate = options.judging.validate;
  work::WorkOptions how;
  how.translate = options.translate;
  how.translated = options.form != "none";
  how.run = make_run(common, "validate", gateway);
  how.run.as_of = options.judging.as_of;
  const auto flow = open_flow(options.places, options.translate.limits.bytes, options.poll);
  if (!flow) {
    tell_error(common, flow.error());
    return usage;
  }
  return work_off(gateway, common, options, how, **flow);
}

}  // namespace

void add_work(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("work", "Check and translate whatever arrives in a folder or at a broker");
  verb.belongs_to("Run in production");
  verb.example("cimgate work --once --from dir:build/work/in --to dir:build/work/out",
               "What is in the folder, once: for CI and timers.");
  verb.example(
      "cimgate work --once --translate none --from dir:build/work/in --to dir:build/work/valid "
      "--dead-letter dir:build/work/refused",
      "Let valid messages through as they are, and put the others aside with their findings.");
  auto options = std::make_shared<Options>();
  add_configuration(verb, options->config);
  add_places(verb, options->places);
  verb.option("--translate", options->form,
              "What becomes of a message: cim-json, cim-xml, bim, or none to hand it on as it is (default: "
              "cim-json from "
              "BIM, bim from CIM)")
      .one_of({"cim-json", "cim-xml", "bim", "none"})
      .type("FORMAT");
  verb.option("--profile", options->translate.profile,
              "CIM profile, see cimgate schemas list (default: the market's first)")
      .type("PROFILE");
  verb.option("--schema", options->translate.schema, schema_help).type("SET");
  verb.flag("--once", options->once, "End when there is no message left");
  verb.option("--poll", options->poll,
              "Seconds between two looks into an empty folder, or that a message of a broker is waited for")
      .between(1, 3600)
      .type("N")
      .show_default();
  auto checks = verb.group("What is checked");
  checks
      .option("--level", options->judging.level,
              "schema, codes, message or market (default: message, or market when --market is given)")
      .one_of({"schema", "codes", "message", "market"});
  add_market_and_day(checks, options->judging);
  add_limits(verb, options->translate.limits);
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_work(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
