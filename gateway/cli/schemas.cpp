#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "gateway/cli/options.hpp"
#include "gateway/report/json_text.hpp"

namespace cimgate::cli {
namespace {

ExitStatus list_schemas(const Engine& engine, const CommonOptions& common) {
  std::string text;
  if (common.format == "json") {
    text = "{\n  \"sets\": [";
    for (std::size_t s = 0; s < engine.catalog->sets().size(); ++s) {
      const auto& set = engine.catalog->sets()[s];
      text += fmt::format("{}\n    {{ \"id\": {}, \"title\": {}, \"messages\": [", s == 0 ? "" : ",",
                          report::quoted(set.id), report::quoted(set.title));
      for (std::size_t m = 0; m < set.messages.size(); ++m)
        text += fmt::format("{}\n      {{ \"root\": {}, \"namespace\": {}, \"file\": {}{} }}",
                            m == 0 ? "" : ",", report::quoted(set.messages[m].root.local),
                            report::quoted(set.messages[m].root.ns), report::quoted(set.messages[m].file),
                            set.messages[m].provisional ? ", \"provisional\": true" : "");
      text += "\n    ] }";
    }
    text += "\n  ]\n}\n";
  } else {
    for (const auto& set : engine.catalog->sets()) {
      text += fmt::format("{}  {}\n", set.id, set.title);
      for (const auto& message : set.messages)
        text += fmt::format("  {:<70} {}{}\n", message.root.local, message.root.ns,
                            message.provisional ? "  (provisional)" : "");
    }
  }
  print(text);
  return fine;
}

}  // namespace

void add_schemas(CLI::App& app, CommonOptions& common, Run& run) {
  auto* verb = app.add_subcommand("schemas", "The schema sets and their messages");
  verb->require_subcommand(0, 1);
  auto* list = verb->add_subcommand("list", "All sets and messages");
  add_format(*list, common, {"text", "json"});
  verb->callback([&common, &run] {
    run = [&common](const Gateway& gateway) { return list_schemas(gateway.engine(), common); };
  });
}

}  // namespace cimgate::cli
