#pragma once
#include "gateway/json/out.hpp"
#include "gateway/schema/model.hpp"

namespace cimgate::json_schema {

/// The schema of a value of a built-in type.
void write_base(schema::Base base, json::JsonOut& out);

/// The schema of a value of a simple type: all that it and the types it is derived from say, as far as JSON
/// Schema can say it.
void write_facets(const schema::SimpleType& type, json::JsonOut& out);

/// Members of an object schema that say which of the elements of a choice there are.
void write_choices(const schema::Particle& content, json::JsonOut& out);

}  // namespace cimgate::json_schema
