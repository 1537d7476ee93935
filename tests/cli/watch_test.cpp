#include <doctest/doctest.h>

#include "process.hpp"

using namespace cimgate::test;

namespace {

/// Runs `verb` with --watch until it has said `before`, does `change`, and waits for `after`. What was
/// printed.
std::string watched(const TemporaryFolder& folder, const std::string& verb, const std::string& before,
                    const std::string& change, const std::string& after) {
  Command command;
  command.folder = folder.path();
  command.shell = "cimgate " + verb + " --watch > out 2> err & P=$!; until grep -q '" + before +
                  "' out; do sleep 0.1; done; " + "until grep -q 'Ctrl-C' err; do sleep 0.1; done; " +
                  change + "; until grep -q '" + after + "' out; do sleep 0.1; done; kill $P; cat out err";
  const auto outcome = run(command);
  CHECK(outcome.exit == 0);
  return outcome.out;
}

std::string example(const std::string& name) {
  return read_file(source_folder() / "examples" / name);
}

}  // namespace

TEST_CASE("watch: a file that changes is checked again") {
  const TemporaryFolder folder;
  write_file(folder.path() / "m/message.xml", example("RequestStartOfSupply/invalid/misspelt-element.xml"));
  const auto good = (source_folder() / "examples/RequestStartOfSupply/valid/change-of-supplier.xml").string();
  const auto out = watched(folder, "validate m", "m/message.xml: invalid", "cp " + good + " m/message.xml",
                           "m/message.xml: valid");
  CHECK(out.find("Waiting for changes") != std::string::npos);
}

TEST_CASE("watch: a file that comes is checked, and a report in the same folder is not news") {
  const TemporaryFolder folder;
  write_file(folder.path() / "m/one.xml", example("RequestStartOfSupply/valid/change-of-supplier.xml"));
  const auto good = (source_folder() / "examples/Acknowledgement/valid/accepted.xml").string();
  const auto out = watched(folder, "check -v m --report html=m/report.html", "1 file",
                           "sleep 2; cp " + good + " m/two.xml", "2 files");
  // One run before and at most one after, whatever was written meanwhile.
  std::size_t waits = 0;
  for (auto at = out.find("Waiting for"); at != std::string::npos; at = out.find("Waiting for", at + 1))
    ++waits;
  CHECK(waits >= 1);
  CHECK(waits <= 2);
}

TEST_CASE("watch: rules are checked again while one writes them") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "data");
  for (const char* name : {"xsd", "dialects", "mappings", "rules", "scenarios", "examples"})
    std::filesystem::copy(
        source_folder() / name, folder.path() / "data" / name,
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
  Command command;
  command.folder = folder.path();
  command.shell =
      "cimgate lint --data data --watch > out 2> err & P=$!; until grep -q 'nothing wrong' err; do sleep "
      "0.1; done; "
      "until grep -q 'Ctrl-C' err; do sleep 0.1; done; echo 'x: [' >> data/rules/identifiers.yaml; "
      "until grep -q 'identifiers.yaml:[0-9]' out err; do sleep 0.1; done; kill $P";
  CHECK(run(command).exit == 0);
}

TEST_CASE("watch: what cannot be read again, and what never changes, is wrong usage") {
  for (const auto* line : {"cimgate validate --watch", "cimgate validate --watch -", "cimgate lint --watch",
                           "cimgate rehearse --watch"}) {
    CAPTURE(line);
    Command command;
    command.shell = line;
    const auto outcome = run(command);
    CHECK(outcome.exit == 2);
    CHECK(outcome.err.find("--watch needs ") != std::string::npos);
  }
}
