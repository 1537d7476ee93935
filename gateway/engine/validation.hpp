#pragma once
#include <optional>

#include "gateway/engine/input.hpp"
#include "gateway/rules/judge.hpp"

namespace cimgate {

/// Judges what was read, up to the level that is asked for. `part`: it is a part of a message; then `keys`
/// gets what no other record of the message may have.
Checked validate_read(const Engine& engine, const Input& input, const ValidateOptions& options,
                      const std::optional<rules::MessagePart>& part = std::nullopt,
                      std::vector<rules::RecordKey>* keys = nullptr);

/// Findings about records of a part whose keys earlier records have.
rules::Judgement find_repeated(const Engine& engine, const Input& part, const ValidateOptions& options,
                               const std::vector<rules::RecordKey>& repeated);

}  // namespace cimgate
