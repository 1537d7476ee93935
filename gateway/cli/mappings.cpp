#include <fmt/format.h>

#include "gateway/cli/options.hpp"
#include "gateway/cli/set_difference.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/report/listings.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

ExitStatus list_mappings(const Engine& engine, const CommonOptions& common) {
  if (common.format == "json") {
    print_text(report::mappings_json(engine));
    return fine;
  }
  std::string text;
  for (const auto& def : engine.translator->files().mappings)
    for (const auto& variant : def.variants) {
      std::vector<std::string> documents;
      for (const auto& document : variant.documents) documents.push_back(document.root);
      text += fmt::format("{:<38} {:<24} → {}\n", def.message, variant.name == "message" ? "" : variant.name,
                          fmt::join(documents, " + "));
    }
  print_text(text);
  return fine;
}

ExitStatus show_mapping(const Engine& engine, const CommonOptions& common, const std::string& message) {
  const auto* def = engine.translator->find(message);
  if (def == nullptr) {
    tell_error(common, fmt::format("there is no mapping for '{}'{}", message,
                                   text::did_you_mean(message, report::mapped_messages(engine))));
    return usage;
  }
  const auto text = engine.store->read(def->origin.file);
  print_text(fmt::format("# {}\n{}", def->origin.file, text ? *text : std::string_view()));
  return fine;
}

}  // namespace

void add_mappings(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("mappings", "Which message becomes which CIM documents, and by which rules");
  verb.belongs_to("Look things up");
  verb.takes_verb();
  auto list = verb.verb("list", "All messages and the documents they become");
  add_format(list, common, {"text", "json"});
  auto show = verb.verb("show", "The mapping file of one message");
  for (auto* of : {&verb, &list, &show}) {
    of->example("cimgate mappings list", "All messages, and the documents they become.");
    of->example("cimgate mappings show RequestStartOfSupply", "The rules of one message.");
  }
  auto message = std::make_shared<std::string>();
  show.option("MESSAGE", *message, "A BIM message").required();
  const auto sets = std::make_shared<std::vector<std::string>>();
  auto two = add_set_difference(verb, common, "What becomes of elements in one version and not in another",
                                "cimgate mappings diff elhub/2.4.1 elhub/2.4.3", sets);
  verb.on_chosen([&common, &run, show, message, two, sets] {
    run = [&common, message, sets, shown = show.was_chosen(),
           compared = two.was_chosen()](const Gateway& gateway) {
      if (compared) return show_set_difference(gateway, common, *sets, report::mappings_difference);
      return shown ? show_mapping(gateway.engine(), common, *message)
                   : list_mappings(gateway.engine(), common);
    };
  });
}

}  // namespace cimgate::cli
