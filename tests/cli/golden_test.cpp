#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "difference.hpp"
#include "examples.hpp"
#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

std::string output_of(const Golden& golden) {
  Command command;
  command.arguments = golden.command;
  return run(command).out;
}

std::set<std::string> kept_files() {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(golden_folder()))
    if (entry.is_regular_file() && entry.path().extension() != ".yaml")
      files.insert(fs::relative(entry.path(), golden_folder()).string());
  return files;
}

}  // namespace

// scripts/update-golden writes what this test then compares with.
TEST_CASE("golden: translations and findings of the examples are as they were") {
  const bool update = std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr;
  const auto held = held_back();
  std::set<std::string> wanted;
  for (const auto& golden : golden_outputs()) {
    if (held.contains(golden.example)) continue;
    const std::string output = output_of(golden);
    if (output.empty()) continue;
    wanted.insert(golden.file);
    if (update) write_file(golden_folder() / golden.file, output);
    CAPTURE(golden.file);
    CHECK(difference(output, read_file(golden_folder() / golden.file)) == "");
  }
  CHECK(wanted.size() > 100);
  for (const auto& file : kept_files()) {
    if (wanted.contains(file)) continue;
    CAPTURE(file);
    if (update) fs::remove(golden_folder() / file);
    CHECK_MESSAGE(!fs::exists(golden_folder() / file), "no example has this output, or it is held back");
  }
}

TEST_CASE("golden: what is held back is an example, with a reason") {
  std::set<std::string> examples;
  for (const auto& golden : golden_outputs()) examples.insert(golden.example);
  for (const auto& [example, why] : held_back()) {
    CAPTURE(example);
    CHECK(examples.contains(example));
    CHECK(why.size() > 10);
  }
}
