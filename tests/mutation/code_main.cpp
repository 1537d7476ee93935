#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "tests/mutation/choices.hpp"

using namespace cimgate;
namespace fs = std::filesystem;

namespace {

constexpr const char* kinds[] = {"boundary",  "equality", "logic",  "operand", "negation",
                                 "condition", "way-out",  "number", "name",    "call"};

struct File {
  fs::path path;
  std::string text;
  std::vector<mutation::Numbered> mutants;
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<File> files_of(const std::vector<std::string>& folders) {
  std::vector<fs::path> paths;
  for (const auto& folder : folders)
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".cpp") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<File> files;
  for (const auto& path : paths) {
    File file{path, text_of(path), {}};
    // Whatever happens to other files.
    std::size_t number = 1000 * (files.size() + 1);
    for (auto& mutant : mutation::code_mutants_of(file.text))
      file.mutants.push_back({++number, std::move(mutant)});
    file.mutants = mutation::that_fit_together(std::move(file.mutants));
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace

/// cimgate_code_mutants OUT FOLDER… <NUMBERS: writes every file of the folders below OUT with all changes in
/// it but those of the numbers, or nothing when OUT is "-"; prints a line for each change: number, file,
/// line, kind, what.
int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::set<std::size_t> left_out;
  for (std::size_t number = 0; std::cin >> number;) left_out.insert(number);
  for (auto& file : files_of({argv + 2, argv + argc})) {
    std::erase_if(file.mutants, [&](const auto& one) { return left_out.contains(one.number); });
    const auto path = fs::path(argv[1]) / file.path;
    const auto written = mutation::with_choices(file.text, file.mutants);
    if (argv[1] != std::string_view("-")) {
      fs::create_directories(path.parent_path());
      if (!fs::exists(path) || text_of(path) != written) std::ofstream(path, std::ios::binary) << written;
    }
    for (const auto& [number, mutant] : file.mutants)
      fmt::print("{}\t{}\t{}\t{}\t{}\n", number, file.path.string(), mutant.line,
                 kinds[static_cast<std::size_t>(mutant.kind)], mutant.what);
  }
  return 0;
}
