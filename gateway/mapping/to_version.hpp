#pragma once
#include "gateway/mapping/translator.hpp"
#include "gateway/schema/catalog.hpp"

namespace cimgate::mapping {

/// A valid BIM message as another version of its set has it. What that one has no place for is left out, and
/// each is told as lost; when the message cannot be without it, nothing is made.
Translation to_version(const document::Message& message, const schema::Catalog& catalog,
                       const schema::SchemaSet& version);

}  // namespace cimgate::mapping
