#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "gateway/schema/model.hpp"

namespace cimgate::json_schema {

/// A regular expression of ECMA 262, anchored, for the lexical form of a base (XML Schema part 2, 3.2); empty
/// when it is one that JSON has by itself, or any text.
std::string_view lexical_form(schema::Base base);

/// A pattern of XML Schema as one of ECMA 262, not anchored. Nothing when it has what ECMA 262 lacks or reads
/// differently: \i, \c, categories, differences of classes, anchors as characters.
std::optional<std::string> to_ecma(std::string_view pattern);

}  // namespace cimgate::json_schema
