#include <fmt/format.h>

#include "gateway/cli/options.hpp"
#include "gateway/cli/schemas_export.hpp"
#include "gateway/cli/set_difference.hpp"
#include "gateway/report/listings.hpp"

namespace cimgate::cli {
namespace {

ExitStatus list_schemas(const Engine& engine, const CommonOptions& common) {
  std::string text;
  if (common.format == "json") {
    text = report::schemas_json(engine);
  } else {
    for (const auto& set : engine.catalog->sets()) {
      text += fmt::format("{}  {}\n", set.id, set.title);
      for (const auto& message : set.messages)
        text += fmt::format("  {:<70} {}{}\n", message.root.local, message.root.ns,
                            message.provisional ? "  (provisional)" : "");
    }
  }
  print_text(text);
  return fine;
}

}  // namespace

void add_schemas(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("schemas", "The schema sets and their messages");
  verb.belongs_to("Look things up");
  verb.takes_verb();
  auto list = verb.verb("list", "All sets and messages");
  for (auto* of : {&verb, &list}) {
    of->example("cimgate schemas list", "All sets, with their messages and documents.");
    of->example("cimgate schemas list --format json", "The same for programs.");
  }
  add_format(list, common, {"text", "json"});
  const auto sets = std::make_shared<std::vector<std::string>>();
  auto two = add_set_difference(verb, common, "What two sets have differently",
                                "cimgate schemas diff elhub/2.4.1 elhub/2.4.3", sets);
  const auto exported = std::make_shared<SchemasExport>();
  auto files = add_schemas_export(verb, exported);
  verb.on_chosen([&common, &run, two, sets, files, exported] {
    if (files.was_chosen()) {
      run = [&common, exported](const Gateway& gateway) {
        return export_schemas(gateway.engine(), common, *exported);
      };
      return;
    }
    run = [&common, sets, compared = two.was_chosen()](const Gateway& gateway) {
      return compared ? show_set_difference(gateway, common, *sets, report::schemas_difference)
                      : list_schemas(gateway.engine(), common);
    };
  });
}

}  // namespace cimgate::cli
