#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <thread>

#include "gateway/cli/judging.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/work/folder_flow.hpp"
#include "gateway/work/worker.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string from, to, dead_letter;
  std::string form;  ///< "": the other side
  bool once = false;
  unsigned poll = 1;
  JudgingOptions judging;
  TranslateOptions translate;
};

/// The folder of "dir:FOLDER".
tl::expected<std::string, std::string> folder_of(const std::string& option, const std::string& place) {
  constexpr std::string_view scheme = "dir:";
  if (!place.starts_with(scheme) || place.size() == scheme.size())
    return tl::make_unexpected(fmt::format("{} {}: expected a folder, as dir:FOLDER", option, place));
  return place.substr(scheme.size());
}

tl::expected<work::Folders, std::string> folders_of(const Options& options) {
  work::Folders folders;
  const auto in = folder_of("--from", options.from);
  if (!in) return tl::make_unexpected(in.error());
  const auto out = folder_of("--to", options.to);
  if (!out) return tl::make_unexpected(out.error());
  folders.in = *in;
  folders.out = *out;
  folders.dead_letters = folders.in / "dead-letters";
  if (!options.dead_letter.empty()) {
    const auto dead = folder_of("--dead-letter", options.dead_letter);
    if (!dead) return tl::make_unexpected(dead.error());
    folders.dead_letters = *dead;
  }
  folders.most_bytes = options.translate.limits.bytes;
  return folders;
}

void tell(const CommonOptions& common, const work::Job& job, const work::Worked& worked) {
  if (common.quiet) return;
  for (const auto& output : worked.outputs)
    if (output.to == work::Output::To::result) print_text(fmt::format("{} → {}\n", job.name, output.name));
  if (worked.is_dead_letter)
    print_text(
        fmt::format(fmt::runtime(common.lang == "nb" ? "{}: avvist\n" : "{}: dead letter\n"), job.name));
}

ExitStatus run_work(const Gateway& gateway, const CommonOptions& common, Options options) {
  const auto folders = folders_of(options);
  if (!folders) {
    tell_error(common, folders.error());
    return usage;
  }
  if (!check_profile(gateway, common, options.translate.profile) ||
      !check_schema(gateway, common, options.translate.schema))
    return usage;
  options.judging.validate.limits = options.translate.limits;
  options.judging.validate.schema = options.translate.schema;
  if (!options.judging.complete(gateway, common)) return usage;
  if (options.form == "cim-json") options.translate.target = Target::cim_json;
  if (options.form == "cim-xml") options.translate.target = Target::cim_xml;
  if (options.form == "bim") options.translate.target = Target::bim;
  options.translate.validate = options.judging.validate;
  work::WorkOptions how;
  how.translate = options.translate;
  how.translated = options.form != "none";
  how.run = make_run(common, "validate", gateway);
  how.run.as_of = options.judging.as_of;
  const auto flow = work::FolderFlow::open(*folders);
  if (!flow) {
    tell_error(common, flow.error());
    return usage;
  }
  ExitStatus status = fine;
  for (;;) {
    const auto job = (*flow)->take();
    if (!job) {
      tell_error(common, job.error());
      return transport;
    }
    if (!*job) {
      if (options.once) return status;
      std::this_thread::sleep_for(std::chrono::seconds(options.poll));
      continue;
    }
    const auto worked = work::work_on(gateway, **job, how);
    if (const auto settled = (*flow)->settle(**job, worked.outputs); !settled) {
      tell_error(common, settled.error());
      return transport;
    }
    tell(common, **job, worked);
    if (worked.is_dead_letter) status = found;
  }
}

}  // namespace

void add_work(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("work", "Check and translate whatever arrives in a folder, into another");
  verb.belongs_to("Run in production");
  verb.example("cimgate work --once --from dir:build/work/in --to dir:build/work/out",
               "What is in the folder, once: for CI and timers.");
  verb.example(
      "cimgate work --once --translate none --from dir:build/work/in --to dir:build/work/valid "
      "--dead-letter dir:build/work/refused",
      "Let valid messages through as they are, and put the others aside with their findings.");
  auto options = std::make_shared<Options>();
  verb.option("--from", options->from, "Where messages arrive: dir:FOLDER").type("URL").required();
  verb.option("--to", options->to, "Where results go: dir:FOLDER").type("URL").required();
  verb.option("--dead-letter", options->dead_letter,
              "Where messages go that are not valid or cannot be translated, with their findings as JSON "
              "(default: "
              "dead-letters in the folder of --from)")
      .type("URL");
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
  verb.option("--poll", options->poll, "Seconds between two looks into an empty folder")
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
