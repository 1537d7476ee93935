#pragma once
#include <string>

namespace cimgate::resources {

/// True when a data folder brings schemas of its own. One that does not has rules (rules/) only: they stand
/// before those that are built in, and all else is what is built in (from_folder() in store.hpp).
bool has_schemas(const std::string& folder);

}  // namespace cimgate::resources
