#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

std::string output(const std::vector<std::string>& arguments) {
  Command command;
  command.arguments = arguments;
  const auto outcome = run(command);
  CHECK(outcome.exit == 0);
  return outcome.out;
}

/// The pages that the rule files make, by file name.
std::map<std::string, std::string> pages() {
  std::map<std::string, std::string> all;
  all["README.md"] = output({"rules", "list", "--format", "markdown"});
  all["codes.md"] = output({"codes", "show", "reason", "--format", "markdown"});
  std::set<std::string> names;
  const std::string& index = all["README.md"];
  for (std::size_t at = index.find("| ["); at != std::string::npos; at = index.find("| [", at + 1))
    names.insert(index.substr(at + 3, index.find(']', at) - at - 3));
  for (const auto& name : names) all[name + ".md"] = output({"rules", "show", name, "--format", "markdown"});
  return all;
}

}  // namespace

// scripts/update-rule-pages writes what this test then compares with.
TEST_CASE("rule pages: docs/rules says what the rule files say") {
  const fs::path folder = source_folder() / "docs/rules";
  const auto made = pages();
  REQUIRE(made.size() > 3);
  if (std::getenv("CIMGATE_UPDATE_RULE_PAGES") != nullptr) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (const auto& [name, text] : made) std::ofstream(folder / name, std::ios::binary) << text;
  }
  for (const auto& [name, text] : made) {
    CAPTURE(name);
    CHECK(read_file(folder / name) == text);
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    CAPTURE(entry.path().string());
    CHECK(made.contains(entry.path().filename().string()));
  }
}
