#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

std::string printed(const std::vector<std::string>& arguments) {
  Command command;
  command.arguments = arguments;
  command.folder = source_folder();
  const auto outcome = run(command);
  REQUIRE(outcome.exit == 0);
  return outcome.out;
}

/// Messages that are translated, as `mappings list` names them.
std::vector<std::string> messages() {
  std::vector<std::string> names;
  std::istringstream lines(printed({"mappings", "list"}));
  for (std::string line; std::getline(lines, line);) {
    const auto name = line.substr(0, line.find(' '));
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

std::string page_of(const std::string& message) {
  return "# " + message + "\n\n```console\n$ cimgate coverage " + message + "\n" +
         printed({"coverage", message}) +
         "```\n\nWhat becomes of each element, in both directions, as `cimgate coverage --format markdown " +
         message + "` tells it.\nThe mapping itself is `cimgate mappings show " + message + "`.\n\n" +
         printed({"coverage", "--format", "markdown", message});
}

std::string index(const std::vector<std::string>& names) {
  std::string text = "# The mappings, element by element\n\n```console\n$ cimgate mappings list\n" +
                     printed({"mappings", "list"}) +
                     "```\n\nA page a message; renewed by `scripts/update-mapping-pages`. How to read and "
                     "write mappings is in "
                     "[mapping-files.md](../mapping-files.md).\n\n";
  for (const auto& name : names) text += "- [" + name + "](" + name + ".md)\n";
  return text;
}

}  // namespace

TEST_CASE("mapping pages: docs/mappings says what the mappings say") {
  const fs::path folder = source_folder() / "docs/mappings";
  const auto names = messages();
  REQUIRE(names.size() == 42);
  std::map<std::string, std::string> made{{"README.md", index(names)}};
  for (const auto& name : names) made[name + ".md"] = page_of(name);
  if (std::getenv("CIMGATE_UPDATE_MAPPING_PAGES") != nullptr) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (const auto& [name, text] : made) std::ofstream(folder / name, std::ios::binary) << text;
  }
  for (const auto& [name, text] : made) {
    CAPTURE(name);
    CHECK((read_file(folder / name) == text));
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    CAPTURE(entry.path().string());
    CHECK(made.contains(entry.path().filename().string()));
  }
}
