#include <doctest/doctest.h>

#include <string>

#include "process.hpp"

namespace cimgate::test {
namespace {

/// What bash offers for the last of these words.
std::string offered(const std::string& words) {
  const TemporaryFolder folder;
  write_file(folder.path() / "offered",
             "source ./c.bash; COMP_WORDS=(" + words +
                 "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _cimgate; echo \" ${COMPREPLY[*]} \"");
  Command command;
  command.folder = folder.path();
  command.shell = "cimgate completions bash > c.bash && bash offered";
  const auto outcome = run(command);
  CHECK(outcome.exit == 0);
  return outcome.out;
}

bool offers(const std::string& words, const std::string& word) {
  return offered(words).find(" " + word + " ") != std::string::npos;
}

}  // namespace

TEST_CASE("bash completes verbs, options and the words they take") {
  CHECK(offers("cimgate va", "validate"));
  CHECK(!offers("cimgate va", "translate"));
  CHECK(offers("cimgate validate --fa", "--fail-on"));
  CHECK(offers("cimgate validate --fail-on w", "warning"));
  CHECK(!offers("cimgate validate --fail-on w", "--watch"));
  CHECK(offers("cimgate -q rules s", "show"));
  CHECK(offers("cimgate validate --la", "--lang"));
  CHECK(offers("cimgate --lang n", "nb"));
  CHECK(offers("cimgate completions f", "fish"));
  CHECK(offers("cimgate validate c", "c.bash"));
}

}  // namespace cimgate::test
