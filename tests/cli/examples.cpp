#include "examples.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "process.hpp"

namespace cimgate::test {
namespace {

namespace fs = std::filesystem;

/// Larger messages say nothing more as XML.
constexpr std::uintmax_t largest_as_xml = 6000;

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(source_folder() / folder))
    if (entry.is_regular_file()) files.push_back((folder / entry.path().filename()).string());
  std::sort(files.begin(), files.end());
  return files;
}

void add_translations(std::vector<Golden>& outputs, const std::string& example) {
  const bool small = fs::file_size(source_folder() / example) <= largest_as_xml;
  const bool danish = example.starts_with("examples/dk/");
  for (const std::string& profile :
       danish ? std::vector<std::string>{"nmeg-dk"} : std::vector<std::string>{"nmeg", "nmeg-no"})
    for (const std::string form : {"json", "xml"})
      if (form == "json" || small)
        outputs.push_back({name_of(example),
                           name_of(example) + "." + profile + "." + form,
                           {"translate", "--to", "cim-" + form, "--profile", profile + "/0.1", example}});
}

}  // namespace

std::vector<std::string> examples_of(const std::string& kind) {
  std::vector<std::string> examples;
  for (const fs::path market : {"examples", "examples/dk"})
    for (const auto& message : fs::directory_iterator(source_folder() / market)) {
      const auto folder = market / message.path().filename() / kind;
      if (!fs::is_directory(source_folder() / folder)) continue;
      const auto files = files_in(folder);
      examples.insert(examples.end(), files.begin(), files.end());
    }
  std::sort(examples.begin(), examples.end());
  return examples;
}

std::vector<Golden> golden_outputs() {
  std::vector<Golden> outputs;
  for (const std::string kind : {"valid", "refused"})
    for (const auto& example : examples_of(kind)) add_translations(outputs, example);
  for (const std::string kind : {"invalid", "refused", "warning"})
    for (const auto& example : examples_of(kind))
      outputs.push_back({name_of(example),
                         name_of(example) + ".findings.json",
                         {"validate", "--format", "json", "--as-of", "2026-11-21", example}});
  for (const auto& example : files_in("examples/cim"))
    outputs.push_back({name_of(example),
                       "cim/" + fs::path(example).filename().string() + ".bim.xml",
                       {"translate", example}});
  return outputs;
}

std::map<std::string, std::string> held_back() {
  std::map<std::string, std::string> held;
  for (const auto& entry : YAML::LoadFile((golden_folder() / "held.yaml").string()))
    held[entry.first.as<std::string>()] = entry.second.as<std::string>();
  return held;
}

std::string name_of(const fs::path& example) {
  const auto folder = example.parent_path();
  const bool has_kind = folder.parent_path().filename() != "examples";
  return ((has_kind ? folder.parent_path() : folder).filename() / example.stem()).string();
}

fs::path golden_folder() {
  return source_folder() / "tests/golden";
}

}  // namespace cimgate::test
