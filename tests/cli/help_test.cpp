#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

std::string help_of(const std::string& verb, const std::string& options = {}) {
  Command command;
  command.shell = "cimgate " + verb + " --help " + options;
  const auto outcome = run(command);
  CHECK(outcome.exit == 0);
  CHECK(outcome.err.empty());
  return outcome.out;
}

/// The first words of the lines between the usage and the examples that are not operands: the verbs.
std::vector<std::string> verbs_in(const std::string& help) {
  std::vector<std::string> verbs;
  std::istringstream lines(help.substr(0, help.find("\nOptions:")));
  bool listing = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(" ")) listing = line.ends_with(":") && line != "Examples:";
    if (listing && line.starts_with("  ") && line.size() > 2 && line[2] != ' ')
      verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return verbs;
}

/// All verbs, and the verbs of verbs after their own.
std::vector<std::string> all_verbs() {
  std::vector<std::string> verbs;
  for (const auto& verb : verbs_in(help_of(""))) {
    verbs.push_back(verb);
    for (const auto& inner : verbs_in(help_of(verb))) verbs.push_back(verb + " " + inner);
  }
  return verbs;
}

std::vector<std::string> examples_in(const std::string& help) {
  std::vector<std::string> examples;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("  $ ")) examples.push_back(line.substr(4));
  return examples;
}

/// A folder that looks like the repository, in which a run may write.
class Workplace {
 public:
  Workplace() {
    for (const char* name : {"examples", "mappings", "rules", "scenarios", "xsd"})
      fs::create_directory_symlink(source_folder() / name, folder_.path() / name);
    Command hub;
    hub.folder = folder_.path();
    hub.shell =
        "timeout 60 sh -c 'cimgate serve -q --listen 127.0.0.1:0 --market hub.db & sleep 1; kill $!; wait "
        "$!'";
    run(hub);
    REQUIRE(fs::exists(folder_.path() / "hub.db"));
    Command bridge;
    bridge.folder = folder_.path();
    bridge.shell =
        "timeout 60 sh -c 'cimgate bridge -q --listen 127.0.0.1:0 --database bridge.db --upstream "
        "http://127.0.0.1:1 --gln 7099990001022 --party 7099990001022:DDQ --ws-security off & sleep 1; kill "
        "$!; "
        "wait $!'";
    run(bridge);
    REQUIRE(fs::exists(folder_.path() / "bridge.db"));
  }
  Outcome run_here(const std::string& line) const {
    Command command;
    command.folder = folder_.path();
    command.shell = line;
    return run(command);
  }

 private:
  TemporaryFolder folder_;
};

/// Those that do not end by themselves, talk to what is not there, or play all scenarios, as a test of their
/// own does.
bool ends(const std::string& example) {
  for (const char* part :
       {"cimgate serve", "cimgate bridge", "cimgate replay", "--watch", "--against", "rehearse --by soap"})
    if (example.find(part) != std::string::npos) return false;
  return true;
}

}  // namespace

TEST_CASE("help: the verb and the option say the same") {
  for (const std::string verb : {"", "validate", "rules show", "help"}) {
    CAPTURE(verb);
    Command command;
    command.shell = "cimgate help " + verb;
    const auto outcome = run(command);
    CHECK(outcome.exit == 0);
    CHECK(outcome.out == help_of(verb));
  }
}

TEST_CASE("help: every verb shows two runs at least, and nothing of how it was made") {
  const auto verbs = all_verbs();
  REQUIRE(verbs.size() > 25);
  CHECK(std::find(verbs.begin(), verbs.end(), "rules show") != verbs.end());
  for (const auto& verb : verbs) {
    CAPTURE(verb);
    const auto help = help_of(verb);
    const auto examples = examples_in(help);
    CHECK(examples.size() >= 2);
    CHECK(std::set<std::string>(examples.begin(), examples.end()).size() == examples.size());
    CHECK(help.find("Usage: cimgate " + verb) != std::string::npos);
    for (const char* inner :
         {"TEXT:", "UINT", "Positionals", "Subcommand", "SUBCOMMAND", "Option Group", "(=1024", " \n"})
      CHECK(help.find(inner) == std::string::npos);
  }
}

/// What help says in words: its lines without what they begin with, as far as they are more than names.
std::vector<std::string> texts_in(const std::string& help) {
  std::vector<std::string> texts;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  $ ")) continue;
    const auto columns = line.find_first_not_of(' ') == std::string::npos ? 0 : line.find_first_not_of(' ');
    const auto text = line.find("  ", columns);
    line.erase(0, text == std::string::npos ? columns : line.find_first_not_of(' ', text));
    // The name of an option may take a line of its own.
    if (line.starts_with("-")) continue;
    // A heading such as TLS is the same in both languages.
    const bool says = std::any_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (says && (line.find(' ') != std::string::npos || line.ends_with(':'))) texts.push_back(line);
  }
  return texts;
}

TEST_CASE("help: all of it is there in Norwegian, too") {
  auto verbs = all_verbs();
  verbs.emplace_back();
  for (const auto& verb : verbs) {
    CAPTURE(verb);
    const auto english = texts_in(help_of(verb));
    for (const auto& text : texts_in(help_of(verb, "--lang nb"))) {
      CAPTURE(text);
      CHECK(std::find(english.begin(), english.end(), text) == english.end());
    }
  }
}

TEST_CASE("help: limits are shown as one would give them") {
  const auto help = std::regex_replace(help_of("serve"), std::regex("\\s+"), " ");
  CHECK(help.find("(1 to 64GB; default: 200MB)") != std::string::npos);
  CHECK(help.find("209715200") == std::string::npos);
  Command command;
  command.shell = "cimgate validate --max-bytes 200MB --max-text 1MB examples/demo/change-of-supplier.xml";
  CHECK(run(command).exit == 0);
}

TEST_CASE("help: the runs that it shows can be run") {
  const Workplace workplace;
  std::vector<std::string> done;
  for (const auto& verb : all_verbs())
    for (const auto& example : examples_in(help_of(verb))) {
      if (std::find(done.begin(), done.end(), example) != done.end()) continue;
      done.push_back(example);
      CAPTURE(example);
      // Whatever it does, its options are there.
      if (!ends(example)) {
        CHECK(workplace.run_here(example + " --help").exit == 0);
        continue;
      }
      const auto outcome = workplace.run_here(example);
      CAPTURE(outcome.err);
      CHECK((outcome.exit == 0 || outcome.exit == 1));
    }
  CHECK(done.size() > 30);
}
