#include <fmt/format.h>

#include <chrono>

#include "gateway/cli/clock.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/cli/services/packs.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/scenario/built_in_hub.hpp"
#include "gateway/scenario/rehearsal.hpp"
#include "gateway/scenario/reports.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::vector<std::string> packs;
  std::string against;
  std::string by = "both";
  std::string seed;
  std::vector<std::string> reports;
};

struct ReportFile {
  const scenario::ReportRow* kind;
  std::string path;
};

tl::expected<std::vector<ReportFile>, std::string> report_files(const std::vector<std::string>& arguments) {
  std::vector<ReportFile> files;
  const auto names = scenario::report_names();
  for (const auto& argument : arguments) {
    const auto equals = argument.find('=');
    const auto name = argument.substr(0, equals);
    const auto* kind = scenario::report_named(name);
    if (kind == nullptr)
      return tl::make_unexpected(fmt::format("--report {}: unknown kind '{}'{} expected one of: {}", argument,
                                             name, text::did_you_mean(name, names), fmt::join(names, ", ")));
    if (equals == std::string::npos || equals + 1 == argument.size())
      return tl::make_unexpected(fmt::format("--report {}: where to? Write {}=PATH", argument, name));
    files.push_back({kind, argument.substr(equals + 1)});
  }
  return files;
}

/// Against a running system a seed of its own keeps message ids apart from those of earlier runs.
scenario::RehearseOptions rehearse_options(const Options& options) {
  scenario::RehearseOptions rehearse;
  if (options.by != "both") rehearse.by = {options.by};
  rehearse.fresh = options.against.empty();
  rehearse.seed = options.seed.empty() && !rehearse.fresh ? now_utc() : options.seed;
  if (const auto now = schema::parse_date_time(now_utc())) rehearse.now = now->seconds;
  return rehearse;
}

tl::expected<std::vector<scenario::ReadPack>, std::string> packs_to_play(const Engine& engine,
                                                                         const scenario::Words& words,
                                                                         const Options& options) {
  auto packs = find_packs(engine, words, options.packs);
  // A running system speaks one version, most likely that which is in force.
  if (packs && !options.against.empty() && options.packs.empty())
    std::erase_if(*packs, [](const scenario::ReadPack& read) { return !read.pack.schema.empty(); });
  return packs;
}

ExitStatus run_rehearse(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  const auto words = scenario::Words::read(*gateway.engine().store);
  const auto packs =
      words ? packs_to_play(gateway.engine(), *words, options)
            : tl::expected<std::vector<scenario::ReadPack>, std::string>(tl::make_unexpected(words.error()));
  const auto reports = report_files(options.reports);
  for (const auto* error : {words ? nullptr : &words.error(), words && !packs ? &packs.error() : nullptr,
                            reports ? nullptr : &reports.error()})
    if (error != nullptr) {
      tell_error(common, *error);
      return usage;
    }
  bool broken = false;
  for (const auto& pack : *packs)
    for (const auto& fault : pack.faults) {
      print_error(to_string(fault) + "\n");
      broken = true;
    }
  if (broken) return usage;

  const auto rehearse = rehearse_options(options);
  const auto open = options.against.empty() ? scenario::built_in_hub(gateway)
                                            : scenario::OpenSystem([&](const std::string&) {
                                                return scenario::http_exchange(options.against);
                                              });
  std::vector<scenario::Rehearsal> rehearsals;
  ExitStatus status = fine;
  bool transport_failed = false;
  for (const auto& pack : *packs) {
    auto rehearsal = scenario::rehearse(gateway, *words, pack.pack, open, rehearse);
    if (!rehearsal) {
      tell_error(common, rehearsal.error());
      return usage;
    }
    const auto outcome = rehearsal->outcome();
    if (outcome != scenario::Outcome::passed)
      status = worse(status, outcome == scenario::Outcome::failed ? ExitStatus::found : undetermined);
    transport_failed = transport_failed || rehearsal->transport_failed();
    rehearsals.push_back(std::move(*rehearsal));
    if (transport_failed) break;  // nobody is there; the others would only say so again
  }
  if (transport_failed) status = ExitStatus::transport;

  scenario::ReportStyle style{common.lang == "nb", common.use_color(stdout),
                              common.verbose || packs->size() == 1, now_utc()};
  if (common.quiet) style.all_steps = false;
  print(scenario::report_named(common.format)->write(rehearsals, style));
  style.color = false;
  style.all_steps = true;
  for (const auto& report : *reports)
    if (const auto done = write_file(report.path, report.kind->write(rehearsals, style)); !done) {
      tell_error(common, done.error());
      return usage;
    }
  return status;
}

}  // namespace

void add_rehearse(Command& app, CommonOptions& common, Run& run) {
  auto verb =
      app.verb("rehearse",
               "Run scenarios against the test hub or another system: who sends what, and what must follow");
  verb.belongs_to("Test your system");
  verb.example("cimgate rehearse BRS-101-first-day", "Run one built-in scenario, over SOAP and over CIM.");
  verb.example("cimgate rehearse --by soap --report html=scenarios.html",
               "Run all over SOAP, and write a page about them.");
  verb.example("cimgate rehearse --against http://127.0.0.1:8080 --by cim BRS-101-first-day",
               "Run it against a system that is running.");
  auto options = std::make_shared<Options>();
  verb.option("SCENARIO", options->packs,
              "Names of built-in scenarios, files or folders (default: all built-in ones)");
  verb.option("--against", options->against,
              "A running system, such as http://127.0.0.1:8080 (default: the built-in test hub)")
      .type("URL");
  verb.option("--by", options->by,
              "Send SOAP as Elhub takes it, CIM over REST, or first the one and then the other")
      .one_of({"soap", "cim", "both"})
      .show_default();
  verb.option("--seed", options->seed, "Message ids are made from it (default: the time, with --against)");
  add_watch(verb, common);
  verb.option("--report", options->reports,
              "Write a report to a file, too; KIND as in --format; may be repeated")
      .type("KIND=PATH");
  add_format(verb, common, scenario::report_names());
  verb.on_chosen([&common, &run, options] {
    if (common.watch && options->packs.empty() && common.data.empty())
      throw UsageError("--watch needs scenario files, or --data FOLDER: the built-in files do not change");
    watch(common, options->packs, options->reports);
    run = [&common, options](const Gateway& gateway) { return run_rehearse(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
