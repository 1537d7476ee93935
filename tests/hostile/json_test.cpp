#include <doctest/doctest.h>

#include <algorithm>

#include "../cli/process.hpp"
#include "../unit/effort.hpp"
#include "json_mutants.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

std::vector<JsonValue> documents() {
  std::vector<fs::path> files;
  for (const char* folder : {"examples/cim", "tests/golden"})
    for (const auto& entry : fs::recursive_directory_iterator(source_folder() / folder))
      if (entry.path().extension() == ".json" && entry.file_size() < 6000) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<JsonValue> read;
  for (const auto& file : files)
    if (auto document = parse_json(read_file(file))) read.push_back(std::move(*document));
  return read;
}

bool is_documented(int exit) {
  return exit >= 0 && exit <= 4;
}

/// The names of the files that end the program in a way that is not documented, with how.
void tell_guilty(const std::vector<std::string>& verb, const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  int told = 0;
  for (const auto& file : files) {
    Command one;
    one.arguments = verb;
    one.arguments.push_back(file);
    const auto outcome = run(one);
    if (is_documented(outcome.exit)) continue;
    const auto text = read_file(file);
    MESSAGE(verb.front() << " ends with " << outcome.exit << " after " << outcome.seconds << " s ("
                         << file.filename().string() << "): " << outcome.err.substr(0, 300) << '\n'
                         << text.substr(0, 2000));
    if (++told == 5) return;
  }
}

}  // namespace

TEST_CASE("JSON of any kind ends in a status that is documented") {
  const auto known = documents();
  REQUIRE(known.size() > 50);
  constexpr std::size_t batch = 500;
  const auto wanted = effort(20'000);
  for (std::uint64_t seed = 0; seed < wanted;) {
    const TemporaryFolder folder;
    const auto last = std::min<std::uint64_t>(wanted, seed + batch);
    const auto first = seed;
    for (; seed < last; ++seed)
      write_file(folder.path() / (std::to_string(seed) + ".json"),
                 mutant_of(known[seed % known.size()], seed));
    for (const std::vector<std::string>& verb :
         {std::vector<std::string>{"check"}, {"translate", "--to", "bim"}, {"explain"}}) {
      if (verb.front() != "check" && first % (4 * batch) != 0) continue;
      Command command;
      command.arguments = verb;
      command.arguments.push_back(folder.path());
      command.output_device = "/dev/null";
      const auto outcome = run(command);
      CAPTURE(verb.front());
      CAPTURE(first);
      CHECK(is_documented(outcome.exit));
      if (!is_documented(outcome.exit)) {
        tell_guilty(verb, folder.path());
        return;
      }
    }
  }
}
