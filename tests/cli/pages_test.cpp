#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <regex>

#include "../pages.hpp"
#include "difference.hpp"
#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

struct Shown {
  std::string command;
  std::string output;
  std::size_t at = 0;  ///< where the output begins in the page
};

/// The runs of cimgate that a page shows with what they print.
std::vector<Shown> runs_on(const std::string& page) {
  std::vector<Shown> runs;
  bool inside = false;
  for (std::size_t at = 0; at < page.size();) {
    const auto end = std::min(page.find('\n', at), page.size());
    const auto line = page.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      runs.push_back({line.substr(2), {}, at});
    } else if (inside && !runs.empty()) {
      runs.back().output += line + "\n";
    }
  }
  // Servers do not end by themselves; tests/server shows them.
  std::erase_if(runs, [](const Shown& run) {
    const bool ours =
        run.command.starts_with("cimgate ") || run.command.find("| cimgate ") != std::string::npos;
    return run.output.empty() || !ours || run.command.starts_with("cimgate serve") ||
           run.command.starts_with("cimgate bridge");
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

}  // namespace

/// With CIMGATE_UPDATE_PAGES set, pages are made to show what is printed; the diff is read before it is
/// committed.
TEST_CASE("pages: what they show is what is printed") {
  std::size_t runs = 0;
  for (const auto& page : pages(source_folder())) {
    const auto text = read_file(page);
    std::string renewed;
    std::size_t copied = 0;
    // In their order: one may use what another made.
    for (const auto& run_shown : runs_on(text)) {
      if (of_the_reader(run_shown.command)) continue;
      CAPTURE(page);
      CAPTURE(run_shown.command);
      Command command;
      command.shell = "{ " + run_shown.command + "; } 2>&1";
      const auto printed = without_blank_end(run(command).out);
      const auto expected = without_blank_end(run_shown.output);
      renewed += text.substr(copied, run_shown.at - copied) + printed;
      copied = run_shown.at + expected.size();
      if (std::getenv("CIMGATE_UPDATE_PAGES") == nullptr) CHECK(difference(printed, expected) == "");
      ++runs;
    }
    renewed += text.substr(copied);
    if (std::getenv("CIMGATE_UPDATE_PAGES") != nullptr && renewed != text) write_file(page, renewed);
  }
  CHECK(runs >= 8);
}
