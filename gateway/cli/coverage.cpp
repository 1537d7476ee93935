#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "gateway/cli/options.hpp"
#include "gateway/mapping/nearest_name.hpp"
#include "gateway/report/coverage_report.hpp"

namespace cimgate::cli {
namespace {

struct CoverageOptions {
  std::vector<std::string> messages;
  std::vector<std::string> profiles;
};

ExitStatus run_coverage(const Engine& engine, const CommonOptions& common, CoverageOptions options) {
  const auto& translator = *engine.translator;
  std::vector<std::string> names;
  for (const auto& def : translator.files().mappings) names.push_back(def.message);
  if (options.messages.empty()) options.messages = names;
  if (options.profiles.empty()) options.profiles = translator.profiles();
  std::vector<mapping::Coverage> all;
  bool holes = false;
  for (const auto& message : options.messages) {
    if (translator.find(message) == nullptr) {
      print_error(
          fmt::format("there is no mapping for '{}'{}\n", message, mapping::did_you_mean(message, names)));
      return usage;
    }
    for (const auto& profile : options.profiles) {
      const auto plan = translator.plan(message, profile);
      if (!plan) {
        for (const auto& error : plan.error()) print_error(to_string(error) + "\n");
        return usage;
      }
      for (auto& coverage : mapping::coverage_of(**plan)) {
        for (const auto& problem : coverage.problems) print_error(to_string(problem) + "\n");
        holes = holes || !coverage.problems.empty();
        all.push_back(std::move(coverage));
      }
    }
  }
  if (common.format == "json")
    print(report::coverage_json(all));
  else if (common.format == "markdown")
    print(report::coverage_markdown(all));
  else
    print(common.verbose ? report::coverage_details(all) : report::coverage_summary(all));
  return holes ? found : fine;
}

}  // namespace

void add_coverage(CLI::App& app, CommonOptions& common, Run& run) {
  auto* verb = app.add_subcommand(
      "coverage",
      "The proof: what becomes of every element and code, in both directions (-v: element by element)");
  auto options = std::make_shared<CoverageOptions>();
  verb->add_option("MESSAGE", options->messages, "Messages such as RequestStartOfSupply (default: all)");
  verb->add_option("--profile", options->profiles, "nmeg/0.1 or nmeg-no/0.1 (default: both)")
      ->allow_extra_args(false);
  add_format(*verb, common, {"text", "json", "markdown"});
  verb->callback([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) {
      return run_coverage(gateway.engine(), common, *options);
    };
  });
}

}  // namespace cimgate::cli
