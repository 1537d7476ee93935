#include <fmt/format.h>

#include "gateway/cli/options.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/report/coverage_report.hpp"
#include "gateway/report/listings.hpp"

namespace cimgate::cli {
namespace {

struct CoverageOptions {
  std::vector<std::string> messages;
  std::vector<std::string> profiles;
  std::string schema;
};

ExitStatus run_coverage(const Gateway& gateway, const CommonOptions& common, CoverageOptions options) {
  const auto& engine = gateway.engine();
  const auto* set = options.schema.empty() ? nullptr : find_set(gateway, common, options.schema);
  if (set == nullptr && !options.schema.empty()) return usage;
  const bool everything = options.messages.empty() && set == nullptr;
  const auto all = report::coverage_of(engine, std::move(options.messages), options.profiles, set);
  if (!all) {
    for (const auto& error : all.error()) tell_error(common, error);
    return usage;
  }
  const report::ReasonWords words(*engine.store, common.lang == "nb");
  bool holes = false;
  for (const auto& coverage : *all) {
    for (const auto& problem : coverage.problems) print_error(to_string(problem) + "\n");
    holes = holes || !coverage.problems.empty();
  }
  if (everything)
    for (const auto& id : report::sets_without_mappings(engine)) {
      print_error(fmt::format("{}: there are no mappings of its messages\n", id));
      holes = true;
    }
  if (common.format == "json")
    print_text(report::coverage_json(*all, words));
  else if (common.format == "markdown")
    print_text(report::coverage_markdown(*all, words));
  else
    print_text(common.verbose ? report::coverage_details(*all, words)
                              : report::coverage_summary(*all, words));
  return holes ? found : fine;
}

}  // namespace

void add_coverage(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("coverage",
                       "Show what becomes of every element and code, in both directions (-v: one by one)");
  verb.belongs_to("Look things up");
  verb.example("cimgate coverage", "One line per message and profile.");
  verb.example("cimgate coverage -v --profile nmeg/0.1 ConfirmStartOfSupply", "Each element, with its rule.");
  auto options = std::make_shared<CoverageOptions>();
  verb.option("MESSAGE", options->messages, "Messages such as RequestStartOfSupply (default: all)");
  verb.option("--profile", options->profiles, "CIM profile, see cimgate schemas list (default: all)")
      .type("PROFILE");
  add_format(verb, common, {"text", "json", "markdown"});
  verb.option("--schema", options->schema,
              "The version of the messages, such as elhub/2.4.1 (default: the one that the mappings are "
              "written for)");
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_coverage(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
