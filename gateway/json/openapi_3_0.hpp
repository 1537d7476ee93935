#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/yaml/node.hpp"

/// Schemas and documents in the words of OpenAPI 3.0.3, for generators of code that read nothing newer. Its
/// schemas are not those of JSON Schema 2020-12, which OpenAPI 3.1 has: one value is an `enum`, null is said
/// by `nullable`, a bound that is not included by a truth value, and several types cannot be said. A place
/// with several types takes any value there. Left out is what only narrows a type, and generators would make
/// types of that nobody can use: alternatives beside properties, parts that are a pattern or a length beside
/// a type, a constant truth value, that no item comes twice (sets forget the order). So what is valid stays
/// valid, and some more is.
namespace cimgate::json {

/// A document of OpenAPI 3.1 as one of 3.0.3. Error: something in it has no word there, and which.
tl::expected<std::string, std::string> as_openapi_3_0(const yaml::Node& document);

/// A JSON Schema with its definitions as a document of OpenAPI 3.0.3 without paths: the definitions are
/// components, and the schema itself is one, called `name`. Error: as above, or a definition has this name.
tl::expected<std::string, std::string> models_in_openapi_3_0(const yaml::Node& schema, std::string_view name,
                                                             std::string_view version);

}  // namespace cimgate::json
