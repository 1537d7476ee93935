#include "gateway/cli/about.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "gateway/cli/completions.hpp"
#include "gateway/cli/help.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

constexpr const char* heading = "Set up, and work on cimgate";

/// The verb that the words name, or null with the nearest in `near`.
const CLI::App* find_verb(const CLI::App& app, const std::vector<std::string>& words, std::string& wrong) {
  const CLI::App* at = &app;
  for (const auto& word : words) {
    const auto named = at->get_subcommands([&](const CLI::App* verb) { return verb->get_name() == word; });
    if (named.empty()) {
      wrong = fmt::format("there is no verb '{}'{}", word, text::did_you_mean(word, names_of_verbs(*at)));
      return nullptr;
    }
    at = named.front();
  }
  return at;
}

/// App::help() gives that of the verb that was chosen, which is `help` itself here.
std::string help_of(const CLI::App& app) {
  return app.get_formatter()->make_help(&app, app.get_name(), CLI::AppFormatMode::Normal);
}

}  // namespace

void add_about(Command& command, Run& run) {
  const auto& app = command.program();
  auto help = command.verb("help", "Help on cimgate, or on one verb");
  help.belongs_to(heading);
  const auto words = std::make_shared<std::vector<std::string>>();
  help.option("VERB", *words, "The verb");
  help.example("cimgate help validate", "The same as cimgate validate --help.");
  help.example("cimgate help rules show", "Help on a verb below another.");
  help.on_chosen([&app, &run, words] {
    std::string wrong;
    const auto* verb = find_verb(app, *words, wrong);
    if (verb == nullptr) throw UsageError(wrong);
    run = [verb](const Gateway&) {
      print_text(help_of(*verb));
      return fine;
    };
  });

  auto version = command.verb("version", "The version of cimgate");
  version.belongs_to(heading);
  version.example("cimgate version", "The number alone.");
  version.example("cimgate -V", "The same.");
  version.on_chosen([&run] {
    run = [](const Gateway&) {
      print_text(CIMGATE_VERSION "\n");
      return fine;
    };
  });

  auto shells = command.verb("completions", "A script that lets a shell complete verbs and options");
  shells.belongs_to(heading);
  const auto shell = std::make_shared<std::string>();
  shells.option("SHELL", *shell, "bash, zsh or fish").required().one_of({"bash", "zsh", "fish"});
  shells.example("cimgate completions bash > cimgate.bash", "Then: source ./cimgate.bash");
  shells.example("cimgate completions fish > cimgate.fish", "Put it into ~/.config/fish/completions.");
  shells.on_chosen([&app, &run, shell] {
    run = [&app, shell](const Gateway&) {
      print_text(completions(app, *shell));
      return fine;
    };
  });

  auto page = command.verb("manual", "The manual page cimgate(1)");
  page.belongs_to(heading);
  page.example("cimgate manual > cimgate.1", "Then: man ./cimgate.1");
  page.example("cimgate manual | gzip -9n > cimgate.1.gz", "As packages have it.");
  page.on_chosen([&app, &run] {
    run = [&app](const Gateway&) {
      print_text(manual(app, CIMGATE_VERSION));
      return fine;
    };
  });
}

}  // namespace cimgate::cli
