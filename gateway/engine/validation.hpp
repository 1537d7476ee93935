#pragma once
#include <optional>

#include "gateway/engine/input.hpp"
#include "gateway/rules/judge.hpp"

namespace cimgate {

/// Judges what was read, up to the level that is asked for. `part`: it is a part of a message.
Checked validate_read(const Engine& engine, const Input& input, const ValidateOptions& options,
                      const std::optional<rules::MessagePart>& part = std::nullopt);

}  // namespace cimgate
