#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// The messages in examples/, and the expected outputs in tests/golden that are made from them.
namespace cimgate::test {

/// Messages in `examples/*/KIND`: "valid", "warning" or "invalid"; seen from the repository, in order.
std::vector<std::string> examples_of(const std::string& kind);

/// A command whose output is kept.
struct Golden {
  std::string example;  ///< its name
  std::string file;     ///< below tests/golden
  std::vector<std::string> command;
};

/// All outputs that tests/golden should hold, also of examples that are held back.
std::vector<Golden> golden_outputs();

/// Examples of which something that is printed is known to be wrong, so that it is not kept: name
/// ("Acknowledgement/accepted") → why. From tests/golden/held.yaml.
std::map<std::string, std::string> held_back();

/// "Acknowledgement/accepted" of "examples/Acknowledgement/valid/accepted.xml".
std::string name_of(const std::filesystem::path& example);

std::filesystem::path golden_folder();

}  // namespace cimgate::test
