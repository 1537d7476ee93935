#pragma once
#include <optional>

#include "gateway/engine/input.hpp"
#include "gateway/rules/judge.hpp"

namespace cimgate {

/// A part of a message that is judged, and what only whoever has all parts can use.
struct PartOfMessage {
  rules::MessagePart which;
  std::size_t counted_from = validation::severity_ranks;  ///< see rules::JudgeOptions
  // What it gives:
  std::vector<rules::RecordKey> keys;  ///< what no other record of the message may have
  std::size_t rules_left_out = 0;      ///< findings of rules that were only counted; not in the Checked
};

/// Judges what was read, up to the level that is asked for. `part`: it is a part of a message; then nothing
/// is cut to the limit of all findings, and no lines are kept. `received`: see rules::JudgeOptions.
Checked validate_read(const Engine& engine, const Input& input, const ValidateOptions& options,
                      PartOfMessage* part = nullptr, std::optional<std::int64_t> received = std::nullopt);

/// Findings about records of a part whose keys earlier records have.
rules::Judgement find_repeated(const Engine& engine, const Input& part, const ValidateOptions& options,
                               const std::vector<rules::RecordKey>& repeated);

}  // namespace cimgate
