#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "../models/files.hpp"
#include "../temporary_folder.hpp"

namespace cimgate::test {

struct Command {
  std::vector<std::string> arguments;  ///< without the name of the program
  std::string shell;                   ///< a line for the shell in place of `arguments`; it knows `cimgate`
  std::string standard_input;
  std::map<std::string, std::string> environment;  ///< the whole of it, but for PATH
  std::filesystem::path folder;                    ///< where it runs
  std::filesystem::path output_device;             ///< where standard output goes in place of `Outcome`
  bool terminal = false;                           ///< standard output is a terminal
};

struct Outcome {
  int exit = -1;  ///< -1: killed by a signal, or by us because it took too long
  std::string out;
  std::string err;
  double seconds = 0;
  std::uint64_t megabytes = 0;       ///< most memory that was in use
  std::uint64_t peak_kilobytes = 0;  ///< the same
  double processor_seconds = 0;      ///< of all threads
};

/// Runs cimgate and waits for it, two minutes at most.
Outcome run(const Command& command);

void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace cimgate::test
