#pragma once
#include <cstdint>

#include "gateway/check/judged_file.hpp"

namespace cimgate::check {

/// What work on one input came to, for whoever acts on it without reading the findings: the exit status of
/// the program and what the C functions return (docs/cli.md). From best to worst.
enum class Status : std::uint8_t { fine, undetermined, found, usage, our_fault };

Status worse(Status a, Status b);

/// Of a file that was settled. `usage`: it could not be read.
Status status_of(const JudgedFile& file);
/// `found`: there is no result, or something was lost or could not be placed.
Status status_of(const Translated& result);
/// `found`: it came back different, or did not come back.
Status status_of(const RoundTrip& trip);
/// `found`: the input is not translated, or there is no answer to what was asked. `has_values`: some were
/// told, in `explained` or before it was complete.
Status status_of(const Explained& explained, bool has_values, const ExplainOptions& asked);

/// There is a text or a file to hand over.
bool has_result(const Translated& result);

}  // namespace cimgate::check
