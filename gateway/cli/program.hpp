#pragma once
#include <span>
#include <string>

#include "gateway/cli/options.hpp"

namespace cimgate::cli {

/// A program of the command line.
struct Program {
  /// In the order of the help. Verbs about the program itself, such as `help`, are there without being told.
  std::span<const AddVerb> verbs;
  /// What is said of a verb that it does not have; "": nothing more.
  std::string where_others_are = {};
};

/// All that main() does. The exit status.
int run_program(int argc, char** argv, const Program& program);

}  // namespace cimgate::cli
