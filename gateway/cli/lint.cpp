#include <fmt/format.h>

#include <set>

#include "gateway/cli/mistakes.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/json/out.hpp"
#include "gateway/mapping/coverage.hpp"
#include "gateway/mapping/table_tests.hpp"
#include "gateway/scenario/pack_file.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

/// Mistakes of the words and packs in scenarios/, when the data folder has some.
void add_scenarios(const Engine& engine, std::vector<yaml::Mistake>& faults) {
  if (engine.store->list("scenarios").empty()) return;
  const auto words = scenario::Words::read(*engine.store);
  if (!words) {
    faults.push_back({{"scenarios/words.yaml", 1, 1}, words.error()});
    return;
  }
  for (const auto& file : scenario::built_in_packs(*engine.store)) {
    const auto read = scenario::read_built_in_pack(engine, *words, file);
    faults.insert(faults.end(), read.faults.begin(), read.faults.end());
  }
}

/// All mistakes of all mapping, code, rule and scenario files, each once, by place.
std::vector<yaml::Mistake> lint(const Engine& engine) {
  std::vector<yaml::Mistake> found = engine.translator->errors();
  for (const auto& def : engine.translator->files().mappings)
    for (const auto* set : engine.translator->sets_of(def))
      for (const auto& profile : engine.translator->profiles()) {
        const auto plan = engine.translator->plan(*set, def.message, profile);
        if (!plan) {
          found.insert(found.end(), plan.error().begin(), plan.error().end());
          continue;
        }
        for (const auto& coverage : mapping::coverage_of(**plan))
          for (auto problem : coverage.problems) {
            problem.text += fmt::format(" [{} {}, {}, {}]", coverage.message, coverage.variant, set->id,
                                        coverage.profile);
            found.push_back(std::move(problem));
          }
      }
  auto tests = mapping::run_table_tests(*engine.store, *engine.catalog, *engine.translator);
  std::move(tests.failures.begin(), tests.failures.end(), std::back_inserter(found));
  auto faults = engine.rules().faults();
  std::move(faults.begin(), faults.end(), std::back_inserter(found));
  add_scenarios(engine, found);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.place < b.place; });
  std::set<yaml::Mistake> seen;
  std::erase_if(found, [&](const yaml::Mistake& e) { return !seen.insert(e).second; });
  return found;
}

/// A path may be one from elsewhere to a file, or a part of a name.
bool concerns(const std::string& path, const std::string& file) {
  return path.ends_with(file) || file.find(path) != std::string::npos;
}

/// The first path that concerns no file of the data, with what to say about it; nothing when all do.
std::string unknown_path(const Engine& engine, const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const char* folder : {"mappings", "rules", "scenarios"})
    for (auto& file : engine.store->list(folder)) files.push_back(std::move(file));
  for (const auto& path : paths)
    if (std::none_of(files.begin(), files.end(), [&](const auto& file) { return concerns(path, file); }))
      return fmt::format("'{}' is none of the mapping, code, rule and scenario files{}", path,
                         text::did_you_mean(path, files));
  return {};
}

ExitStatus run_lint(const Engine& engine, const CommonOptions& common,
                    const std::vector<std::string>& paths) {
  if (const auto unknown = unknown_path(engine, paths); !unknown.empty()) {
    tell_error(common, unknown);
    return usage;
  }
  auto found = lint(engine);
  if (!paths.empty())
    std::erase_if(found, [&](const yaml::Mistake& e) {
      return std::none_of(paths.begin(), paths.end(),
                          [&](const std::string& path) { return concerns(path, e.place.file); });
    });
  if (common.format == "json") {
    json::JsonOut out(true);
    out.begin_object();
    append_problems(found, out);
    out.end_object();
    print_text(std::move(out).take());
  } else {
    for (const auto& problem : found) print_text(to_string(problem) + "\n");
    if (!common.quiet)
      print_error(found.empty()
                      ? fmt::format("{} mappings, {} code tables, {} rules and {} scenarios: nothing wrong\n",
                                    engine.translator->files().mappings.size(),
                                    engine.translator->files().codes.size(), engine.rules().rules().size(),
                                    scenario::built_in_packs(*engine.store).size())
                      : fmt::format("{} problems\n", found.size()));
  }
  return found.empty() ? fine : ExitStatus::found;
}

}  // namespace

void add_lint(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("lint", "Check mapping, code, rule and scenario files against the schemas");
  verb.belongs_to("Set up, and work on cimgate");
  verb.example("cimgate lint", "Check all files.");
  verb.example("cimgate lint --data . --watch rules/market",
               "Check the rules you are editing, each time you save.");
  auto paths = std::make_shared<std::vector<std::string>>();
  verb.option("PATH", *paths, "Show only what concerns these files");
  add_watch(verb, common);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, paths] {
    if (common.watch && common.data.empty())
      throw UsageError("--watch needs --data FOLDER: the built-in files do not change");
    watch(common, {}, {});
    run = [&common, paths](const Gateway& gateway) { return run_lint(gateway.engine(), common, *paths); };
  });
}

}  // namespace cimgate::cli
