#pragma once
#include <string>
#include <vector>

#include "gateway/configuration/settings.hpp"

namespace cimgate::configuration {

/// What a section comes to, as YAML that means the same: what was set, and what is as it was at first.
/// `origin`: a comment behind each value says what set it. Passwords in addresses are not shown.
std::string shown(const Section& section, const Settings& settings, bool origin);

/// The JSON Schema (draft 07, as editors know it) of a file with these sections.
std::string json_schema(const std::vector<Section>& sections, const std::vector<std::string>& others);

}  // namespace cimgate::configuration
