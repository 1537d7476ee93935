#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "gateway/cli/options.hpp"

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
                 "Folder with xsd/, mappings/ and rules/ in place of what is built in");
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
  add_sample(app, common, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? fine : usage;
  }
  try {
    const auto gateway = cimgate::Gateway::open(common.data);
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
