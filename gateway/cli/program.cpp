#include "gateway/cli/program.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "gateway/cli/about.hpp"
#include "gateway/cli/configured.hpp"
#include "gateway/cli/help.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/usage_words.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

/// The language of the surroundings, as programs ask for it: the first of these that says anything.
std::string language_around() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view language =
        std::string_view(value).substr(0, std::string_view(value).find_first_of("_.@"));
    return language == "nb" || language == "no" || language == "nn" ? "nb" : "en";
  }
  return "en";
}

/// Where the options do not make sense, --lang counts all the same.
bool wants_norwegian(int argc, char** argv) {
  bool norwegian = language_around() == "nb";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("--lang=")) norwegian = word == "--lang=nb";
    if (word == "--lang" && i + 1 < argc) norwegian = std::string_view(argv[i + 1]) == "nb";
  }
  return norwegian;
}

/// The first word that is no option; "" when there is none.
std::string first_word(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool takes_value = word == "--data" || word == "--engine" || word == "--color" || word == "--lang";
    if (takes_value) ++i;
    if (!word.empty() && word.front() != '-') return word;
  }
  return {};
}

/// When the first word is no verb: what to say about it.
std::string unknown_verb(const Program& program, const CLI::App& app, const std::string& word) {
  const auto verbs = names_of_verbs(app);
  if (word.empty() || std::find(verbs.begin(), verbs.end(), word) != verbs.end()) return {};
  return fmt::format("cimgate: there is no verb '{}'{}\n{}", word, text::did_you_mean(word, verbs),
                     program.where_others_are);
}

/// The only verb whose options are needed, or "": what tells of others, and of what files say of them, needs
/// those of all.
std::string wanted_alone(const std::string& word) {
  constexpr std::string_view alone[] = {"validate", "translate", "check", "explain", "diff", "roundtrip"};
  return std::find(std::begin(alone), std::end(alone), word) == std::end(alone) ? std::string() : word;
}

void add_common_options(Command command, CommonOptions& common) {
  command
      .option("--lang", common.lang,
              "Language of findings and reports (default: that of LC_ALL or LANG, else en)")
      .one_of({"en", "nb"});
  command.option("--color", common.color, "Colour").one_of({"auto", "always", "never"}).show_default();
  command.flag("-q,--quiet", common.quiet, "Print only what was asked for");
  command.flag("-v,--verbose", common.verbose, "Print more");
  command
      .option("--data", common.data,
              "Use the xsd/, dialects/, mappings/, rules/, values/ and scenarios/ of this folder, not the "
              "built-in ones")
      .type("FOLDER");
  command
      .option("--engine", common.engine,
              "What reads XML: fast, or Xerces-C++ as reference; both find the same")
      .one_of({"fast", "reference"})
      .show_default();
}

/// The words of the command line were not right, or help was asked for.
/// `place`: of the value in a file that it is about.
ExitStatus answer(CLI::App& app, const CLI::ParseError& error, const std::string& place, bool norwegian) {
  const auto in_the_language = [&](const std::string& text) {
    return norwegian ? usage_in_norwegian(text) : text;
  };
  const std::string more = "Run with --help for more information.\n";
  if (const auto left_over = about_left_over(app); !left_over.empty()) {
    print_error(in_the_language(left_over + more));
    return usage;
  }
  if (error.get_name() == "CallForHelp") {
    print_text(app.help());
    return fine;
  }
  if (error.get_exit_code() == 0) {
    print_text(std::string(error.what()) + "\n");
    return fine;
  }
  std::string wrong = error.what();
  if (error.get_name() == "ArgumentMismatch") wrong = wrong.substr(0, wrong.find(':')) + " needs a value";
  const bool verb_is_missing = std::string_view(error.what()) == "A subcommand is required";
  print_error(verb_is_missing ? app.help() : place + in_the_language(wrong + "\n" + more));
  return usage;
}

ExitStatus run_once(const CommonOptions& common, const Run& run) {
  const auto gateway =
      Gateway::open(common.data, common.engine == "reference" ? XmlReader::reference : XmlReader::fast);
  if (!gateway) {
    tell_error(common, gateway.error());
    return usage;
  }
  const ExitStatus status = run(*gateway);
  // What could not be written may have been given up long before the end.
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? status : transport;
}

ExitStatus run_again_and_again(CommonOptions& common, const Run& run) {
  if (!common.data.empty()) common.watched.paths.push_back(common.data);
  return run_watching(
      common.watched, [&] { return run_once(common, run); },
      [&](WatchStage stage) {
        if (common.quiet) return;
        if (stage == WatchStage::waiting)
          print_error(common.lang == "nb" ? "\nVenter på endringer; Ctrl-C avslutter.\n"
                                          : "\nWaiting for changes; Ctrl-C ends it.\n");
        else
          print_error("\n");
      });
}

}  // namespace

int run_program(int argc, char** argv, const Program& program) {
  // A file that may not grow is a write that failed, not the end of everything.
  std::signal(SIGXFSZ, SIG_IGN);
#ifdef __GLIBC__
  // A large piece of memory goes back when it is let go of, and is not kept in case there is another one.
  mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
#endif
  const bool norwegian = wants_norwegian(argc, argv);
  CommonOptions common;
  common.lang = language_around();
  Run run;
  CLI::App app{"cimgate: check market messages, and translate them to CIM and back", "cimgate"};
  write_help_our_way(app, norwegian);
  app.set_version_flag("-V,--version", CIMGATE_VERSION, "Show the version");
  app.require_subcommand(1);
  app.fallthrough();
  const auto word = first_word(argc, argv);
  Command command(app, wanted_alone(word));
  add_common_options(command, common);
  for (const auto add : program.verbs) add(command, common, run);
  add_about(command, run);
  if (argc == 1) {
    print_error(what_to_try(app, norwegian));
    return usage;
  }
  if (const auto unknown = unknown_verb(program, app, word); !unknown.empty()) {
    const auto text = unknown + "Run with --help for more information.\n";
    print_error(norwegian ? usage_in_norwegian(text) : text);
    return usage;
  }
  const auto line = configured(app, argc, argv);
  if (!line) {
    tell_error(common, line.error());
    return usage;
  }
  try {
    std::vector<const char*> words;
    for (const auto& piece : line->words) words.push_back(piece.c_str());
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::ParseError& error) {
    return answer(app, error, line->place_of(error.what()), norwegian);
  }
  try {
    return common.watch ? run_again_and_again(common, run) : run_once(common, run);
  } catch (const std::exception& error) {
    tell_error(common, std::string("internal error: ") + error.what());
    return our_fault;
  }
}

}  // namespace cimgate::cli
