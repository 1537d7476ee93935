#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/engine/engine.hpp"

/// What two schema sets have differently, in text (one thing a line, "-" in the first only, "+" in the second
/// only,
/// "~" in both) or as JSON. Error: what keeps it from being told.
namespace cimgate::report {

using DifferenceText = tl::expected<std::string, std::string>;

/// Elements, codes and what else the schemas say.
DifferenceText schemas_difference(const Engine& engine, const schema::SchemaSet& first,
                                  const schema::SchemaSet& second, bool json);
/// What becomes of the elements of the messages, by the proof of either set.
DifferenceText mappings_difference(const Engine& engine, const schema::SchemaSet& first,
                                   const schema::SchemaSet& second, bool json);
/// Which rules are of one only.
DifferenceText rules_difference(const Engine& engine, const schema::SchemaSet& first,
                                const schema::SchemaSet& second, bool json);

}  // namespace cimgate::report
