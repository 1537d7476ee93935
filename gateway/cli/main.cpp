#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <sstream>

#include "gateway/cli/options.hpp"
#include "gateway/cli/usage_words.hpp"
#include "gateway/mapping/nearest_name.hpp"

namespace {

/// When the first word is no verb: what to say about it.
std::string unknown_verb(CLI::App& app, int argc, char** argv) {
  if (!app.get_subcommands().empty()) return {};
  std::vector<std::string> verbs;
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    verbs.push_back(verb->get_name());
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool takes_value = word == "--data" || word == "--engine" || word == "--color" || word == "--lang";
    if (takes_value) ++i;
    if (word.empty() || word.front() == '-') continue;
    return fmt::format("cimgate: there is no verb '{}'{}\nRun with --help for more information.\n", word,
                       cimgate::mapping::did_you_mean(word, verbs));
  }
  return {};
}

bool asks_for_norwegian(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang=nb" || (word == "--lang" && i + 1 < argc && std::string_view(argv[i + 1]) == "nb"))
      return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace cimgate::cli;
  CommonOptions common;
  Run run;
  CLI::App app{"cimgate: Elhub's ebIX messages to CIM and back, and whether they would be accepted",
               "cimgate"};
  app.set_version_flag("--version", CIMGATE_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  // A file that may not grow is a write that failed, not the end of everything.
  std::signal(SIGXFSZ, SIG_IGN);
  Command command(app);
  command.option("--data", common.data,
                 "Folder with xsd/, mappings/, rules/ and scenarios/ in place of what is built in");
  command
      .option("--engine", common.engine,
              "What reads XML: fast, or reference (Xerces-C++); both find the same")
      .one_of({"fast", "reference"})
      .show_default();
  command.option("--color", common.color, "Colour: auto, always or never")
      .one_of({"auto", "always", "never"})
      .show_default();
  command.option("--lang", common.lang, "Language of findings: en or nb").one_of({"en", "nb"}).show_default();
  command.flag("-q,--quiet", common.quiet, "Say only what was asked for");
  command.flag("-v,--verbose", common.verbose, "Say more");
  add_translate(command, common, run);
  add_validate(command, common, run);
  add_check(command, common, run);
  add_diff(command, common, run);
  add_explain(command, common, run);
  add_roundtrip(command, common, run);
  add_coverage(command, common, run);
  add_lint(command, common, run);
  add_rules(command, common, run);
  add_codes(command, common, run);
  add_schemas(command, common, run);
  add_mappings(command, common, run);
  add_market(command, common, run);
  add_rehearse(command, common, run);
  add_sample(command, common, run);
  add_serve(command, common, run);
  add_hub(command, common, run);
  add_bench(command, common, run);
  // Where the options do not make sense, --lang counts all the same.
  const auto in_the_language = [&](const std::string& text) {
    return asks_for_norwegian(argc, argv) ? usage_in_norwegian(text) : text;
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (const auto unknown = unknown_verb(app, argc, argv); error.get_exit_code() != 0 && !unknown.empty()) {
      print_error(in_the_language(unknown));
      return usage;
    }
    std::ostringstream help, wrong;
    const int code = app.exit(error, help, wrong);
    print_text(help.str());
    print_error(in_the_language(wrong.str()));
    return code == 0 ? fine : usage;
  }
  try {
    const auto gateway = cimgate::Gateway::open(
        common.data, common.engine == "reference" ? cimgate::XmlReader::reference : cimgate::XmlReader::fast);
    if (!gateway) {
      tell_error(common, gateway.error());
      return usage;
    }
    const ExitStatus status = run(*gateway);
    // What could not be written may have been given up long before the end.
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? status : transport;
  } catch (const std::exception& error) {
    tell_error(common, std::string("a fault of ours: ") + error.what());
    return our_fault;
  }
}
