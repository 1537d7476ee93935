#pragma once
#include <string>
#include <vector>

#include "gateway/check/judged_file.hpp"

namespace cimgate::check {

struct JudgeOptions {
  ValidateOptions validate;
  std::string profile;          ///< of the translation: "" = the default
  bool there_and_back = false;  ///< translate and round-trip, too
  bool with_values = false;     ///< read its metering values, too: for reports that draw them
};

/// Validates one input and, when that is asked for and it is valid, translates it and takes it there and
/// back. Steps are not settled yet, and findings have no standing: settle() does both. Never throws: a fault
/// of ours is a finding that could not be judged.
JudgedFile judge(const Gateway& gateway, const std::string& name, const std::vector<std::string>& parts,
                 const JudgeOptions& options);

/// Of inputs up to this size the metering values are read: they are kept in memory as a tree.
inline constexpr std::size_t most_bytes_with_values = std::size_t{4} * 1024 * 1024;

/// What could not be read is not judged.
JudgedFile unreadable(const std::string& name, bool there_and_back);

/// The file as `validate` has found it.
JudgedFile judged(const std::string& name, Checked checked);

/// Adds a translation that was made in the same pass: its step, and what it has found itself.
void add_translation(JudgedFile& file, const Translated& made);

/// Decides what the steps came to, from the findings that count.
void settle(JudgedFile& file, FailOn fail_on);

}  // namespace cimgate::check
