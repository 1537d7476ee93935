#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>

#include "tests/mutation/trial.hpp"

using namespace cimgate;

/// cimgate_mutation [PART…]: the score of all mapping files, or of those whose path has a part in it.
int main(int argc, char** argv) {
  const std::vector<std::string> parts(argv + 1, argv + argc);
  const mutation::Trial trial(CIMGATE_SOURCE_DIR);
  std::vector<mutation::Mutant> mutants;
  for (const auto& path : trial.store().list("mappings")) {
    if (!path.ends_with(".yaml") || path.ends_with(".test.yaml")) continue;
    bool wanted = parts.empty();
    for (const auto& part : parts) wanted = wanted || path.find(part) != std::string::npos;
    if (!wanted) continue;
    auto made = mutation::mutants_of(path, *trial.store().read(path));
    std::move(made.begin(), made.end(), std::back_inserter(mutants));
  }
  std::vector<std::string> killers(mutants.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < mutants.size(); i = next++) {
      killers[i] = trial.killer(mutants[i]);
      if (i % 50 == 0) fmt::print(stderr, "\r{} of {}", i, mutants.size());
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  fmt::print(stderr, "\r");

  std::map<std::string, std::size_t> score;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    ++score[killers[i]];
    if (killers[i].empty())
      fmt::print("survived {}:{}: {}\n", mutants[i].file, mutants[i].line, mutants[i].what);
  }
  const std::size_t survived = score[""];
  fmt::print("{} mutants: ", mutants.size());
  for (const auto& [killer, times] : score)
    if (!killer.empty()) fmt::print("{} noticed by {}, ", times, killer);
  fmt::print("{} survived · score {:.1f} %\n", survived,
             mutants.empty() ? 100.0
                             : 100.0 * static_cast<double>(mutants.size() - survived) /
                                   static_cast<double>(mutants.size()));
  return survived == 0 ? 0 : 1;
}
