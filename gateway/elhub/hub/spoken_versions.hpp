#pragma once
#include <vector>

#include "gateway/schema/catalog.hpp"

namespace cimgate::hub {

/// The versions of Elhub's messages that a hub can speak, one at a time; the one that it speaks unless
/// another is asked for stands first. None when the data folder has no set of Elhub's.
std::vector<const schema::SchemaSet*> spoken_versions(const schema::Catalog& catalog);

}  // namespace cimgate::hub
