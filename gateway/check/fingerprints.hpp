#pragma once
#include <string>
#include <string_view>

#include "gateway/check/judged_file.hpp"

namespace cimgate::check {

/// What a finding is about, whatever stands before it in the file: rule, code, path without positions, and
/// the metering point, series and position.
std::string identity_of(const Finding& finding);

/// Gives each finding its fingerprint: "5f0c…:1", a hash of its identity and the number among those of the
/// same identity in this file. It stays when lines or records move; when one of several equal findings goes
/// away, the last number does.
void number_fingerprints(JudgedFile& file);

}  // namespace cimgate::check
