#pragma once
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

/// The command line as data, for what is made from it: help of shells, the manual page.
namespace cimgate::cli {

struct OptionRow {
  std::vector<std::string> names;  ///< "-o", "--output"; empty for an operand
  std::string operand;             ///< "FILE", "" for an option
  std::string value;               ///< what its value is called: "PATH"; "" = it takes none
  std::vector<std::string> words;  ///< the values it may have, when these are a few words
  std::string text;
  bool required = false;
};

struct VerbRow {
  std::vector<std::string> path;  ///< {"rules", "show"}; empty for the program itself
  std::string heading;
  std::string text;
  std::string examples;  ///< as help shows them
  std::vector<OptionRow> options;
};

/// The program first, then each verb and behind it the verbs of it, in the order of the help.
std::vector<VerbRow> command_tree(const CLI::App& app);

}  // namespace cimgate::cli
