#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/schema/version.hpp"

/// What a message has that another version of its schema set does not know.
namespace cimgate::rules {

/// Warnings about what came after `version`, or is gone in it, by the changes between versions. Messages of a
/// set that has no versions: none.
std::vector<Finding> check_version(const document::Message& message, const schema::Versions& versions,
                                   std::string_view version, std::size_t limit = 1000);

/// What a change is about, in a few words: "ConsentID", "ProductionCode: B01, B02".
std::string subject_of(const schema::Change& change);

}  // namespace cimgate::rules
