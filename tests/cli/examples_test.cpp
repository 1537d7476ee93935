#include <doctest/doctest.h>

#include "examples.hpp"
#include "process.hpp"

using namespace cimgate::test;

namespace {

Outcome run_with(std::vector<std::string> arguments, const std::vector<std::string>& files) {
  Command command;
  command.arguments = std::move(arguments);
  command.arguments.insert(command.arguments.end(), files.begin(), files.end());
  return run(command);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace

TEST_CASE("examples: valid ones have no findings at all") {
  const auto files = examples_of("valid");
  REQUIRE(files.size() > 30);
  const auto outcome = run_with({"validate", "--fail-on", "warning"}, files);
  CHECK(outcome.exit == 0);
  CHECK(count(outcome.out, ": valid · ") == files.size());
  CHECK(count(outcome.out, "\n") == files.size());
  CHECK(outcome.err.empty());
}

TEST_CASE("examples: those with a warning are valid") {
  for (const auto& file : examples_of("warning")) {
    CAPTURE(file);
    CHECK(run_with({"validate"}, {file}).exit == 0);
    CHECK(run_with({"validate", "--fail-on", "warning"}, {file}).exit == 1);
  }
}

TEST_CASE("examples: those that the market refuses are invalid, and can be translated") {
  const auto files = examples_of("refused");
  REQUIRE(!files.empty());
  for (const auto& file : files) {
    CAPTURE(file);
    CHECK(run_with({"validate"}, {file}).exit == 1);
    CHECK(run_with({"validate", "--level", "codes"}, {file}).exit == 0);
    CHECK(run_with({"translate"}, {file}).exit == 0);
  }
}

TEST_CASE("examples: every invalid one is invalid") {
  const auto files = examples_of("invalid");
  REQUIRE(files.size() > 30);
  const auto outcome = run_with({"validate"}, files);
  CHECK(outcome.exit == 1);
  CHECK(count(outcome.out, ": invalid · ") == files.size());
  CHECK(outcome.err.empty());
}

TEST_CASE("examples: what its schema refuses is not translated") {
  for (const auto& file : examples_of("invalid")) {
    CAPTURE(file);
    const auto outcome = run_with({"translate"}, {file});
    CHECK(outcome.exit == 1);
    CHECK(outcome.out.empty());
    CHECK(!outcome.err.empty());
  }
}

TEST_CASE("examples: there and back gives the same message, in each profile and form") {
  auto all = examples_of("valid");
  for (const auto& refused : examples_of("refused")) all.push_back(refused);
  for (const std::string profile : {"nmeg/0.1", "nmeg-no/0.1", "nmeg-dk/0.1"})
    for (const std::string form : {"--format=text", "--by-xml"}) {
      // The published documents are those of both markets.
      auto files = all;
      std::erase_if(files, [&](const std::string& file) {
        return profile != "nmeg/0.1" && file.starts_with("examples/dk/") != (profile == "nmeg-dk/0.1");
      });
      CAPTURE(profile);
      CAPTURE(form);
      const auto outcome = run_with({"roundtrip", "--profile", profile, form}, files);
      CHECK(outcome.exit == 0);
      CHECK(count(outcome.out, ": equal · ") == files.size());
      CHECK(count(outcome.out, profile) == files.size());
    }
}

TEST_CASE("examples: one message in several spellings has one translation") {
  const std::string folder = "examples/RequestStartOfSupply/valid/change-of-supplier";
  const auto expected = run_with({"translate"}, {folder + ".xml"}).out;
  REQUIRE(!expected.empty());
  for (const std::string spelling : {"soap", "iso-8859-1", "utf-16", "spelled-otherwise"}) {
    CAPTURE(spelling);
    CHECK(run_with({"translate"}, {folder + "-" + spelling + ".xml"}).out == expected);
  }
}

TEST_CASE("examples: the README names every file, and no others") {
  const auto readme = read_file(source_folder() / "examples/README.md");
  std::size_t files = 0;
  for (const std::string kind : {"valid", "warning", "refused", "invalid"})
    for (const auto& file : examples_of(kind)) {
      CAPTURE(file);
      const auto name = std::filesystem::path(file).lexically_relative("examples").string();
      CHECK(readme.find("`" + name + "`") != std::string::npos);
      ++files;
    }
  for (const auto& entry : std::filesystem::directory_iterator(source_folder() / "examples/cim")) {
    const auto name = "cim/" + entry.path().filename().string();
    CAPTURE(name);
    CHECK(readme.find("`" + name + "`") != std::string::npos);
    ++files;
  }
  CHECK(count(readme, "\n| `") == files);
}
