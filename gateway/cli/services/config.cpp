#include <algorithm>

#include "gateway/cli/configured.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/configuration/show.hpp"

/// `cimgate config`: what is configured, and where it comes from.
namespace cimgate::cli {
namespace {

struct Options {
  std::string file;
  std::string verb;
  bool origin = false;
};

ExitStatus show(const CLI::App& app, const CommonOptions& common, const Options& options) {
  const auto sections = configurable(app);
  const auto file = configuration_file(options.file);
  std::string out;
  for (const auto& section : sections) {
    const auto settings = settings_of(sections, section, file);
    if (!settings) {
      tell_error(common, settings.error());
      return usage;
    }
    if (options.verb.empty() || options.verb == section.verb)
      out += configuration::shown(section, *settings, options.origin);
  }
  print_text(out);
  return fine;
}

}  // namespace

void add_config(Command& app, CommonOptions& common, Run& run) {
  const auto& all = app.program();
  auto verb = app.verb("config", "What serve and bridge are set to, by cimgate.yaml and by variables");
  verb.belongs_to("Set up, and work on cimgate");
  verb.example("cimgate config show serve", "Every setting that has a value.");
  verb.example("cimgate config show --origin", "With the line, variable or default that each comes from.");
  verb.needs_verb();
  auto options = std::make_shared<Options>();
  auto shows = verb.verb("show", "Every setting that has a value, as YAML");
  shows.example("cimgate config show serve", "Every setting that has a value.");
  shows.example("cimgate config show --origin", "With the line, variable or default that each comes from.");
  shows.option("VERB", options->verb, "Of this verb alone");
  add_configuration(shows, options->file);
  shows.flag("--origin", options->origin, "Say where each value comes from");
  auto schema = verb.verb("schema", "The JSON Schema of cimgate.yaml, for editors");
  schema.example("cimgate config schema", "On standard output.");
  schema.example("cimgate config schema > cimgate.schema.json",
                 "Then name it in the first line of the file: # yaml-language-server: $schema=…");
  shows.on_chosen([&all, &common, &run, options] {
    const auto sections = configurable(all);
    if (!options->verb.empty() && std::none_of(sections.begin(), sections.end(), [&](const auto& section) {
          return section.verb == options->verb;
        }))
      throw UsageError("'" + options->verb + "' is not a verb that can be configured");
    run = [&all, &common, options](const Gateway&) { return show(all, common, *options); };
  });
  schema.on_chosen([&all, &run] {
    run = [&all](const Gateway&) {
      print_text(configuration::json_schema(configurable(all), keys_of_check()));
      return fine;
    };
  });
}

}  // namespace cimgate::cli
