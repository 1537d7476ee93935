#include <fmt/format.h>

#include "gateway/cli/options.hpp"
#include "gateway/cli/schemas_export.hpp"
#include "gateway/cli/set_difference.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/report/listings.hpp"
#include "gateway/report/message_fields.hpp"

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

struct Shown {
  std::string message, schema;
};

ExitStatus show_message(const Gateway& gateway, const CommonOptions& common, const Shown& shown) {
  if (!check_schema(gateway, common, shown.schema)) return usage;
  const auto fields = report::fields_of(gateway.engine(), shown.message, shown.schema);
  if (!fields) {
    tell_error(common, fields.error());
    return usage;
  }
  print_text(common.format == "json" ? report::fields_json(*fields) : report::fields_text(*fields));
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
  auto one = verb.verb("show", "What a message may hold: its elements, with forms, codes and meanings");
  one.example("cimgate schemas show RequestStartOfSupply",
              "A line for each element, in the order of the schema.");
  one.example("cimgate schemas show RequestStartOfSupply --schema elhub/2.4.1 --format json",
              "The same of another version, for programs.");
  const auto shown = std::make_shared<Shown>();
  one.option("MESSAGE", shown->message, "A root element, BIM or CIM").required();
  one.option("--schema", shown->schema, "Schema set, such as elhub/2.4.1 (default: the newest)").type("SET");
  add_format(one, common, {"text", "json"});
  const auto sets = std::make_shared<std::vector<std::string>>();
  auto two = add_set_difference(verb, common, "What two sets have differently",
                                "cimgate schemas diff elhub/2.4.1 elhub/2.4.3", sets);
  const auto exported = std::make_shared<SchemasExport>();
  auto files = add_schemas_export(verb, exported);
  verb.on_chosen([&common, &run, two, sets, files, exported, one, shown] {
    if (files.was_chosen()) {
      run = [&common, exported](const Gateway& gateway) {
        return export_schemas(gateway.engine(), common, *exported);
      };
      return;
    }
    run = [&common, sets, shown, compared = two.was_chosen(),
           message = one.was_chosen()](const Gateway& gateway) {
      if (message) return show_message(gateway, common, *shown);
      return compared ? show_set_difference(gateway, common, *sets, report::schemas_difference)
                      : list_schemas(gateway.engine(), common);
    };
  });
}

}  // namespace cimgate::cli
