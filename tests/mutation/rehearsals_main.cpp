#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "gateway/scenario/pack_file.hpp"
#include "gateway/scenario/reports.hpp"
#include "tests/hub/told.hpp"
#include "tests/mutation/mutant.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

constexpr unsigned most_seconds = 60;
constexpr rlim_t most_bytes = 6'000'000'000;

/// What a changed program does stays in a process of its own, and within bounds. True: it ended well.
bool apart(const std::function<bool()>& work) {
  std::fflush(nullptr);
  const auto child = fork();
  if (child == 0) {
    const rlimit memory{most_bytes, most_bytes};
    const rlimit none{0, 0};
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CORE, &none);
    alarm(most_seconds);
    _exit(work() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Theatre {
 public:
  explicit Theatre(Gateway gateway)
      : gateway_(std::move(gateway)), words_(scenario::Words::read(*gateway_.engine().store).value()) {
    for (const auto& file : scenario::built_in_packs(*gateway_.engine().store)) {
      auto read = scenario::read_built_in_pack(gateway_.engine(), words_, file);
      packs_.emplace(read.pack.name, std::move(read.pack));
    }
  }

  const std::map<std::string, scenario::Pack>& packs() const { return packs_; }

  /// Empty: it passes, and the hub tells of it what it is to tell; else the report. What the rooms do hangs
  /// on no language.
  std::string failure(const scenario::Pack& pack) const {
    const auto told = test::told(gateway_, words_, pack);
    if (told.transcript.outcome() != scenario::Outcome::passed) {
      scenario::Rehearsal rehearsal;
      rehearsal.name = pack.name;
      rehearsal.plays.push_back(told.transcript);
      return scenario::text_report({rehearsal}, {});
    }
    return told.text == test::file_text(test::told_file(pack.name)) ? "" : pack.name + " is told otherwise\n";
  }

 private:
  Gateway gateway_;
  scenario::Words words_;
  std::map<std::string, scenario::Pack> packs_;
};

/// A line a scenario: its name, and the changes that it comes by.
int tell_reached(const Theatre& theatre) {
  bool all_pass = true;
  for (const auto& [name, pack] : theatre.packs())
    all_pass = apart([&theatre, &pack = pack, &name = name] {
                 auto& reached = mutation::mutants().reached;
                 reached = {};
                 const auto failure = theatre.failure(pack);
                 fmt::print(stderr, "{}", failure);
                 if (!failure.empty()) return false;
                 std::string line = name;
                 for (std::size_t number = 0; number < reached.size(); ++number)
                   if (reached[number] != 0) line += fmt::format("\t{}", number);
                 fmt::print("{}\n", line);
                 std::fflush(stdout);
                 return true;
               }) &&
               all_pass;
  return all_pass ? 0 : 1;
}

/// For each line "NUMBER SCENARIO…" whether one of the scenarios notices the change, and which.
void try_all(const Theatre& theatre) {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::size_t number = 0;
    words >> number;
    std::vector<const scenario::Pack*> packs;
    for (std::string name; words >> name;)
      if (const auto at = theatre.packs().find(name); at != theatre.packs().end())
        packs.push_back(&at->second);
    std::string by;
    for (const auto* pack : packs) {
      const bool passed = apart([&] {
        mutation::mutants().wanted = number;
        return theatre.failure(*pack).empty();
      });
      if (!passed) by = pack->name;
      if (!passed) break;
    }
    fmt::print("{}\t{}\n", number, by);
    std::fflush(stdout);
  }
}

}  // namespace

/// cimgate_mutant_rehearsals reached: what each built-in scenario comes by. cimgate_mutant_rehearsals try:
/// whether scenarios notice changes. Linked by scripts/mutate-code with the rooms that have the changes in
/// them.
int main(int argc, char** argv) {
  const std::string verb = argc == 2 ? argv[1] : "";
  // The scenarios as they stand: a new one needs no build.
  const auto gateway = Gateway::open(CIMGATE_SOURCE_DIR);
  if (!gateway || (verb != "reached" && verb != "try")) return 2;
  const Theatre theatre(*gateway);
  if (verb == "reached") return tell_reached(theatre);
  try_all(theatre);
  return 0;
}
