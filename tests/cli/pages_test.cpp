#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "difference.hpp"
#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

struct Shown {
  std::string command;
  std::string output;
};

/// The runs of cimgate that a page shows with what they print.
std::vector<Shown> runs_on(const fs::path& page) {
  std::vector<Shown> runs;
  std::istringstream lines(read_file(page));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      runs.push_back({line.substr(2), {}});
    } else if (inside && !runs.empty()) {
      runs.back().output += line + "\n";
    }
  }
  // Servers do not end by themselves; tests/server shows them.
  std::erase_if(runs, [](const Shown& run) {
    return run.output.empty() || !run.command.starts_with("cimgate ") ||
           run.command.starts_with("cimgate serve");
  });
  return runs;
}

/// "request.xml": a file that the reader has, not we.
bool of_the_reader(const std::string& command) {
  static const std::regex own(" [^/ ]+\\.(xml|json)( |$)");
  return std::regex_search(command, own);
}

std::string without_blank_end(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

std::vector<fs::path> pages() {
  std::vector<fs::path> found = {source_folder() / "README.md", source_folder() / "examples/README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(source_folder() / "docs"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("pages: what they show is what is printed") {
  std::size_t runs = 0;
  for (const auto& page : pages())
    for (const auto& shown : runs_on(page)) {
      if (of_the_reader(shown.command)) continue;
      CAPTURE(page);
      CAPTURE(shown.command);
      Command command;
      command.shell = "{ " + shown.command + "; } 2>&1";
      CHECK(difference(without_blank_end(run(command).out), without_blank_end(shown.output)) == "");
      ++runs;
    }
  CHECK(runs >= 8);
}
