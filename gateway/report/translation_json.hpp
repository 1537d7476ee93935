#pragma once
#include <string>
#include <string_view>

#include "cimgate/gateway.hpp"

namespace cimgate::report {

/// "application/xml" or "application/json": what a result of ours is.
std::string_view content_type(std::string_view text);

/// When the input was judged in the same pass: what was found of the input then stands with what the check of
/// it says, before what was found of the translation.
void put_check_first(Translated& result);

/// A translation with its findings and its single files: application/vnd.cimgate.translation+json.
std::string translation_json(const Translated& result, bool norwegian);

}  // namespace cimgate::report
