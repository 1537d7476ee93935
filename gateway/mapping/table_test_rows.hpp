#pragma once
#include <cstddef>

#include "gateway/mapping/translator.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::mapping {

/// Runs the rows of one message's tests; what does not hold becomes an error of the file. Returns how many
/// there are.
std::size_t run_message_rows(yaml::File& file, const yaml::Node& root, const resources::Store& store,
                             const schema::Catalog& catalog, const Translator& translator);

}  // namespace cimgate::mapping
