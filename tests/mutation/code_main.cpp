#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "tests/mutation/code_mutants.hpp"

using namespace cimgate;
namespace fs = std::filesystem;

namespace {

struct Made {
  std::string file;
  mutation::CodeMutant mutant;
};

std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Every changed file of a folder; by lot, but of every kind of change as many, as long as there are any.
std::vector<Made> all_of(const fs::path& folder, std::uint64_t seed) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".cpp") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Made> all;
  for (const auto& file : files)
    for (auto& mutant : mutation::code_mutants_of(text_of(file)))
      all.push_back({file.string(), std::move(mutant)});
  for (std::size_t i = all.size(); i > 1; --i) {
    seed = mixed(seed);
    std::swap(all[i - 1], all[seed % i]);
  }
  std::map<mutation::CodeMutant::Kind, std::size_t> of_kind;
  std::vector<std::pair<std::size_t, std::size_t>> order;
  for (std::size_t i = 0; i < all.size(); ++i) order.emplace_back(of_kind[all[i].mutant.kind]++, i);
  std::stable_sort(order.begin(), order.end());
  std::vector<Made> ordered;
  for (const auto& one : order) ordered.push_back(std::move(all[one.second]));
  return ordered;
}

}  // namespace

/// cimgate_code_mutants FOLDER SEED: a line for each changed file of the folder: number, file, line, what was
/// changed. cimgate_code_mutants FOLDER SEED NUMBER: that file.
int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) return 2;
  const auto all = all_of(argv[1], std::stoull(argv[2]));
  if (argc == 4) {
    const auto& one = all.at(std::stoul(argv[3]));
    fmt::print("{}", mutation::changed(text_of(one.file), one.mutant));
    return 0;
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    fmt::print("{}\t{}\t{}\t{}\n", i, all[i].file, all[i].mutant.line, all[i].mutant.what);
  return 0;
}
