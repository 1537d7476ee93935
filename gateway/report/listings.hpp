#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/engine/engine.hpp"
#include "gateway/mapping/coverage.hpp"

namespace cimgate::report {

/// The schema sets and their messages.
std::string schemas_json(const Engine& engine);
/// All messages and the documents they become.
std::string mappings_json(const Engine& engine);
/// The messages that have a mapping.
std::vector<std::string> mapped_messages(const Engine& engine);

/// The proof for these messages and profiles, in that order; all of them where a list is empty.
/// Error: what is wrong with a mapping, a sentence each; or that there is no such message or profile.
tl::expected<std::vector<mapping::Coverage>, std::vector<std::string>> coverage_of(
    const Engine& engine, std::vector<std::string> messages, std::vector<std::string> profiles);

}  // namespace cimgate::report
