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

/// The proof for these messages and profiles, in that order; all of them where a list is empty. `set`: of
/// which the messages are; null = the one that each mapping is written for. Error: what is wrong with a
/// mapping, a sentence each; or that there is no such message or profile.
tl::expected<std::vector<mapping::Coverage>, std::vector<std::string>> coverage_of(
    const Engine& engine, std::vector<std::string> messages, const std::vector<std::string>& profiles,
    const schema::SchemaSet* set = nullptr);

/// The sets of messages that no mapping is for, though a message of theirs would be chosen to be of them.
std::vector<std::string> sets_without_mappings(const Engine& engine);

}  // namespace cimgate::report
