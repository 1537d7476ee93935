#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "gateway/cli/options.hpp"
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
  app.add_option("--data", common.data,
                 "Folder with xsd/, mappings/, rules/ and scenarios/ in place of what is built in");
  app.add_option("--engine", common.engine,
                 "What reads XML: fast, or reference (Xerces-C++); both find the same")
      ->check(CLI::IsMember({"fast", "reference"}))
      ->capture_default_str();
  app.add_option("--color", common.color, "Colour: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  app.add_option("--lang", common.lang, "Language of findings: en or nb")
      ->check(CLI::IsMember({"en", "nb"}))
      ->capture_default_str();
  app.add_flag("-q,--quiet", common.quiet, "Say only what was asked for");
  app.add_flag("-v,--verbose", common.verbose, "Say more");
  add_translate(app, common, run);
  add_validate(app, common, run);
  add_check(app, common, run);
  add_diff(app, common, run);
  add_explain(app, common, run);
  add_roundtrip(app, common, run);
  add_coverage(app, common, run);
  add_lint(app, common, run);
  add_rules(app, common, run);
  add_codes(app, common, run);
  add_schemas(app, common, run);
  add_mappings(app, common, run);
  add_market(app, common, run);
  add_rehearse(app, common, run);
  add_sample(app, common, run);
  add_serve(app, common, run);
  add_hub(app, common, run);
  add_bench(app, common, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (const auto unknown = unknown_verb(app, argc, argv); error.get_exit_code() != 0 && !unknown.empty()) {
      print_error(unknown);
      return usage;
    }
    const int code = app.exit(error);
    return code == 0 ? fine : usage;
  }
  try {
    const auto gateway = cimgate::Gateway::open(
        common.data, common.engine == "reference" ? cimgate::XmlReader::reference : cimgate::XmlReader::fast);
    if (!gateway) {
      print_error("cimgate: " + gateway.error() + "\n");
      return usage;
    }
    const ExitStatus status = run(*gateway);
    return std::fflush(stdout) == 0 ? status : transport;
  } catch (const std::exception& error) {
    print_error(std::string("cimgate: a fault of ours: ") + error.what() + "\n");
    return our_fault;
  }
}
