#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "gateway/cli/mistakes.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/json/out.hpp"
#include "gateway/mapping/coverage.hpp"
#include "gateway/mapping/table_tests.hpp"
#include "gateway/scenario/pack_file.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

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
      for (const auto& profile : engine.translator->profiles_of(def)) {
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

/// A path may be one from elsewhere to a file or to a folder of the data, or a part of a name.
bool concerns(const std::string& path, const std::string& file) {
  if (file.find(path) != std::string::npos) return true;
  const auto normal = '/' + (fs::path(path) / "").lexically_normal().parent_path().generic_string();
  for (fs::path part = file; !part.empty(); part = part.parent_path())
    if (normal.ends_with('/' + part.generic_string())) return true;
  return false;
}

/// The files below a path that is on the disk; none when there is no such path.
std::vector<fs::path> files_on_disk(const std::string& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return {path};
  std::vector<fs::path> found;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error))
    // The tests of mappings stand beside them.
    if (const auto name = at->path().filename().string();
        name.ends_with(".yaml") && !name.ends_with(".test.yaml") && at->is_regular_file(error))
      found.push_back(at->path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// True when the data have the file as it is on the disk.
bool is_checked(const Engine& engine, const std::vector<std::string>& files, const fs::path& path) {
  const auto name = '/' + path.lexically_normal().generic_string();
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    if (!name.ends_with('/' + file)) return false;
    const auto kept = engine.store->read(file);
    return kept && *kept == text_of(path);
  });
}

/// The first path that concerns no file of the data, with what to say about it; nothing when all do.
std::string unknown_path(const Engine& engine, const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const char* folder : {"mappings", "rules", "scenarios"})
    for (auto& file : engine.store->list(folder)) files.push_back(std::move(file));
  for (const auto& path : paths) {
    // What is checked are the data in force: nothing is known of another file, whatever its name is.
    const auto on_disk = files_on_disk(path);
    const auto other = std::find_if(on_disk.begin(), on_disk.end(),
                                    [&](const fs::path& file) { return !is_checked(engine, files, file); });
    if (other != on_disk.end())
      return fmt::format(
          "'{}' is not among the files that are checked, or differs from them: --data FOLDER checks a "
          "folder "
          "of your own",
          other->generic_string());
    const bool is_empty = on_disk.empty() && fs::exists(path);
    if (is_empty ||
        std::none_of(files.begin(), files.end(), [&](const auto& file) { return concerns(path, file); }))
      return fmt::format("'{}' is not a mapping, code, rule or scenario file{}", path,
                         text::did_you_mean(path, files));
  }
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
